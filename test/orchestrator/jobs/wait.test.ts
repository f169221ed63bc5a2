import { describe, expect, it } from "vitest";
import type { CancelSignal } from "../../../src/core/cancellation.ts";
import { unwrap } from "../../../src/core/errors.ts";
import { dataNode, task } from "../world/factories.ts";
import { createPlatform } from "../world/platform.ts";
import { World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];

/** Whether a promise has settled, without waiting for it. */
function watch<T>(promise: Promise<T>) {
  const watched = { isDone: false, promise };
  void promise.finally(() => {
    watched.isDone = true;
  });
  return watched;
}

describe("waiting for a submission", () => {
  it("answers when its last job has ended, with D1 up to date", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const wait = watch(world.orchestrator.waitForSubmission(run.id, 30_000));
    await run.run("one");
    await world.platform.settle();
    expect(wait.isDone).toBe(false);
    await run.run("two");
    expect(unwrap(await wait.promise).submission.submission_status).toBe("COMPLETED");
    expect(world.database.submissions.get(run.id)?.submission_status).toBe("COMPLETED");
    expect(world.node("c").edit_number).toBe(1);
  });

  it("answers at once when it has ended already, also without any job", async () => {
    const world = new World();
    const [run, empty] = [await world.submit(CHAIN), await world.submit([])];
    await run.cancel("one");
    expect(unwrap(await world.orchestrator.waitForSubmission(run.id, 30_000)).submission.submission_status).toBe(
      "CANCELED",
    );
    expect(unwrap(await world.orchestrator.waitForSubmission(empty.id, 30_000)).submission.id).toBe(empty.id);
  });

  it("keeps no timer when it has been answered", async () => {
    const platform = createPlatform();
    const { sleep } = platform;
    const deadlines: (CancelSignal | undefined)[] = [];
    platform.sleep = (ms, signal) => {
      if (ms === 30_000) deadlines.push(signal);
      return sleep(ms, signal);
    };
    const world = new World({ platform });
    const run = await world.submit(CHAIN);
    const wait = world.orchestrator.waitForSubmission(run.id, 30_000);
    await run.cancel("one");
    await wait;
    expect(deadlines.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it("answers what there is when the time is up", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const wait = watch(world.orchestrator.waitForSubmission(run.id, 30_000));
    await world.platform.advance(29_990);
    expect(wait.isDone).toBe(false);
    await world.platform.advance(10);
    expect(unwrap(await wait.promise)).toMatchObject({
      submission: { submission_status: "PENDING", finished_at: null },
      stored: true,
    });
  });

  it("waits for the jobs of a failed submission that still run", async () => {
    const world = new World();
    const run = await world.submit([...CHAIN, task("slow", ["x"], ["y"])]);
    const slow = await run.claim("slow");
    const wait = watch(world.orchestrator.waitForSubmission(run.id, 30_000));
    await world.fail(await run.claim("one"));
    await world.platform.settle();
    expect(wait.isDone).toBe(false);
    await world.complete(slow);
    expect(unwrap(await wait.promise).submission.submission_status).toBe("FAILED");
  });

  it("is refused for a submission that does not exist, or is deleted meanwhile", async () => {
    const world = new World();
    const answer = await world.orchestrator.waitForSubmission("SUBMISSION_none", 1_000);
    expect(answer).toMatchObject({ ok: false, error: { code: "submission_not_found" } });
    const run = await world.submit(CHAIN);
    const wait = world.orchestrator.waitForSubmission(run.id, 30_000);
    unwrap(await world.orchestrator.purge([], ["SCENARIO_s"], true));
    expect(await wait).toMatchObject({ ok: false, error: { code: "submission_not_found" } });
  });
});

describe("a submit that waits", () => {
  it("is answered with the end, and D1 has all of it: in one batch when that comes soon", async () => {
    const world = new World();
    const wait = watch(world.orchestrator.submit({ ...world.command(CHAIN), wait_ms: 30_000 }));
    for (const name of ["one", "two"]) {
      const [message] = await world.messages();
      expect([wait.isDone, message?.job_id.split("_")[1]]).toEqual([false, name]);
      const order = await world.orchestrator.claim(message?.job_id ?? "");
      if (order !== null) await world.complete(order);
    }
    const { submission, stored } = unwrap(await wait.promise);
    expect([submission.submission_status, stored]).toEqual(["COMPLETED", true]);
    expect(world.database.submissions.get(submission.id)).toEqual(submission);
    expect(world.database.batches).toHaveLength(1);
  });

  it("shows others what goes on when it takes long", async () => {
    const world = new World();
    void world.orchestrator.submit({ ...world.command(CHAIN), wait_ms: 30_000 });
    await world.platform.advance(1_000);
    expect([...world.database.submissions.values()].map((row) => row.submission_status)).toEqual(["PENDING"]);
  });

  it("does not keep from D1 what others change once it has been answered", async () => {
    const world = new World();
    const wait = world.orchestrator.submit({ ...world.command([task("one", ["a"], ["b"])]), wait_ms: 30_000 });
    const [message] = await world.messages();
    const order = await world.orchestrator.claim(message?.job_id ?? "");
    if (order !== null) await world.complete(order);
    await wait;
    const run = await world.submit(CHAIN);
    await run.claim("one");
    await world.platform.settle();
    expect(world.database.jobs.get(run.jobId("one"))?.status).toBe("RUNNING");
  });

  it("is answered with what there is when the time is up, and says when D1 does not know", async () => {
    const world = new World();
    const command = world.command(CHAIN);
    world.database.down = "before";
    const wait = world.orchestrator.submit({ ...command, wait_ms: 1_000 });
    await world.platform.advance(1_000);
    expect(unwrap(await wait)).toMatchObject({ submission: { submission_status: "PENDING" }, stored: false });
  });

  it("was accepted all the same when it is deleted meanwhile", async () => {
    const world = new World();
    const wait = world.orchestrator.submit({ ...world.command(CHAIN), wait_ms: 30_000 });
    unwrap(await world.orchestrator.purge([], ["SCENARIO_s"], true));
    expect(unwrap(await wait)).toMatchObject({ submission: { submission_status: "PENDING" }, stored: true });
    expect(world.database.submissions.size).toBe(0);
  });
});

describe("a request that runs the jobs itself (development)", () => {
  const development = () => new World({ mode: "development" });

  it("gets the jobs one after the other, and null when all have ended and D1 knows", async () => {
    const world = development();
    const run = await world.submit(CHAIN);
    const names: string[] = [];
    for (;;) {
      const order = await world.orchestrator.nextWork(run.id);
      if (order === null) break;
      names.push(order.task_config_id);
      await world.complete(order);
    }
    expect(names).toEqual(["one", "two"]);
    expect(world.database.submissions.get(run.id)?.submission_status).toBe("COMPLETED");
    expect(await world.woken()).toEqual([]);
  });

  it("skips what need not run", async () => {
    const world = development();
    const tasks = [task("one", ["a"], ["b"], { skippable: true }), task("two", ["b"], ["c"], { skippable: true })];
    const first = await world.submit(tasks);
    for (const name of ["one", "two"]) await first.run(name);
    const second = await world.submit(tasks);
    expect(await world.orchestrator.nextWork(second.id)).toBeNull();
    expect(second.statuses).toEqual({ one: "SKIPPED", two: "SKIPPED" });
  });

  it("waits for the job of another submission that writes an input", async () => {
    const world = development();
    const [writer, reader] = [
      await world.submit([task("write", ["a"], ["b"])]),
      await world.submit([task("read", ["b"], ["c"])]),
    ];
    const order = await world.orchestrator.nextWork(writer.id);
    const next = watch(world.orchestrator.nextWork(reader.id));
    await world.platform.settle();
    expect(next.isDone).toBe(false);
    if (order !== null) await world.complete(order);
    expect((await next.promise)?.task_config_id).toBe("read");
  });

  it("ends when what is left is blocked for good, and says which jobs are", async () => {
    const world = development();
    world.have(dataNode("never"));
    const run = await world.submit([task("one", ["a"], ["b"]), task("stuck", ["never", "b"], ["c"])]);
    await run.run("one");
    expect(await world.orchestrator.nextWork(run.id)).toBeNull();
    expect(run.statuses).toEqual({ one: "COMPLETED", stuck: "BLOCKED" });
  });

  it("does not wait for a submission that is itself blocked for good", async () => {
    const world = development();
    world.have(dataNode("never"));
    await world.submit([task("stuck", ["never"], ["b"])]);
    const reader = await world.submit([task("read", ["b"], ["c"])]);
    expect(await world.orchestrator.nextWork(reader.id)).toBeNull();
    expect(reader.statuses).toEqual({ read: "BLOCKED" });
  });

  it("leaves to the Queue what becomes ready after it has gone", async () => {
    const world = development();
    world.have(dataNode("late"));
    const run = await world.submit([task("one", ["late"], ["b"])]);
    expect(await world.orchestrator.nextWork(run.id)).toBeNull();
    await world.write("late");
    expect(await world.woken()).toEqual(["one"]);
  });

  it("waits for a retry's delay", async () => {
    const world = new World({
      mode: "development",
      retries: { one: { limit: 1, delayMs: 5_000, backoff: "constant" } },
    });
    const run = await world.submit(CHAIN);
    const first = await world.orchestrator.nextWork(run.id);
    if (first !== null) await world.fail(first);
    const next = watch(world.orchestrator.nextWork(run.id));
    await world.platform.advance(4_000);
    expect(next.isDone).toBe(false);
    await world.platform.advance(2_000);
    expect(await next.promise).toMatchObject({ task_config_id: "one", attempt: 2 });
  });

  it("that dies leaves its jobs to the Queue", async () => {
    const world = development();
    const run = await world.submit(CHAIN);
    await world.platform.advance(60_000);
    expect(await world.woken()).toContain("one");
    await run.run("one");
    expect(run.statuses).toEqual({ one: "COMPLETED", two: "PENDING" });
    expect(await world.woken()).toEqual(["two"]);
  });

  it("thirty-two of them at once all end", async () => {
    const world = development();
    const drive = async () => {
      const run = await world.submit(CHAIN);
      for (;;) {
        const order = await world.orchestrator.nextWork(run.id);
        if (order === null) return run.submission.submission_status;
        await world.complete(order);
      }
    };
    const ends = await Promise.all(Array.from({ length: 32 }, drive));
    expect(new Set(ends)).toEqual(new Set(["COMPLETED"]));
    await world.platform.settle();
    expect(world.node("c").edit_number).toBe(32);
  });
});
