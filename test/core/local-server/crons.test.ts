import { afterEach, beforeEach, expect, it, vi } from "vitest";

type Run = (cron: string, time: Date) => Promise<void>;

// A variable, because the compiler has no types for plain JavaScript.
const MODULE: string = new URL("../../../src/dev/local/crons.mjs", import.meta.url).href;
const { startCrons } = (await import(MODULE)) as { startCrons(expressions: readonly string[], run: Run): () => void };

const MINUTE_MS = 60_000;
/** A Monday. */
const MONDAY = new Date("2026-11-30T23:58:30Z");

beforeEach(() => vi.useFakeTimers({ now: MONDAY }));
afterEach(() => vi.useRealTimers());

/** The times, in UTC, at which the crons run within so many minutes. */
async function runsOf(crons: readonly string[], minutes: number): Promise<readonly string[]> {
  const runs: string[] = [];
  const stop = startCrons(crons, async (cron, time) => void runs.push(`${cron} at ${time.toISOString().slice(8, 16)}`));
  await vi.advanceTimersByTimeAsync(minutes * MINUTE_MS);
  stop();
  await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
  return runs;
}

it("runs the cron triggers of npm start at their minutes in UTC until they are stopped", async () => {
  expect(await runsOf(["*/5 * * * *", "3 0 1 * *"], 12)).toEqual([
    "*/5 * * * * at 01T00:00",
    "3 0 1 * * at 01T00:03",
    "*/5 * * * * at 01T00:05",
    "*/5 * * * * at 01T00:10",
  ]);
});

it("counts the days of a week from 1 for Sunday in a cron trigger, as Cloudflare does", async () => {
  // From Monday to Tuesday, the third day.
  expect(await runsOf(["0 0 * * 2", "0 0 * * 3"], 5)).toEqual(["0 0 * * 3 at 01T00:00"]);
});
