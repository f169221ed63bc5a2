import { describe, expect, it } from "vitest";
import type { JobResult, WorkOrder } from "../../../src/core/ports/orchestrator.ts";
import { task } from "../world/factories.ts";
import { LEASE_MS, World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];
const TRACE = "Values cannot be reached: the KV namespace PAYLOADS failed.";
const POSTPONED: JobResult = { kind: "failed", stacktrace: [TRACE], outputs: [], platform_failed: true };

describe("a try that only the platform has failed", () => {
  it("fails no job, however often it happens, and a job without retries completes when the store is back", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    for (let tries = 0; tries < 30; tries += 1) {
      await world.end(await run.claim("one"), POSTPONED);
      expect(run.statuses).toEqual({ one: "PENDING", two: "BLOCKED" });
      await world.platform.advance(10 * 60_000);
    }
    await run.run("one");
    expect(run.statuses).toEqual({ one: "COMPLETED", two: "PENDING" });
    expect(run.job("one").stacktrace).toEqual([]);
  });

  it("is repeated later and later, every ten minutes at last", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const delays: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) {
      await world.end(await run.claim("one"), POSTPONED);
      const { not_before } = world.store.job(run.jobId("one")) ?? {};
      delays.push((not_before ?? 0) - world.platform.nowMs);
      await world.platform.advance(delays.at(-1) ?? 0);
    }
    const seconds = delays.map((delay) => Math.round(delay / 1_000));
    expect(seconds).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]);
  });

  it("shows its reason once while the job waits, and no function is blamed", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    for (let tries = 0; tries < 3; tries += 1) {
      await world.end(await run.claim("one"), POSTPONED);
      await world.platform.advance(60_000);
    }
    expect(run.job("one").stacktrace).toEqual([TRACE]);
    expect(world.store.job(run.jobId("one"))).toMatchObject({ throws: 0, lost_workers: 0 });
  });

  it("uses up none of the task's retries", async () => {
    const world = new World({ retries: { one: { limit: 1, delayMs: 0, backoff: "constant" } } });
    const run = await world.submit(CHAIN);
    await world.end(await run.claim("one"), POSTPONED);
    await world.platform.advance(2_000);
    await world.fail(await run.claim("one"));
    expect(run.statuses.one).toBe("PENDING");
    await world.fail(await run.claim("one"));
    expect(run.statuses.one).toBe("FAILED");
  });

  it("ends a job that was cancelled by force", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const order = await run.claim("one");
    await run.cancel("one", true);
    await world.end(order, POSTPONED);
    expect(run.statuses).toEqual({ one: "CANCELED", two: "ABANDONED" });
  });

  it("changes nothing when its lease has ended and another try holds the job", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const late: WorkOrder = await run.claim("one");
    await world.platform.advance(LEASE_MS + 10);
    await run.claim("one");
    expect(await world.end(late, POSTPONED)).toMatchObject({ accepted: false });
    expect(run.statuses.one).toBe("RUNNING");
  });
});

describe("a try that the platform has failed in a way that may never pass", () => {
  it.each([
    ["a call too many for one invocation, after some minutes", "invocation_limit", 8, 4 * 60_000],
    ["words that no table knows, after hours", "internal_error", 30, 3 * 60 * 60_000],
  ] as const)(
    "ends its job as FAILED with the platform's reason in the end: %s",
    async (_what, fault, tries, forMs) => {
      const world = new World();
      const run = await world.submit(CHAIN);
      const begun = world.platform.nowMs;
      for (let failed = 1; failed < tries; failed += 1) {
        await world.end(await run.claim("one"), { ...POSTPONED, fault });
        expect(run.statuses.one).toBe("PENDING");
        await world.platform.advance((world.store.job(run.jobId("one"))?.not_before ?? 0) - world.platform.nowMs);
      }
      expect(world.platform.nowMs - begun).toBeGreaterThan(forMs);
      await world.end(await run.claim("one"), { ...POSTPONED, fault });
      expect(run.statuses).toEqual({ one: "FAILED", two: "ABANDONED" });
      expect(run.job("one").stacktrace).toEqual([TRACE]);
    },
  );

  it("counts beside none that passes: a long outage uses up no try of those that may never pass", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    for (let tries = 0; tries < 40; tries += 1) {
      await world.end(await run.claim("one"), tries % 10 === 0 ? { ...POSTPONED, fault: "internal_error" } : POSTPONED);
      await world.platform.advance(10 * 60_000);
    }
    expect(run.statuses.one).toBe("PENDING");
    await run.run("one");
    expect(run.statuses.one).toBe("COMPLETED");
  });

  it("counts as a failed try in the end: a task with retries is tried again as often as it says", async () => {
    const world = new World({ retries: { one: { limit: 1, delayMs: 0, backoff: "constant" } } });
    const run = await world.submit(CHAIN);
    for (let tries = 1; tries <= 9; tries += 1) {
      await world.end(await run.claim("one"), { ...POSTPONED, fault: "invocation_limit" });
      expect(run.statuses.one).toBe(tries === 9 ? "FAILED" : "PENDING");
      await world.platform.advance(10 * 60_000);
    }
  });
});
