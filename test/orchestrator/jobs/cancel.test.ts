import { describe, expect, it } from "vitest";
import type { JobStatus } from "../../../src/core/jobs/statuses.ts";
import { inertJob, task, written } from "../world/factories.ts";
import { type Run, World } from "../world/world.ts";

/** `after` needs `target` and `slow`, so it is still blocked when `target` has ended. */
const TASKS = [
  task("before", ["a"], ["b"]),
  task("target", ["b"], ["c"], { skippable: true }),
  task("slow", ["x"], ["y"]),
  task("after", ["c", "y"], ["d"]),
];

const REACH: Record<Exclude<JobStatus, "SUBMITTED">, (world: World, run: Run) => Promise<unknown>> = {
  BLOCKED: async () => undefined,
  PENDING: (_, run) => run.run("before"),
  RUNNING: async (_, run) => {
    await run.run("before");
    await run.claim("target");
  },
  COMPLETED: async (_, run) => {
    await run.run("before");
    await run.run("target");
  },
  SKIPPED: async (world, run) => {
    await run.cancel("before");
    await world.orchestrator.claim(run.jobId("target"));
  },
  FAILED: async (world, run) => {
    await run.run("before");
    await world.fail(await run.claim("target"));
  },
  CANCELED: (_, run) => run.cancel("target"),
  ABANDONED: async (world, run) => {
    await world.fail(await run.claim("before"));
  },
};

async function reach(status: Exclude<JobStatus, "SUBMITTED">) {
  const world = new World();
  // A job is skipped when its outputs are good; no job of the submission writes its input.
  if (status === "SKIPPED") world.have(written("b"), written("c"), written("other"));
  const tasks = status === "SKIPPED" ? [task("before", ["a"], ["other"]), ...TASKS.slice(1)] : TASKS;
  const run = await world.submit(tasks);
  await REACH[status](world, run);
  expect(run.statuses.target).toBe(status);
  return { world, run };
}

const AFTERWARDS: readonly [Exclude<JobStatus, "SUBMITTED">, JobStatus, JobStatus][] = [
  ["BLOCKED", "CANCELED", "ABANDONED"],
  ["PENDING", "CANCELED", "ABANDONED"],
  ["RUNNING", "RUNNING", "ABANDONED"],
  ["COMPLETED", "COMPLETED", "ABANDONED"],
  ["SKIPPED", "SKIPPED", "ABANDONED"],
  ["FAILED", "FAILED", "ABANDONED"],
  ["CANCELED", "CANCELED", "ABANDONED"],
  ["ABANDONED", "ABANDONED", "ABANDONED"],
];

describe.each([{ force: false }, { force: true }])("cancelling with force=$force", ({ force }) => {
  it.each(AFTERWARDS)("a job that is %s makes it %s and what follows it %s", async (status, target, after) => {
    const { world, run } = await reach(status);
    const before = run.statuses.after;
    expect(before).toBe(["FAILED", "CANCELED", "ABANDONED"].includes(status) ? "ABANDONED" : "BLOCKED");
    await run.cancel("target", force);
    expect(run.statuses).toMatchObject({ target, after });
    await run.run("slow");
    expect(run.statuses).toMatchObject({ slow: "COMPLETED", after });
    expect(world.node("d").edit_in_progress).toBe(false);
  });

  it("a job that reads its own output makes it CANCELED, and its node can be deleted", async () => {
    const world = new World();
    const run = await world.submit([task("own", ["a"], ["a"])]);
    expect(run.statuses).toEqual({ own: "BLOCKED" });
    await run.cancel("own", force);
    expect(run.statuses).toEqual({ own: "CANCELED" });
    expect(run.submission).toMatchObject({ submission_status: "CANCELED", is_abandoned: false });
    expect(await world.orchestrator.deleteDataNode(world.node("a"))).toMatchObject({ ok: true });
  });

  it("a job on a circle makes it CANCELED and the other jobs of the circle ABANDONED", async () => {
    const run = await new World().submit([task("one", ["a"], ["b"]), task("two", ["b"], ["a"])]);
    await run.cancel("one", force);
    expect(run.statuses).toEqual({ one: "CANCELED", two: "ABANDONED" });
  });

  it("a job made by hand makes it CANCELED", async () => {
    const world = new World();
    await world.orchestrator.createJob(inertJob("JOB_t_1"));
    const answer = await world.orchestrator.cancelJob("JOB_t_1", force);
    expect(answer).toMatchObject({ ok: true, value: { value: { status: "CANCELED" }, stored: true } });
  });

  it("a job that does not exist is refused", async () => {
    const answer = await new World().orchestrator.cancelJob("JOB_none", force);
    expect(answer).toMatchObject({
      ok: false,
      error: { code: "job_not_found", message: "Job: JOB_none does not exist." },
    });
  });

  it.each(["FAILED", "CANCELED", "ABANDONED"] as const)("a job that is %s changes nothing", async (status) => {
    const { world, run } = await reach(status);
    const before = [run.job("target"), run.submission];
    await run.cancel("target", force);
    expect([run.job("target"), run.submission]).toEqual(before);
    expect(world.node("c").edit_in_progress).toBe(false);
  });
});

describe("a job cancelled before it has begun", () => {
  it.each(["BLOCKED", "PENDING"] as const)("frees its outputs and those behind it when it was %s", async (status) => {
    const { world, run } = await reach(status);
    await run.cancel("target");
    expect([world.node("c"), world.node("d")].map((node) => node.edit_in_progress)).toEqual([false, false]);
    expect(run.submission).toMatchObject({ submission_status: "CANCELED", is_canceled: true });
  });

  it("is not run by a message that comes late, and no alarm asks for it again", async () => {
    const { world, run } = await reach("PENDING");
    await run.cancel("target");
    await run.cancel("slow");
    await world.woken();
    expect(await world.orchestrator.claim(run.jobId("target"))).toBeNull();
    await world.platform.advance(3_600_000);
    expect(await world.woken()).toEqual([]);
  });

  it("sets other submissions free that only waited for its outputs", async () => {
    const world = new World();
    world.have(written("c"));
    const run = await world.submit(TASKS);
    const waiting = await world.submit([task("reader", ["c"], ["e"])]);
    expect(waiting.statuses).toEqual({ reader: "BLOCKED" });
    await run.cancel("before");
    expect(waiting.statuses).toEqual({ reader: "PENDING" });
  });
});

describe("a running job that is cancelled", () => {
  it("holds its outputs until it ends, and publishes them", async () => {
    const { world, run } = await reach("PENDING");
    const order = await run.claim("target");
    await run.cancel("target");
    expect([world.node("c"), world.node("d")].map((node) => node.edit_in_progress)).toEqual([true, false]);
    expect((await world.complete(order)).accepted).toBe(true);
    await world.platform.settle();
    expect(world.node("c")).toMatchObject({ edit_in_progress: false, edit_number: 1 });
  });

  it("must stop only when it is cancelled by force", async () => {
    const { world, run } = await reach("PENDING");
    const { job_id, token } = await run.claim("target");
    await run.cancel("target");
    expect(await world.orchestrator.heartbeat(job_id, token)).toEqual({ aborted: false });
    await run.cancel("target", true);
    expect(await world.orchestrator.heartbeat(job_id, token)).toEqual({ aborted: true });
  });

  it("is CANCELED when it stops after force, and not tried again", async () => {
    const world = new World({ retries: { target: { limit: 5, delayMs: 0, backoff: "constant" } } });
    const run = await world.submit(TASKS);
    await run.run("before");
    const order = await run.claim("target");
    await run.cancel("target", true);
    await world.fail(order, "aborted");
    expect(run.job("target")).toMatchObject({ status: "CANCELED", stacktrace: ["aborted"] });
    await world.platform.settle();
    expect(world.node("c").edit_in_progress).toBe(false);
  });

  it("is COMPLETED when it ends well in spite of force", async () => {
    const { world, run } = await reach("PENDING");
    const order = await run.claim("target");
    await run.cancel("target", true);
    await world.complete(order);
    expect(run.statuses).toMatchObject({ target: "COMPLETED", after: "ABANDONED" });
  });

  it("is CANCELED when its worker dies after force", async () => {
    const { world, run } = await reach("RUNNING");
    await run.cancel("target", true);
    await world.platform.advance(60_000);
    expect(run.statuses.target).toBe("CANCELED");
  });
});
