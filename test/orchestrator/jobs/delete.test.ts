import { describe, expect, it, vi } from "vitest";
import { unwrap } from "../../../src/core/errors.ts";
import { dataNode, inertJob, task, written } from "../world/factories.ts";
import { World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];

describe("deleting a job", () => {
  it("removes one that has ended, from the object and from D1", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.run("one");
    expect(unwrap(await world.orchestrator.deleteJob(run.jobId("one"))).stored).toBe(true);
    expect(world.store.job(run.jobId("one"))).toBeNull();
    expect([...world.database.jobs.keys()]).toEqual([run.jobId("two")]);
    await run.run("two");
    expect(run.submission.submission_status).toBe("COMPLETED");
  });

  it.each(["BLOCKED", "PENDING", "RUNNING"])("is refused while it is %s", async (status) => {
    const world = new World();
    const run = await world.submit(CHAIN);
    if (status === "RUNNING") await run.claim("one");
    const name = status === "BLOCKED" ? "two" : "one";
    expect(run.statuses[name]).toBe(status);
    const id = run.jobId(name);
    expect(await world.orchestrator.deleteJob(id)).toMatchObject({
      ok: false,
      error: { code: "job_not_finished", message: `Job: ${id} cannot be deleted.` },
    });
    expect(world.database.jobs.has(id)).toBe(true);
  });

  it("is refused when there is none", async () => {
    expect(await new World().orchestrator.deleteJob("JOB_none")).toMatchObject({
      ok: false,
      error: { code: "job_not_found", message: "Job: JOB_none does not exist." },
    });
  });
});

describe("deleting a submission", () => {
  it("removes it and its jobs once all of them have ended", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    expect(await world.orchestrator.deleteSubmission(run.id)).toMatchObject({
      ok: false,
      error: { code: "submission_not_finished" },
    });
    await run.run("one");
    await run.run("two");
    unwrap(await world.orchestrator.deleteJob(run.jobId("one")));
    unwrap(await world.orchestrator.deleteSubmission(run.id));
    expect([world.database.submissions.size, world.database.jobs.size]).toEqual([0, 0]);
    expect(await world.orchestrator.deleteSubmission(run.id)).toMatchObject({
      ok: false,
      error: { code: "submission_not_found" },
    });
  });
});

describe("a job made by hand", () => {
  it("is stored as it is, and never run", async () => {
    const world = new World();
    const { value, stored } = unwrap(await world.orchestrator.createJob(inertJob("JOB_t_1")));
    expect([value.status, stored]).toEqual(["SUBMITTED", true]);
    expect(world.database.jobs.get("JOB_t_1")).toMatchObject({ status: "SUBMITTED", attempt: 0 });
    expect(await world.woken()).toEqual([]);
    expect(await world.orchestrator.claim("JOB_t_1")).toBeNull();
    await world.platform.advance(3_600_000);
    expect(world.job("JOB_t_1").status).toBe("SUBMITTED");
    expect(world.alarmAtMs).toBeNull();
  });

  it("is deleted once it is cancelled, not before", async () => {
    const world = new World();
    await world.orchestrator.createJob(inertJob("JOB_t_1"));
    expect(await world.orchestrator.deleteJob("JOB_t_1")).toMatchObject({ ok: false });
    unwrap(await world.orchestrator.cancelJob("JOB_t_1", false));
    unwrap(await world.orchestrator.deleteJob("JOB_t_1"));
    expect(world.database.jobs.size).toBe(0);
  });
});

describe("deleting a data node", () => {
  it("removes it from D1, once and for all", async () => {
    const world = new World();
    world.have(written("a"));
    const node = world.node("a");
    expect(unwrap(await world.orchestrator.deleteDataNode(node)).stored).toBe(true);
    expect(world.database.dataNodes.has("a")).toBe(false);
    const minute = 60_000_000;
    for (const answer of [
      await world.orchestrator.lockDataNode(node, "alice", minute, null),
      await world.orchestrator.unlockDataNode(node, null),
      await world.orchestrator.writeDataNode({
        data_node: node,
        payload: node.payload as never,
        editor_id: null,
        comment: null,
      }),
    ]) {
      expect(answer).toMatchObject({ ok: false, error: { code: "data_node_not_found" } });
    }
  });

  it("lets a job that writes it, and those behind it, go on to their ends", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const order = await run.claim("one");
    unwrap(await world.orchestrator.deleteDataNode(world.node("b")));
    expect(run.statuses).toEqual({ one: "RUNNING", two: "BLOCKED" });
    await world.complete(order);
    await run.run("two");
    await world.platform.settle();
    expect(run.statuses).toEqual({ one: "COMPLETED", two: "COMPLETED" });
    expect(world.database.dataNodes.has("b")).toBe(false);
    expect(world.database.edits.has("b#1")).toBe(false);
    // D1 gets the edit all the same: it has the value swept.
    expect(world.database.batches.flatMap(({ edits }) => edits.map((edit) => edit.data_node_id))).toContain("b");
  });

  it("fails the jobs that wait for it in vain, and abandons what follows", async () => {
    const world = new World();
    world.have(dataNode("never"));
    const run = await world.submit([task("one", ["never"], ["b"]), task("two", ["b"], ["c"])]);
    unwrap(await world.orchestrator.deleteDataNode(world.node("never")));
    expect(run.statuses).toEqual({ one: "FAILED", two: "ABANDONED" });
    expect(run.job("one").stacktrace).toEqual(["DataNode: never does not exist."]);
    expect(run.submission.finished_at).not.toBeNull();
  });

  it("fails the first job that waits for it in vain, and only abandons one that needs that job and waits for it, too", async () => {
    const world = new World();
    world.have(dataNode("never"));
    const run = await world.submit([task("one", ["never"], ["b"]), task("two", ["never", "b"], ["c"])]);
    unwrap(await world.orchestrator.deleteDataNode(world.node("never")));
    expect(run.statuses).toEqual({ one: "FAILED", two: "ABANDONED" });
    expect(run.job("two").stacktrace).toEqual([]);
  });

  it("fails a submission that was read before and arrives after, and nothing of it runs", async () => {
    const world = new World();
    world.have(dataNode("never"), written("b"));
    const command = world.command([task("one", ["never"], ["b"]), task("two", ["b"], ["c"])]);
    unwrap(await world.orchestrator.deleteDataNode(world.node("never")));
    const { submission } = unwrap(await world.orchestrator.submit(command));
    await world.platform.settle();
    const statuses = submission.job_ids.map((id) => world.database.jobs.get(id)?.status);
    expect(statuses).toEqual(["FAILED", "ABANDONED"]);
    expect(await world.woken()).toEqual([]);
  });

  it("fails other submissions that wait for it when its writer fails, too", async () => {
    const world = new World();
    const writer = await world.submit([task("one", ["a"], ["b"])]);
    const reader = await world.submit([task("read", ["b"], ["c"])]);
    const order = await writer.claim("one");
    unwrap(await world.orchestrator.deleteDataNode(world.node("b")));
    expect(reader.statuses).toEqual({ read: "BLOCKED" });
    await world.fail(order);
    expect(reader.statuses).toEqual({ read: "FAILED" });
  });

  it("that has a value leaves that value to the jobs that were to read it", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    unwrap(await world.orchestrator.deleteDataNode(world.node("a")));
    expect((await run.claim("one")).inputs[0]?.payload?.body).toBe("default of a");
  });
});

describe("a purge", () => {
  it("of many jobs reads them once, not once for each", async () => {
    const world = new World();
    const tasks = Array.from({ length: 50 }, (_, index) => task(`t${index}`, ["a"], [`out${index}`]));
    await world.submit(tasks);
    // Nothing of them is in memory.
    world.evict();
    const queries = vi.spyOn(world.sql, "all");
    unwrap(await world.orchestrator.purge([], ENTITY, true));
    const ofJobs = queries.mock.calls.filter(([query]) => /\bjobs\b/.test(query));
    expect(ofJobs.length).toBeLessThan(tasks.length);
  });

  const ENTITY = ["SCENARIO_s"];

  it("is refused while a job has not ended, and names it", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.run("one");
    const answer = await world.orchestrator.purge(["TASK_one", "TASK_two"], ENTITY, false);
    expect(answer).toMatchObject({ ok: false, error: { code: "jobs_unfinished" } });
    expect(answer.ok ? "" : answer.error.message).toContain(run.jobId("two"));
    expect(run.statuses).toEqual({ one: "COMPLETED", two: "PENDING" });
  });

  it("forgets jobs and submissions that have ended, in D1 too", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.cancel("one");
    unwrap(await world.orchestrator.purge([], ENTITY, false));
    expect([world.store.submission(run.id), run.statuses]).toEqual([null, {}]);
    expect([world.database.submissions.size, world.database.jobs.size]).toEqual([0, 0]);
  });

  it("with force ends running jobs: their locks go, their workers must stop, and none of their results is published", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const order = await run.claim("one");
    unwrap(await world.orchestrator.purge([], ENTITY, true));
    expect([world.node("b"), world.node("c")].map((node) => node.edit_in_progress)).toEqual([false, false]);
    expect(await world.orchestrator.heartbeat(order.job_id, order.token)).toEqual({ aborted: true });
    expect((await world.complete(order)).accepted).toBe(false);
    await world.platform.advance(3_600_000);
    expect([world.database.jobs.size, world.database.edits.size, world.alarmAtMs]).toEqual([0, 0, null]);
  });

  it("of a task abandons what waits for its jobs, so that the rest of the submission ends", async () => {
    const world = new World();
    world.have(written("b"));
    const run = await world.submit([...CHAIN, task("three", ["c"], ["d"]), task("alone", ["x"], ["y"])]);
    unwrap(await world.orchestrator.purge(["TASK_one"], [], true));
    expect(run.statuses).toEqual({ two: "ABANDONED", three: "ABANDONED", alone: "PENDING" });
    await run.run("alone");
    expect(run.submission.finished_at).not.toBeNull();
  });

  it("of a task leaves the jobs of others alone", async () => {
    const world = new World();
    const [run, other] = [await world.submit(CHAIN), await world.submit([task("other", ["x"], ["y"])])];
    await run.cancel("one");
    unwrap(await world.orchestrator.purge(["TASK_one", "TASK_two"], [], false));
    expect(other.statuses).toEqual({ other: "PENDING" });
  });

  it("sets other submissions free that waited for its jobs", async () => {
    const world = new World();
    world.have(written("c"));
    await world.submit(CHAIN);
    const other = await world.submit([task("read", ["c"], ["e"])], { entity: { entity_id: "SCENARIO_2" } });
    expect(other.statuses).toEqual({ read: "BLOCKED" });
    await world.woken();
    unwrap(await world.orchestrator.purge([], ENTITY, true));
    expect(other.statuses).toEqual({ read: "PENDING" });
    expect(await world.woken()).toEqual(["read"]);
  });

  it("forgets jobs made by hand without force: these never run", async () => {
    const world = new World();
    await world.orchestrator.createJob(inertJob("JOB_t_1"));
    unwrap(await world.orchestrator.purge(["TASK_t"], [], false));
    expect(world.database.jobs.size).toBe(0);
  });

  it("is refused when D1 does not answer: the caller must not delete rows that would come back", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.cancel("one");
    world.database.down = "before";
    expect(await world.orchestrator.purge([], ENTITY, false)).toMatchObject({
      ok: false,
      error: { code: "database_unavailable" },
    });
    world.database.down = null;
    unwrap(await world.orchestrator.purge([], ENTITY, false));
    expect(world.database.jobs.size).toBe(0);
  });
});
