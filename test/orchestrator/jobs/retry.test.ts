import { describe, expect, it } from "vitest";
import { task } from "../world/factories.ts";
import { World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];
const worldWith = (delayMs: number, backoff: "constant" | "linear" | "exponential" = "constant", limit = 2) =>
  new World({ retries: { one: { limit, delayMs, backoff } } });

describe("a task with retries", () => {
  it("is tried again after its delay, and a message before that finds nothing to do", async () => {
    const world = worldWith(10_000);
    const run = await world.submit(CHAIN);
    await world.fail(await run.claim("one"));
    expect(run.statuses).toEqual({ one: "PENDING", two: "BLOCKED" });
    await world.woken();
    await world.platform.advance(9_990);
    expect(await world.orchestrator.claim(run.jobId("one"))).toBeNull();
    expect(await world.woken()).toEqual([]);
    await world.platform.advance(10);
    expect(await world.messages()).toEqual([{ job_id: run.jobId("one"), attempt: 1 }]);
    expect(await run.claim("one")).toMatchObject({ attempt: 2 });
  });

  it("waits longer each time as its backoff says", async () => {
    const world = worldWith(10_000, "exponential", 3);
    const run = await world.submit(CHAIN);
    for (const delayMs of [10_000, 20_000, 40_000]) {
      await world.fail(await run.claim("one"));
      await world.platform.advance(delayMs - 10);
      expect(await world.orchestrator.claim(run.jobId("one"))).toBeNull();
      await world.platform.advance(10);
    }
    await world.fail(await run.claim("one"));
    expect(run.statuses).toEqual({ one: "FAILED", two: "ABANDONED" });
  });

  it("fails when its tries are used up, with the trace of every one of them", async () => {
    const world = worldWith(0);
    const run = await world.submit(CHAIN);
    for (const trace of ["first", "second", "third"]) await world.fail(await run.claim("one"), trace);
    expect(run.job("one")).toMatchObject({ status: "FAILED", attempt: 3, stacktrace: ["first", "second", "third"] });
    expect(run.statuses.two).toBe("ABANDONED");
  });

  it("keeps the traces of its tries until it succeeds", async () => {
    const world = worldWith(0);
    const run = await world.submit(CHAIN);
    await world.fail(await run.claim("one"), "first");
    expect(run.job("one").stacktrace).toEqual(["first"]);
    await run.run("one");
    expect(run.job("one")).toMatchObject({ status: "COMPLETED", attempt: 2, stacktrace: [] });
    expect(run.statuses.two).toBe("PENDING");
  });

  it("without a delay goes to the worker that has time for it, else to the Queue", async () => {
    const world = worldWith(0);
    const run = await world.submit(CHAIN);
    const { next } = await world.fail(await run.claim("one"), "first", true);
    expect(next).toMatchObject({ job_id: run.jobId("one"), attempt: 2 });
    await world.woken();
    if (next !== null) await world.fail(next, "second", false);
    expect(await world.messages()).toEqual([{ job_id: run.jobId("one"), attempt: 2 }]);
  });

  it("holds its outputs between its tries", async () => {
    const world = worldWith(10_000);
    const run = await world.submit(CHAIN);
    await world.fail(await run.claim("one"));
    await world.platform.settle();
    expect(world.node("b").edit_in_progress).toBe(true);
    expect(run.submission.submission_status).toBe("PENDING");
  });

  it("counts thrown errors only: a silent worker takes none of its tries", async () => {
    const world = worldWith(0, "constant", 1);
    const run = await world.submit(CHAIN);
    await run.claim("one");
    await world.platform.advance(60_000);
    await world.fail(await run.claim("one"), "thrown once");
    expect(run.statuses.one).toBe("PENDING");
    await run.run("one");
    expect(run.job("one")).toMatchObject({ status: "COMPLETED", attempt: 3 });
  });
});

it("a task without retries fails with its first error", async () => {
  const world = new World();
  const run = await world.submit(CHAIN);
  await world.fail(await run.claim("one"));
  expect(run.statuses).toEqual({ one: "FAILED", two: "ABANDONED" });
});
