import { describe, expect, it } from "vitest";
import { JOB_LIMIT_MS } from "../../../src/core/job-limits.ts";
import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import { task } from "../world/factories.ts";
import { LEASE_MS, type Run, WORKER_RETRY_LIMIT, World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];
const MAX_DELAY_MS = 10 * 60_000;

type Room = "alone" | "company";

/** A worker takes the job, reports who runs beside it, sends its last heartbeat after a time, and is lost. */
async function loseWorker(world: World, run: Run, reports: readonly Room[] = [], afterMs = 0): Promise<void> {
  const { job_id, token } = await run.claim("one");
  for (const room of reports) await world.orchestrator.heartbeat(job_id, token, room);
  for (let ms = 0; ms < afterMs; ms += LEASE_MS / 2) {
    await world.platform.advance(Math.min(LEASE_MS / 2, afterMs - ms));
    await world.orchestrator.heartbeat(job_id, token);
  }
  await world.platform.advance(LEASE_MS);
}

const recordOf = (world: World, run: Run): JobRecord => {
  const record = world.store.job(run.jobId("one"));
  if (record === null) throw new Error("The object has no job one");
  return record;
};

describe("a worker that is lost while no other job runs beside its job", () => {
  it("counts: the job fails once there are more of them than the limit, and its trace says after how long and why", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    for (let loss = 0; loss <= WORKER_RETRY_LIMIT; loss += 1) {
      await world.platform.advance(MAX_DELAY_MS);
      await loseWorker(world, run, ["alone"], loss * LEASE_MS);
    }
    expect(run.statuses).toEqual({ one: "FAILED", two: "ABANDONED" });
    expect(world.node("b").edit_in_progress).toBe(false);
    const [reason] = run.job("one").stacktrace;
    expect(reason).toContain("was lost 3 times while no other job ran beside it");
    expect(reason).toContain("the last heartbeats came after about 0, 60, 120 s");
    for (const limit of ["128 MB", "limits.cpu_ms", "15 minutes", "the lease (60 s) without a pause"]) {
      expect(reason).toContain(limit);
    }
  });

  it("does not keep its job from ending well in the next try", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await loseWorker(world, run, ["alone"]);
    await run.run("one");
    expect(run.job("one")).toMatchObject({ status: "COMPLETED", attempt: 2, stacktrace: [] });
  });

  it("ends a job that a caller has cancelled by force", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.claim("one");
    await run.cancel("one", true);
    await world.platform.advance(LEASE_MS);
    expect(run.statuses.one).toBe("CANCELED");
  });
});

describe("a worker that is lost while other jobs run beside its job, or may", () => {
  it.each<[string, readonly Room[]]>([
    ["reports nothing", []],
    ["reports company", ["company"]],
    ["reports that it is alone, and company later", ["alone", "company"]],
    ["reports company, and a late report says that it is alone", ["company", "alone"]],
  ])("never fails its job, however often (it %s)", async (_, reports) => {
    const world = new World();
    const run = await world.submit(CHAIN);
    for (let loss = 1; loss <= 4 * WORKER_RETRY_LIMIT; loss += 1) {
      await loseWorker(world, run, reports);
      expect(run.statuses.one).toBe("PENDING");
      expect(recordOf(world, run)).toMatchObject({ lost_workers: loss });
      await world.platform.advance(MAX_DELAY_MS);
    }
    await run.run("one");
    expect(run.statuses.one).toBe("COMPLETED");
  });

  it("has its job wait longer and longer, up to ten minutes", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const waits: number[] = [];
    for (let loss = 0; loss < 12; loss += 1) {
      await loseWorker(world, run);
      const { not_before } = recordOf(world, run);
      waits.push(not_before === null ? 0 : not_before - world.platform.nowMs);
      await world.platform.advance(MAX_DELAY_MS);
    }
    expect(waits[0]).toBe(0);
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(waits.at(-1)).toBe(MAX_DELAY_MS);
  });
});

describe("a job that has lost a worker", () => {
  it("is given to the Queue alone, also when a request runs its submission", async () => {
    const world = new World({ mode: "development" });
    const run = await world.submit(CHAIN);
    const order = await world.orchestrator.nextWork(run.id);
    expect(order?.job_id).toBe(run.jobId("one"));
    await world.messages();
    await world.platform.advance(LEASE_MS);
    expect(await world.messages()).toEqual([{ job_id: run.jobId("one"), attempt: 1, placement: "alone" }]);
    // The request is still there: it waits for the job, and runs what follows.
    const next = world.orchestrator.nextWork(run.id);
    await world.platform.advance(1_000);
    expect(run.statuses.one).toBe("PENDING");
    await run.run("one");
    await world.platform.advance(1_000);
    expect((await next)?.job_id).toBe(run.jobId("two"));
  });

  it("has its isolate be quiet for longer after each loss beside other jobs", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const quiet: (number | undefined)[] = [];
    for (let loss = 0; loss < 7; loss += 1) {
      const order = await run.claim("one");
      quiet.push(order.quiet_ms);
      await world.platform.advance(LEASE_MS + MAX_DELAY_MS);
    }
    expect(quiet).toEqual([undefined, 2_000, 4_000, ...Array(4).fill(LEASE_MS / 2)]);
  });

  it("is stubborn from the third loss beside other jobs on: its isolate is quiet for longer than any of its tries ran", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const quiet: (number | undefined)[] = [];
    const stubborn: (true | undefined)[] = [];
    for (const afterMs of [0, 5 * 60_000, 0, 0]) {
      await loseWorker(world, run, ["alone", "company"], afterMs);
      await world.platform.advance(MAX_DELAY_MS);
      stubborn.push((await world.messages()).at(-1)?.stubborn);
    }
    quiet.push((await run.claim("one")).quiet_ms);
    expect([stubborn, quiet]).toEqual([[undefined, undefined, true, true], [5 * 60_000 + LEASE_MS / 2]]);
  });

  it("has its isolate be quiet for no longer than a job may take", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    for (let loss = 0; loss < 3; loss += 1) {
      await loseWorker(world, run, [], JOB_LIMIT_MS);
      await world.platform.advance(MAX_DELAY_MS);
    }
    expect((await run.claim("one")).quiet_ms).toBe(JOB_LIMIT_MS);
  });

  it("reports nothing of a try that is another worker's by now", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const late = await run.claim("one");
    await world.platform.advance(LEASE_MS);
    await run.claim("one");
    expect(await world.orchestrator.heartbeat(late.job_id, late.token, "alone")).toEqual({ aborted: true });
    expect(recordOf(world, run).lost?.reported ?? null).toBeNull();
  });

  it("names the latest ten times when it may lose more workers than that", async () => {
    const world = new World({ workerRetryLimit: 11 });
    const run = await world.submit(CHAIN);
    for (let loss = 0; loss <= 11; loss += 1) {
      await loseWorker(world, run, ["alone"]);
      await world.platform.advance(MAX_DELAY_MS);
    }
    const times = Array(10).fill("0").join(", ");
    expect(run.job("one").stacktrace).toEqual([expect.stringContaining(`${times} s, the latest 10.`)]);
  });
});

describe("a job of an object of an earlier release", () => {
  it("is not failed for workers that it lost before: other jobs may have ended them", async () => {
    const world = new World({ layout: "tables" });
    const run = await world.submit(CHAIN);
    const { lost: _, ...older } = { ...recordOf(world, run), lost_workers: WORKER_RETRY_LIMIT, form: 2 };
    world.sql.run("UPDATE jobs SET job = ? WHERE id = ?", JSON.stringify(older), older.job.id);
    world.evict();
    await loseWorker(world, run, ["alone"]);
    expect(run.statuses.one).toBe("PENDING");
    expect(recordOf(world, run)).toMatchObject({ lost_workers: WORKER_RETRY_LIMIT + 1, lost: { alone: 1 } });
  });
});
