import { describe, expect, it } from "vitest";
import { task, written } from "../world/factories.ts";
import { World } from "../world/world.ts";

const skippable = { skippable: true };
const OLD = "2019-01-01T00:00:00";

/** `a → one → b → two → c → three → d`, all of it written and older than nothing. */
function upToDateWorld() {
  const world = new World();
  world.have(written("a", { last_edit_date: OLD }), written("b"), written("c"), written("d"));
  const tasks = [
    task("one", ["a"], ["b"], skippable),
    task("two", ["b"], ["c"], skippable),
    task("three", ["c"], ["d"], skippable),
  ] as const;
  return { world, tasks };
}

describe("a skippable job whose outputs are good", () => {
  it("is skipped when a worker comes for it, and its outputs are free and unchanged", async () => {
    const { world, tasks } = upToDateWorld();
    const run = await world.submit([tasks[0]]);
    expect(await world.orchestrator.claim(run.jobId("one"))).toBeNull();
    await world.platform.settle();
    expect(run.statuses).toEqual({ one: "SKIPPED" });
    expect(run.submission).toMatchObject({ submission_status: "COMPLETED", is_completed: true });
    expect(world.node("b")).toMatchObject({ edit_in_progress: false, edit_number: 1 });
    expect(world.database.edits.size).toBe(0);
  });

  it("takes the whole chain of skipped jobs with it, in one claim", async () => {
    const { world, tasks } = upToDateWorld();
    const run = await world.submit(tasks);
    await world.woken();
    expect(await world.orchestrator.claim(run.jobId("one"))).toBeNull();
    expect(run.statuses).toEqual({ one: "SKIPPED", two: "SKIPPED", three: "SKIPPED" });
    expect(await world.woken()).toEqual([]);
  });

  it("the worker that skips gets the first job behind it that must run", async () => {
    const { world, tasks } = upToDateWorld();
    const run = await world.submit([tasks[0], tasks[1], task("always", ["c"], ["e"])]);
    expect((await world.orchestrator.claim(run.jobId("one")))?.job_id).toBe(run.jobId("always"));
    expect(run.statuses).toEqual({ one: "SKIPPED", two: "SKIPPED", always: "RUNNING" });
  });

  it("runs anyway when forced", async () => {
    const { world, tasks } = upToDateWorld();
    const run = await world.submit([tasks[0]], { force: true });
    expect((await run.claim("one")).attempt).toBe(1);
  });

  it("runs when an input is newer than the oldest output", async () => {
    const { world, tasks } = upToDateWorld();
    await world.write("a");
    const run = await world.submit(tasks);
    await run.claim("one");
    expect(run.statuses).toEqual({ one: "RUNNING", two: "BLOCKED", three: "BLOCKED" });
  });

  it("runs again after it has run only when something has changed", async () => {
    const { world, tasks } = upToDateWorld();
    await world.write("a");
    const first = await world.submit([tasks[0]]);
    await first.run("one");
    const second = await world.submit([tasks[0]]);
    expect(await world.orchestrator.claim(second.jobId("one"))).toBeNull();
    expect(second.statuses).toEqual({ one: "SKIPPED" });
  });

  it("runs when the validity of an output is over", async () => {
    const { world, tasks } = upToDateWorld();
    world.have(written("b", { validity_days: 1, validity_seconds: 0 }));
    const run = await world.submit([tasks[0]]);
    expect((await run.claim("one")).attempt).toBe(1);
  });
});
