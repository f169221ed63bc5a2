import { describe, expect, it } from "vitest";
import { dataNode, task, written } from "../world/factories.ts";
import { World } from "../world/world.ts";

describe("an accepted submission", () => {
  it("has one job a task, each after those that write its inputs, whatever the order of the configuration", async () => {
    const world = new World();
    const run = await world.submit([
      task("last", ["b", "c"], ["d"]),
      task("left", ["a"], ["b"]),
      task("right", ["a"], ["c"]),
      task("first", [], ["a"]),
    ]);
    expect(run.jobIds.map((id) => world.job(id).task_config_id)).toEqual(["first", "left", "right", "last"]);
  });

  it("starts the jobs whose inputs are there and blocks the others", async () => {
    const world = new World();
    const run = await world.submit([task("one", ["a"], ["b"]), task("two", ["b"], ["c"]), task("alone", [], [])]);
    expect(run.statuses).toEqual({ one: "PENDING", two: "BLOCKED", alone: "PENDING" });
    expect(await world.messages()).toEqual([
      { job_id: run.jobId("one"), attempt: 0 },
      { job_id: run.jobId("alone"), attempt: 0 },
    ]);
  });

  it("blocks a job on a node that it is about to write itself, although the node has an old value", async () => {
    const world = new World();
    world.have(written("b"));
    const run = await world.submit([task("two", ["b"], ["c"]), task("one", ["a"], ["b"])]);
    expect(run.statuses).toEqual({ one: "PENDING", two: "BLOCKED" });
  });

  it("does not block a job on its own output", async () => {
    const world = new World();
    world.have(written("counter"));
    const run = await world.submit([task("increment", ["counter"], ["counter"])]);
    expect(run.statuses).toEqual({ increment: "PENDING" });
  });

  it("blocks a job on an input that was never written", async () => {
    const world = new World();
    world.have(dataNode("a"));
    const run = await world.submit([task("one", ["a"], ["b"])]);
    expect(run.statuses).toEqual({ one: "BLOCKED" });
    expect(run.submission.submission_status).toBe("BLOCKED");
    expect(await world.woken()).toEqual([]);
  });

  it("locks every output until its job has ended", async () => {
    const world = new World();
    const run = await world.submit([task("one", ["a"], ["b"]), task("two", ["b"], ["c"])]);
    expect([world.node("a"), world.node("b"), world.node("c")].map((node) => node.edit_in_progress)).toEqual([
      false,
      true,
      true,
    ]);
    await run.run("one");
    await world.platform.settle();
    expect([world.node("b"), world.node("c")].map((node) => node.edit_in_progress)).toEqual([false, true]);
  });

  it("is in D1 when the caller is answered", async () => {
    const world = new World();
    const run = await world.submit([task("one", ["a"], ["b"])]);
    expect(world.database.submissions.get(run.id)).toEqual(run.submission);
    expect(world.database.jobs.get(run.jobId("one"))).toEqual(run.job("one"));
  });

  it("names the entity that was submitted and the domain that runs it", async () => {
    const world = new World();
    const entity = { entity_id: "TASK_one", entity_type: "TASK" as const, entity_config_id: "one", version: "1.0" };
    const run = await world.submit([task("one", ["a"], ["b"], { version: "1.0" })], { force: true, entity });
    expect(run.submission).toMatchObject({ ...entity, domain: world.domain, finished_at: null });
    expect(run.job("one")).toMatchObject({
      task_id: "TASK_one",
      submit_id: run.id,
      submit_entity_id: "TASK_one",
      version: "1.0",
      force: true,
      attempt: 0,
      stacktrace: [],
    });
  });

  it("without tasks has ended at once, and its status says that nothing happened", async () => {
    const world = new World();
    const run = await world.submit([]);
    expect(run.submission).toMatchObject({ submission_status: "SUBMITTED", job_ids: [] });
    expect(run.submission.finished_at).not.toBeNull();
  });

  it("is refused when another object owns one of its outputs, and leaves nothing behind", async () => {
    const world = new World();
    world.have(dataNode("b", { domain: "elsewhere" }));
    const answer = await world.orchestrator.submit(world.command([task("one", ["a"], ["b"])]));
    expect(answer).toMatchObject({ ok: false, error: { code: "configuration_changed" } });
    expect(world.store.submissionsOf(["SCENARIO_s"])).toEqual([]);
    expect(world.store.jobsOf(["TASK_one"], [])).toEqual([]);
    // Copies of the data nodes leave by one alarm.
    await world.platform.advance(10 * 60_000);
    expect([...world.sql.all("SELECT * FROM journal"), ...world.sql.all("SELECT * FROM nodes")]).toEqual([]);
    expect(world.alarmAtMs).toBeNull();
  });
});

describe("the order of things", () => {
  it("gives every change a time of its own, also when the clock stands still or goes back", async () => {
    const world = new World();
    const run = await world.submit([task("one", ["a"], ["b"])]);
    const order = await run.claim("one");
    world.platform.nowMs -= 60_000;
    await world.complete(order);
    const { SUBMITTED = "", RUNNING = "", COMPLETED = "" } = run.job("one").status_change_records;
    expect([SUBMITTED, RUNNING, COMPLETED]).toEqual([...new Set([SUBMITTED, RUNNING, COMPLETED])].sort());
  });

  it("lets a submission's status follow its jobs", async () => {
    const world = new World();
    const run = await world.submit([task("one", ["a"], ["b"]), task("two", ["b"], ["c"])]);
    const seen = [run.submission.submission_status];
    for (const name of ["one", "two"]) {
      const order = await run.claim(name);
      seen.push(run.submission.submission_status);
      await world.complete(order);
      seen.push(run.submission.submission_status);
    }
    expect(seen).toEqual(["PENDING", "RUNNING", "PENDING", "RUNNING", "COMPLETED"]);
    expect(run.submission.finished_at).toBe(run.job("two").status_change_records.COMPLETED);
  });
});
