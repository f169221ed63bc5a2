import { describe, expect, it } from "vitest";
import { task, written } from "../world/factories.ts";
import { World } from "../world/world.ts";

const TREE = [
  task("root", ["a"], ["b", "side"]),
  task("child", ["b"], ["c"]),
  task("grandchild", ["c"], ["d"]),
  task("other", ["x"], ["y"]),
  task("after_other", ["y"], ["z"]),
  task("join", ["d", "z"], ["e"]),
];

describe("a job that fails", () => {
  it("shows its trace together with its status", async () => {
    const world = new World();
    const run = await world.submit(TREE);
    await world.fail(await run.claim("root"), "RangeError: no rows");
    await world.platform.settle();
    expect(world.database.jobs.get(run.jobId("root"))).toMatchObject({
      status: "FAILED",
      stacktrace: ["RangeError: no rows"],
    });
    for (const { jobs } of world.database.batches) {
      for (const job of jobs) if (job.status === "FAILED") expect(job.stacktrace).not.toEqual([]);
    }
  });

  it("abandons what needs its outputs, through every data node behind, and nothing else", async () => {
    const world = new World();
    const run = await world.submit(TREE);
    await world.fail(await run.claim("root"));
    expect(run.statuses).toEqual({
      root: "FAILED",
      child: "ABANDONED",
      grandchild: "ABANDONED",
      join: "ABANDONED",
      other: "PENDING",
      after_other: "BLOCKED",
    });
  });

  it("frees its outputs and those of the abandoned jobs", async () => {
    const world = new World();
    const run = await world.submit(TREE);
    await world.fail(await run.claim("root"));
    await world.platform.settle();
    const locked = [...world.database.dataNodes.values()].filter((node) => node.edit_in_progress);
    expect(locked.map(({ id }) => id).sort()).toEqual(["y", "z"]);
  });

  it("lets the other branches go on; the submission stays FAILED and ends with the last job", async () => {
    const world = new World();
    const run = await world.submit(TREE);
    await world.fail(await run.claim("root"));
    expect(run.submission).toMatchObject({ submission_status: "FAILED", finished_at: null });
    await run.run("other");
    await run.run("after_other");
    expect(run.statuses).toMatchObject({ other: "COMPLETED", after_other: "COMPLETED" });
    expect(run.submission.submission_status).toBe("FAILED");
    expect(run.submission.finished_at).not.toBeNull();
  });

  it("goes by the data node, not by its config: a namesake's reader is not abandoned", async () => {
    const world = new World();
    world.have(written("b2", { config_id: "b" }));
    const run = await world.submit([
      task("root", ["a"], ["b"]),
      task("slow", ["a"], ["s"]),
      task("reader", ["b2", "s"], ["c"]),
    ]);
    await world.fail(await run.claim("root"));
    expect(run.statuses).toEqual({ root: "FAILED", slow: "PENDING", reader: "BLOCKED" });
  });

  it("keeps the outputs that were written before the failure", async () => {
    const world = new World();
    const run = await world.submit(TREE);
    const order = await run.claim("root");
    const value = { ...written("b").payload, body: "half" } as never;
    await world.end(order, { kind: "failed", stacktrace: ["x"], outputs: [{ data_node_id: "b", payload: value }] });
    await world.platform.settle();
    expect(world.node("b")).toMatchObject({ edit_number: 1, payload: { body: "half" } });
    expect(run.statuses.child).toBe("ABANDONED");
  });

  it("sets other submissions free that only waited for its outputs", async () => {
    const world = new World();
    world.have(written("b"));
    const failing = await world.submit([task("root", ["a"], ["b"])]);
    const waiting = await world.submit([task("reader", ["b"], ["c"])]);
    const order = await failing.claim("root");
    await world.woken();
    await world.fail(order);
    expect(waiting.statuses).toEqual({ reader: "PENDING" });
    expect(await world.woken()).toEqual(["reader"]);
  });

  it("leaves other submissions blocked while the node has no value", async () => {
    const world = new World();
    const failing = await world.submit([task("root", ["a"], ["b"])]);
    const waiting = await world.submit([task("reader", ["b"], ["c"])]);
    await world.fail(await failing.claim("root"));
    expect(waiting.statuses).toEqual({ reader: "BLOCKED" });
    await world.write("b");
    expect(waiting.statuses).toEqual({ reader: "PENDING" });
  });
});

describe("the record of a failed job", () => {
  /** What one row of D1 can hold. */
  const ROW_LIMIT = 2_000_000;

  it("fits into a row of D1, however much is thrown and however often", async () => {
    const world = new World({ retries: { root: { limit: 25, delayMs: 0, backoff: "constant" } } });
    const run = await world.submit(TREE);
    while (run.job("root").status !== "FAILED") {
      await world.fail(await run.claim("root"), `try ${run.job("root").attempt}\n${"☃".repeat(100_000)}`);
    }
    await world.platform.settle();
    const row = world.database.jobs.get(run.jobId("root"));
    expect(new TextEncoder().encode(JSON.stringify(row)).length).toBeLessThan(ROW_LIMIT);
    expect(row?.stacktrace.at(-1)).toMatch(/^try 26\n/);
  });
});
