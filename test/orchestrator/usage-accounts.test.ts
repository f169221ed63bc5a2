import { describe, expect, it } from "vitest";
import { NO_UNITS, sumOf, type Units } from "../../src/core/cost/usage.ts";
import type { OutboxRows } from "../../src/core/ports/outbox-database.ts";
import { currentMeter } from "../../src/metering/meter.ts";
import { UsageAccounts } from "../../src/orchestrator/usage-accounts.ts";
import { NO_ROWS, task } from "./world/factories.ts";
import { type Run, World } from "./world/world.ts";

/** A drain that writes this many rows to D1. */
const writing = (rows: number) => async () => {
  const meter = currentMeter();
  if (meter !== undefined) meter.d1.rows_written += rows;
};

/** Counts beside a world's object, over the same SQLite. */
function counting() {
  const world = new World();
  const start = () => new UsageAccounts(world.store);
  const usage = start();
  return {
    world,
    start,
    usage,
    async submit(name: string, used: Units = NO_UNITS): Promise<Run> {
      let run: Run | undefined;
      const tasks = [task(name, [], [`${name}_out`])];
      await usage.submit(async () => {
        run = await world.submit(tasks);
        usage.accepted(run.submission, used);
      });
      if (run === undefined) throw new Error("Nothing was submitted");
      return run;
    },
  };
}

const rowsOf = (...runs: readonly Run[]): OutboxRows => ({
  ...NO_ROWS,
  jobs: runs.flatMap((run) => run.jobIds.map((id) => ({ ...run.job(id.split("_")[1] ?? ""), id }))),
  submissions: runs.map((run) => run.submission),
});

/** The units that D1 gets with rows, in a drain that writes so many. */
async function unitsIn(usage: UsageAccounts, rows: OutboxRows, written = 0): Promise<(Units | null)[]> {
  let units: (Units | null)[] = [];
  await usage.drain(rows, async (sent) => {
    units = sent.submissions.map((row) => row.units);
    await writing(written)();
  });
  return units;
}

describe("the usage of a submission", () => {
  it("begins with its request's use, and grows with each call and with what workers report", async () => {
    const { usage, submit } = counting();
    const run = await submit("a", { ...NO_UNITS, d1_rows_read: 7, worker_requests: 1 });
    await usage.ofJob(run.jobId("a"), async () => null);
    await usage.ofJob(run.jobId("a"), async () => null, { ...NO_UNITS, kv_writes: 2 });
    await usage.ofSubmission(run.id, async () => null);
    usage.sent([{ job_id: run.jobId("a") }]);
    expect(usage.of(run.id)).toMatchObject({
      d1_rows_read: 7,
      worker_requests: 1,
      durable_object_requests: 4,
      kv_writes: 2,
      queue_operations: 3,
    });
  });

  it("shares a drain with others, whole rows that add up", async () => {
    const { usage, submit } = counting();
    const [a, b] = [await submit("a"), await submit("b")];
    await usage.drain(rowsOf(a, b), writing(7));
    const units = sumOf(usage.of(a.id) ?? NO_UNITS, usage.of(b.id) ?? NO_UNITS);
    expect([units.d1_rows_written, usage.of(a.id)?.d1_rows_written]).toEqual([7, 4]);
  });

  it("has no part in a drain of what was written by hand", async () => {
    const { usage, submit } = counting();
    const run = await submit("a");
    const byHand = { data_node_id: "n", number: 1, job_id: null } as OutboxRows["edits"][number];
    await usage.drain({ ...NO_ROWS, edits: [byHand] }, writing(3));
    expect(usage.of(run.id)?.d1_rows_written).toBe(0);
  });

  it("leaves out a job that was made by hand: its submission does not exist", async () => {
    const { usage, submit } = counting();
    const run = await submit("a");
    const job = { ...run.job("a"), id: "JOB_by_hand", submit_id: "SUBMISSION_none" };
    await usage.drain({ ...NO_ROWS, jobs: [job] }, writing(3));
    await usage.alarm(async () => undefined);
    expect([usage.of("SUBMISSION_none"), usage.of(run.id)?.durable_object_requests]).toEqual([null, 2]);
  });

  it("has a part in the alarms that ring while it has not ended", async () => {
    const { usage, submit } = counting();
    const [a, b] = [await submit("a"), await submit("b")];
    await usage.alarm(async () => undefined);
    const requests = [a, b].map(({ id }) => usage.of(id)?.durable_object_requests);
    expect(requests).toEqual([2, 1]);
  });

  it("goes to D1 with the row of the submission that has ended, with an estimate of that batch, and stays what it was", async () => {
    const { usage, submit } = counting();
    const run = await submit("a", { ...NO_UNITS, kv_reads: 2 });
    expect(await unitsIn(usage, rowsOf(run))).toEqual([null]);
    await run.run("a");
    const [kept = null] = await unitsIn(usage, rowsOf(run), 5);
    // One job, one submission, and the counter of the domain.
    expect(kept).toMatchObject({ kv_reads: 2, durable_object_requests: 1, d1_rows_written: 3 });
    expect(usage.of(run.id)).toEqual(kept);
    await usage.ofJob(run.jobId("a"), async () => null);
    expect(usage.of(run.id)).toEqual(kept);
  });

  it("has the rest of the last batch paid by the object's next submission, so that nothing is left out of the sum", async () => {
    const { usage, submit } = counting();
    const a = await submit("a");
    await a.run("a");
    const [first = null] = await unitsIn(usage, rowsOf(a), 5);
    const b = await submit("b");
    expect([first?.d1_rows_written, usage.of(b.id)?.d1_rows_written]).toEqual([3, 2]);
  });

  it("goes to D1 with the batch that is sent again when D1 has not taken one", async () => {
    const { usage, submit } = counting();
    const run = await submit("a");
    await run.run("a");
    await expect(usage.drain(rowsOf(run), () => Promise.reject(new Error("D1 is down")))).rejects.toThrow();
    expect(await unitsIn(usage, rowsOf(run))).toEqual([expect.objectContaining({ durable_object_requests: 1 })]);
  });

  it("goes to D1 again with a row that is sent again after the end", async () => {
    const { usage, submit } = counting();
    const run = await submit("a");
    await run.run("a");
    const first = await unitsIn(usage, rowsOf(run));
    expect(first).toEqual([expect.objectContaining({ durable_object_requests: 1 })]);
    expect(await unitsIn(usage, rowsOf(run))).toEqual(first);
  });

  it("is unknown rather than a part of it when it had ended before the object died", async () => {
    const { submit, start } = counting();
    const run = await submit("a");
    await run.run("a");
    const usage = start();
    expect(await unitsIn(usage, rowsOf(run))).toEqual([null]);
    expect(usage.of(run.id)).toBeNull();
  });

  it("is read from the object when release 0.1.0 has kept it there", async () => {
    const { world, usage, submit } = counting();
    const run = await submit("a");
    await run.run("a");
    await unitsIn(usage, rowsOf(run));
    world.sql.run("INSERT INTO usage VALUES (?, ?)", "SUBMISSION_old", JSON.stringify({ ...NO_UNITS, kv_reads: 4 }));
    expect(usage.of("SUBMISSION_old")).toMatchObject({ kv_reads: 4 });
  });

  it("includes the object's earlier work that belongs to no submission", async () => {
    const { usage, submit } = counting();
    await usage.alarm(async () => undefined);
    await usage.submitKnown(async () => null);
    const [a, b] = [await submit("a"), await submit("b")];
    const requests = [a, b].map(({ id }) => usage.of(id)?.durable_object_requests);
    expect(requests).toEqual([3, 1]);
  });

  it("is at least the count since the object was evicted", async () => {
    const { submit, start } = counting();
    const run = await submit("a");
    const usage = start();
    expect(usage.of(run.id)).toBeNull();
    await usage.ofJob(run.jobId("a"), async () => null);
    expect(usage.of(run.id)?.durable_object_requests).toBe(1);
  });

  it("of an unknown one is unknown", () => {
    expect(counting().usage.of("SUBMISSION_none")).toBeNull();
  });
});

describe("an object that wakes up", () => {
  it("has its tables paid by its first submission", async () => {
    const { usage, submit } = counting();
    usage.waking(() => {
      const meter = currentMeter();
      if (meter !== undefined) meter.sqlite.rows_written += 20;
    });
    const [a, b] = [await submit("a"), await submit("b")];
    const rows = [a, b].map(({ id }) => usage.of(id)?.durable_object_rows_written);
    expect(rows).toEqual([20, 0]);
  });
});
