import { describe, expect, it } from "vitest";
import { task, written } from "../world/factories.ts";
import { valueBy, World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"]), task("three", ["c"], ["d"])];
const FORK = [task("one", ["a"], ["b"]), task("left", ["b"], ["c"]), task("right", ["b"], ["d"])];

describe("a work order", () => {
  it("carries what the worker needs", async () => {
    const world = new World();
    const run = await world.submit([task("mix", ["a", "b"], ["c", "d"])]);
    expect(await run.claim("mix")).toMatchObject({
      job_id: run.jobId("mix"),
      task_config_id: "mix",
      submission_id: run.id,
      attempt: 1,
      lease_ms: 60_000,
      inputs: [
        { id: "a", payload: { body: "default of a" } },
        { id: "b", payload: { body: "default of b" } },
      ],
      outputs: [{ id: "c" }, { id: "d" }],
    });
  });

  it("names its outputs without their values, which may be large", async () => {
    const world = new World();
    world.have(written("b"));
    const run = await world.submit([task("one", ["a"], ["b"])]);
    const order = await run.claim("one");
    const { id, config_id, version, domain, scope, storage_type, owner_id, ...b } = written("b");
    const { validity_days, validity_seconds, properties } = b;
    const identity = { id, config_id, version, domain, scope, storage_type, owner_id };
    expect(order.outputs).toEqual([{ ...identity, validity_days, validity_seconds, properties }]);
  });

  it("is given once: a second message finds nothing to do", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.claim("one");
    expect(await world.orchestrator.claim(run.jobId("one"))).toBeNull();
  });

  it("is not given for a job that is blocked, has ended or does not exist", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    expect(await world.orchestrator.claim(run.jobId("two"))).toBeNull();
    await run.run("one");
    expect(await world.orchestrator.claim(run.jobId("one"))).toBeNull();
    expect(await world.orchestrator.claim("JOB_unknown")).toBeNull();
  });
});

describe("a job that ends well", () => {
  it("publishes each output once, with its own name in the edit", async () => {
    const world = new World();
    const run = await world.submit([task("mix", ["a"], ["b", "c"])]);
    const order = await run.claim("mix");
    await world.complete(order);
    await world.platform.settle();
    for (const id of ["b", "c"]) {
      expect(world.database.edits.get(`${id}#1`)).toMatchObject({
        job_id: run.jobId("mix"),
        editor_id: null,
        comment: null,
        timestamp: world.node(id).last_edit_date,
        body: valueBy(order, id),
      });
      expect(world.node(id)).toMatchObject({ edit_number: 1, payload: { body: valueBy(order, id) } });
    }
  });

  it("hands the next job to the same worker, with fresh inputs, and wakes no other worker for it", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const first = await run.claim("one");
    await world.woken();
    const { accepted, next } = await world.complete(first, true);
    expect(accepted).toBe(true);
    expect(next).toMatchObject({
      job_id: run.jobId("two"),
      inputs: [{ id: "b", payload: { body: valueBy(first, "b") } }],
    });
    expect(run.statuses).toEqual({ one: "COMPLETED", two: "RUNNING", three: "BLOCKED" });
    expect(await world.woken()).toEqual([]);
  });

  it("wakes another worker for what follows when this one has no time", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const first = await run.claim("one");
    await world.woken();
    expect(await world.complete(first, false)).toEqual({ accepted: true, next: null });
    expect(run.statuses).toEqual({ one: "COMPLETED", two: "PENDING", three: "BLOCKED" });
    expect(await world.woken()).toEqual(["two"]);
  });

  it("keeps one branch for its worker and wakes others for the rest", async () => {
    const world = new World();
    const run = await world.submit(FORK);
    const first = await run.claim("one");
    await world.woken();
    const { next } = await world.complete(first, true);
    expect(next?.job_id).toBe(run.jobId("left"));
    expect(await world.woken()).toEqual(["right"]);
    expect(run.statuses).toEqual({ one: "COMPLETED", left: "RUNNING", right: "PENDING" });
  });

  it("hands over nothing while a parallel branch has not ended", async () => {
    const world = new World();
    const run = await world.submit([...FORK, task("join", ["c", "d"], ["e"])]);
    await run.run("one");
    const [left, right] = [await run.claim("left"), await run.claim("right")];
    expect((await world.complete(left, true)).next).toBeNull();
    expect((await world.complete(right, true)).next?.job_id).toBe(run.jobId("join"));
  });

  it("hands over jobs of its own submission only", async () => {
    const world = new World();
    const first = await world.submit([task("one", ["a"], ["b"])]);
    const second = await world.submit([task("reader", ["b"], ["c"])], { entity: { entity_id: "SCENARIO_2" } });
    const order = await first.claim("one");
    await world.woken();
    expect((await world.complete(order, true)).next).toBeNull();
    expect(second.statuses).toEqual({ reader: "PENDING" });
    expect(await world.woken()).toEqual(["reader"]);
  });

  it("a value for a node that is not its output is not published", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const order = await run.claim("one");
    const foreignOutput = { data_node_id: "a", payload: { ...world.node("a").payload, body: "stolen" } as never };
    await world.end(order, { kind: "completed", outputs: [foreignOutput] });
    await world.platform.settle();
    expect(world.database.edits.size).toBe(0);
    expect(world.node("a")).toMatchObject({ edit_number: 1, payload: { body: "default of a" } });
  });
});
