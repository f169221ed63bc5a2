import { beforeEach, describe, expect, it } from "vitest";
import type { Resumed } from "../../src/core/ports/orchestrator.ts";
import { parseTime } from "../../src/core/time.ts";
import { createWatchdogStore } from "../../src/d1/write/watchdog-store.ts";
import { callDeadline } from "../../src/orchestrator/calls/call-deadlines.ts";
import { MAX_WATCHED_OBJECTS, OBJECTS_AT_ONCE, type WatchdogDeps, watch } from "../../src/usecases/watchdog.ts";
import { drain, submission } from "../d1/rows.ts";
import { db, emptyDatabase } from "../d1/world.ts";

const OLD = "2026-11-23T06:00:00";
const NOW = "2026-11-23T06:06:00";

/** What objects were asked to resume, as `<domain>: <ids>`. */
let resumed: string[] = [];
let logged: Readonly<Record<string, unknown>>[] = [];

beforeEach(async () => {
  resumed = [];
  logged = [];
  await emptyDatabase();
});

type Resume = (domain: string, ids: readonly string[]) => Promise<Resumed>;

const nothing: Resume = async () => ({ moved: 0 });

async function run(answer: Resume = nothing, more: Partial<WatchdogDeps> = {}): Promise<void> {
  await watch({
    submissions: createWatchdogStore(db),
    orchestrators: (domain) => ({
      resume: (ids) => {
        resumed.push(`${domain}: ${ids.join(" ")}`);
        return answer(domain, ids);
      },
    }),
    clock: () => parseTime(NOW) ?? 0,
    log: (event, fields) => void logged.push({ event, ...fields }),
    ...more,
  });
}

const unfinished = (id: string, domain: string, creation_date = OLD) =>
  submission({ id, domain, creation_date, finished_at: null });

const ofDomains = (count: number) =>
  Array.from({ length: count }, (_, index) => unfinished(`S${index}`, `D${String(index).padStart(4, "0")}`));

describe("the watchdog", () => {
  it("calls each object that has unfinished submissions, once, and names them", async () => {
    await drain({
      submissions: [
        unfinished("S1", "A"),
        unfinished("S2", "B"),
        unfinished("S3", "A"),
        submission({ id: "S4", finished_at: NOW }),
      ],
    });
    await run();
    expect(resumed.sort()).toEqual(["A: S1 S3", "B: S2"]);
    expect(logged).toEqual([]);
  });

  it("leaves alone what is younger than five minutes", async () => {
    await drain({ submissions: [unfinished("S1", "A", "2026-11-23T06:01:00.000001"), unfinished("S2", "B")] });
    await run();
    expect(resumed).toEqual(["B: S2"]);
  });

  it("does not see a submission that has ended since", async () => {
    await drain({ submissions: [unfinished("S1", "A")] });
    await drain({ submissions: [{ ...unfinished("S1", "A"), finished_at: NOW, revision: 2 }] });
    await run();
    expect(resumed).toEqual([]);
  });

  it("goes on where it stopped when there are more objects than one run may call, and then begins again", async () => {
    const count = MAX_WATCHED_OBJECTS + 2;
    await drain({ submissions: ofDomains(count) });
    await run();
    expect(resumed.length).toBe(MAX_WATCHED_OBJECTS);
    await run();
    expect(resumed.length).toBe(count);
    expect(new Set(resumed).size).toBe(count);
    await run();
    expect(resumed.at(count)).toBe(resumed.at(0));
  });

  it("goes on inside a domain that has more unfinished submissions than one run reads", async () => {
    const submissions = Array.from({ length: 501 }, (_, index) =>
      unfinished(`S${String(index).padStart(4, "0")}`, "A"),
    );
    await drain({ submissions });
    await run();
    await run();
    expect(resumed.map((call) => call.split(" ").length - 1)).toEqual([500, 1]);
  });

  it("keeps its position before it calls, so that a run that is cut off does not hold up the next", async () => {
    await drain({ submissions: ofDomains(MAX_WATCHED_OBJECTS + 1) });
    await run(async () => {
      throw new Error("The object is broken");
    });
    resumed = [];
    await run();
    expect(resumed).toEqual([`D${String(MAX_WATCHED_OBJECTS).padStart(4, "0")}: S${MAX_WATCHED_OBJECTS}`]);
  });

  it("calls all other objects while one does not answer", async () => {
    await drain({ submissions: ofDomains(12) });
    let giveUp = (_error: Error): void => undefined;
    const silent = new Promise<Resumed>((_, reject) => {
      giveUp = reject;
    });
    const ends = run((domain) => (domain === "D0000" ? silent : nothing(domain, [])));
    await expect.poll(() => resumed.length).toBe(12);
    giveUp(new Error("The orchestrator object did not answer within 15 s"));
    await ends;
    expect(logged.map(({ event }) => event)).toEqual(["object_not_resumed", "watchdog"]);
    expect(logged[1]).toEqual({ event: "watchdog", objects: 12, moved: 0, failed: 1 });
  });

  it("ends before the cron starts it again although no object answers within the deadline of its call", () => {
    const rounds = Math.ceil(MAX_WATCHED_OBJECTS / OBJECTS_AT_ONCE);
    expect(rounds * callDeadline("resume", [[]]).ms).toBeLessThan(5 * 60_000);
  });

  it("logs the submissions that their object does not know, and at most ten by name", async () => {
    await drain({ submissions: [unfinished("S1", "A"), unfinished("S2", "B")] });
    const unknown = Array.from({ length: 12 }, (_, index) => `S${index}`);
    await run(async (domain) => ({ moved: 0, unknown: domain === "A" ? unknown : [] }));
    expect(logged).toEqual([{ event: "submissions_unknown", domain: "A", count: 12, ids: unknown.slice(0, 10) }]);
  });

  it("logs what it has moved", async () => {
    await drain({ submissions: [unfinished("S1", "A"), unfinished("S2", "B")] });
    await run(async (domain) => ({ moved: domain === "A" ? 3 : 0 }));
    expect(logged).toEqual([{ event: "watchdog", objects: 2, moved: 3, failed: 0 }]);
  });

  it("reads and writes nothing but its position when no work is unfinished", async () => {
    const kept: unknown[] = [];
    const store = createWatchdogStore(db);
    const submissions = { ...store, keepPosition: async (position: unknown) => void kept.push(position) };
    await run(nothing, { submissions });
    expect([resumed, kept]).toEqual([[], []]);
  });
});

describe("the index of unfinished submissions", () => {
  const rowsWritten = async (change: object) => {
    const results = await drain({ submissions: [{ ...unfinished("S1", "A"), ...change }] });
    return results.reduce((sum, { meta }) => sum + meta.rows_written, 0);
  };

  it("costs a submission no row more: its index by entity is written once only", async () => {
    const accepted = await rowsWritten({ revision: 1 });
    const underWay = await rowsWritten({ revision: 2 });
    const ended = await rowsWritten({ revision: 3, finished_at: NOW });
    // Without the index these were 2, 2 and 2.
    expect([accepted, underWay, ended]).toEqual([3, 2, 1]);
  });

  it("costs nothing when D1 gets a submission with its end", async () => {
    expect(await rowsWritten({ finished_at: NOW })).toBe(2);
  });
});
