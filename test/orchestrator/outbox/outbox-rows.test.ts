import { describe, expect, it } from "vitest";
import type { OutboxEntry } from "../../../src/core/jobs/state/records.ts";
import { outboxRows } from "../../../src/orchestrator/outbox/outbox-rows.ts";
import { NO_ROWS, task, written } from "../world/factories.ts";
import { type Run, World } from "../world/world.ts";

/** The rows that D1 gets for entries, of an object that knows one submission. */
async function rowsOf(entries: (run: Run) => readonly OutboxEntry[]) {
  const world = new World();
  const run = await world.submit([task("one", ["a"], ["b"])]);
  await run.run("one");
  const { revision } = world.cache.meta();
  return { run, rows: outboxRows(world.cache, [{ sequence: 1, revision, entries: entries(run) }]) };
}

describe("the rows of entries that D1 gets", () => {
  it("leave jobs, submissions and data nodes alone that have changed and left the object since", async () => {
    const { rows } = await rowsOf(() => [
      ["job", "JOB_forgotten", "changed"],
      ["submission", "SUBMISSION_forgotten", "changed"],
      ["data_node", "DATANODE_forgotten", "changed"],
    ]);
    expect(rows).toEqual(NO_ROWS);
  });

  it("delete what an entry says was deleted, once, whatever the object knows of it", async () => {
    const { rows } = await rowsOf(() => [
      ["job", "JOB_x", "changed"],
      ["job", "JOB_x", "deleted"],
      ["submission", "SUBMISSION_x", "deleted"],
      ["data_node", "DATANODE_x", "deleted"],
      ["data_node", "DATANODE_x", "deleted"],
    ]);
    expect(rows).toEqual({
      ...NO_ROWS,
      deletedJobs: ["JOB_x"],
      deletedSubmissions: ["SUBMISSION_x"],
      deletedDataNodes: ["DATANODE_x"],
    });
  });

  it("delete the job and the submission that an entry of release 0.1.0 names and the object does not have", async () => {
    const { run, rows } = await rowsOf(({ id, jobIds: [job = ""] }) => [
      ["job", job, null],
      ["job", "JOB_x", null],
      ["submission", id, null],
      ["submission", "SUBMISSION_x", null],
      ["data_node", "DATANODE_x", null],
    ]);
    expect(rows).toMatchObject({
      deletedJobs: ["JOB_x"],
      deletedSubmissions: ["SUBMISSION_x"],
      deletedDataNodes: [],
      jobs: [{ id: run.jobId("one"), status: "COMPLETED" }],
      submissions: [{ id: run.id }],
    });
  });

  it("are marked by the object itself: a changed job as changed, a deleted one as deleted", async () => {
    const world = new World();
    world.have(written("a"));
    const run = await world.submit([task("one", ["a"], ["b"])]);
    await run.run("one");
    await world.platform.settle();
    world.database.down = "before";
    const revision = world.cache.meta().revision;
    void world.orchestrator.deleteJob(run.jobId("one"));
    void world.orchestrator.deleteDataNode(world.node("a"));
    void world.write("b");
    const entries = world.cache.outbox
      .read(100)
      .flatMap((change) => (change.revision > revision ? change.entries : []));
    expect(entries.map(([kind, id, row]) => [kind, id, typeof row === "string" ? row : "as it is"])).toEqual([
      ["job", run.jobId("one"), "deleted"],
      ["data_node", "a", "deleted"],
      ["edit", "b#2", "as it is"],
      ["data_node", "b", "changed"],
    ]);
  });
});
