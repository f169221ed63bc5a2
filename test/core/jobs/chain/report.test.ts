import { describe, expect, it } from "vitest";
import { task } from "../../../orchestrator/world/factories.ts";
import { CHAIN, Chained, planOf, THROWN } from "./chained.ts";

function begun(...given: ConstructorParameters<typeof Chained>): Chained {
  const chained = new Chained(...given);
  chained.claim("one");
  return chained;
}

describe("a report of several ends", () => {
  it("publishes them in order, in one transaction", () => {
    const chained = begun();
    const { accepted, goesOn, order } = chained.report({ ends: ["one", "two", "three"], wants_next: true });
    expect({ accepted, goesOn, order }).toEqual({ accepted: [true, true, true], goesOn: false, order: null });
    expect(chained.statuses).toEqual({ one: "COMPLETED", two: "COMPLETED", three: "COMPLETED" });
    expect(chained.node("d").payload?.body).toBe("by three, try 1");
    expect(chained.state.submission(chained.id)?.submission).toMatchObject({
      submission_status: "COMPLETED",
      running_jobs: [],
      pending_jobs: [],
      blocked_jobs: [],
    });
    expect(chained.woken).toEqual(["one"]);
  });

  it("leaves each job the times of all statuses that it went through, in their order", () => {
    const chained = begun();
    chained.report({ ends: ["one", "two", "three"] });
    const { status_change_records } = chained.record("two").job;
    expect(Object.keys(status_change_records)).toEqual(["SUBMITTED", "BLOCKED", "PENDING", "RUNNING", "COMPLETED"]);
    const times = Object.values(status_change_records);
    expect([...times].sort()).toEqual(times);
  });

  it("lets the job begin that the worker runs now, with the try that it was promised", () => {
    const chained = begun();
    expect(chained.report({ ends: ["one"], running: "two" })).toMatchObject({ accepted: [true], goesOn: true });
    expect(chained.statuses).toEqual({ one: "COMPLETED", two: "RUNNING", three: "BLOCKED" });
    expect(chained.attempts).toEqual({ one: 1, two: 1, three: 1 });
    expect(chained.state.hasTimer("job", chained.jobId("two"))).toBe(true);
    expect(chained.report({ ends: ["two", "three"] }).accepted).toEqual([true, true]);
  });

  it("changes nothing when it comes again", () => {
    const chained = begun();
    chained.report({ ends: ["one"], running: "two" });
    expect(chained.report({ ends: ["one"], running: "two" })).toMatchObject({ accepted: [false], goesOn: false });
    expect(chained.node("b").edit_number).toBe(1);
    expect(chained.statuses.two).toBe("RUNNING");
  });

  it("wakes workers for the branches that the chain does not take", () => {
    const fork = [task("one", ["a"], ["b"]), task("left", ["b"], ["l"]), task("right", ["b"], ["r"])];
    const chained = begun([...fork, task("join", ["l", "r"], ["z"])]);
    chained.report({ ends: ["one"], running: "left" });
    expect(chained.woken).toEqual(["one", "right"]);
    chained.report({ ends: ["left"], wants_next: true });
    chained.claim("right");
    const { order } = chained.report({ ends: ["right"], wants_next: true });
    expect(planOf(order)).toEqual(["join"]);
  });

  it("answers with the next chain when the worker has time", () => {
    const chained = begun([task("one", ["a"], ["b"]), task("x", ["b"], ["c"]), task("y", ["b"], ["d"])]);
    const { order } = chained.report({ ends: ["one", "x"], wants_next: true });
    expect(planOf(order)).toEqual(["y"]);
    expect(chained.woken).toEqual(["one"]);
  });
});

describe("a promised job", () => {
  it("fails by itself, and the jobs that need it are abandoned", () => {
    const chained = begun();
    expect(chained.report({ ends: ["one", ["two", THROWN]], returned: ["three"] }).accepted).toEqual([true, true]);
    expect(chained.statuses).toEqual({ one: "COMPLETED", two: "FAILED", three: "ABANDONED" });
    expect(chained.record("two").job.stacktrace).toEqual(["Error: broken"]);
  });

  it("goes to the Queue with the number of its try lowered when the worker gives it back", () => {
    const chained = begun();
    chained.report({ ends: ["one"], returned: ["two", "three"] });
    expect(chained.attempts).toEqual({ one: 1, two: 0, three: 0 });
    expect(chained.woken).toEqual(["one", "two"]);
    expect(planOf(chained.claim("two"))).toEqual(["two", "three"]);
    expect(chained.attempts).toEqual({ one: 1, two: 1, three: 1 });
  });

  it("may be given back while the job before it still runs", () => {
    const chained = begun();
    expect(chained.report({ running: "one", returned: ["two", "three"] })).toMatchObject({ goesOn: true });
    chained.report({ ends: ["one"] });
    expect(chained.woken).toEqual(["one", "two"]);
  });

  it("may have run when its worker is lost: its next try has the next number", () => {
    const chained = begun();
    chained.loseWorkerOf("one");
    expect(chained.record("two").ahead).toBeNull();
    chained.claim("one", false);
    chained.complete("one");
    expect(chained.claim("two")?.attempt).toBe(2);
  });

  it("is promised anew to the next worker, and what the lost one reports changes nothing", () => {
    const chained = begun();
    chained.loseWorkerOf("one");
    const late = new Map(chained.tokens);
    expect(planOf(chained.claim("one"))).toEqual(["one"]);
    const ends = (["one", "two"] as const).map((name) => [name, chained.result(name)] as const);
    for (const [name, token] of late) chained.tokens.set(name, token);
    expect(chained.report({ ends, running: "three" })).toMatchObject({ accepted: [false, false], goesOn: false });
    expect(chained.statuses).toEqual({ one: "RUNNING", two: "BLOCKED", three: "BLOCKED" });
  });

  it("does not count after an end that does not, though it looks as if it might begin", () => {
    const chained = begun();
    const late = new Map(chained.tokens);
    chained.loseWorkerOf("one");
    chained.claim("one", false);
    chained.complete("one");
    for (const [name, token] of late) chained.tokens.set(name, token);
    expect(chained.report({ ends: ["one", "two"] }).accepted).toEqual([false, false]);
    expect(chained.statuses.two).toBe("PENDING");
  });

  it("waits when an editor has reserved what it reads, and runs again afterwards", () => {
    const chained = begun();
    chained.lock("b");
    expect(chained.report({ ends: ["one", "two"], running: "three" })).toMatchObject({
      accepted: [true, false],
      goesOn: false,
    });
    expect(chained.statuses).toEqual({ one: "COMPLETED", two: "BLOCKED", three: "BLOCKED" });
    chained.unlock("b");
    expect(planOf(chained.claim("two"))).toEqual(["two", "three"]);
    expect(chained.attempts).toEqual({ one: 1, two: 2, three: 2 });
  });

  it("runs again with the value that a caller has written by hand meanwhile", () => {
    const chained = begun([...CHAIN.slice(0, 2), task("three", ["b", "c"], ["d"])]);
    chained.report({ ends: ["one"], running: "two" });
    chained.write("b");
    expect(chained.report({ ends: ["two", "three"], wants_next: true }).accepted).toEqual([true, false]);
    expect(chained.attempts.three).toBe(2);
    expect(chained.record("three").job.status).toBe("RUNNING");
  });

  it("counts though a caller has written by hand what the job before it was about to write", () => {
    const chained = begun();
    chained.write("b");
    expect(chained.report({ ends: ["one", "two", "three"] }).accepted).toEqual([true, true, true]);
    expect(chained.node("b")).toMatchObject({ edit_number: 2, payload: { body: "by one, try 1" } });
  });

  it("does not read an input that was written by hand after it was promised", () => {
    const chained = begun([task("one", ["a"], ["b"]), task("two", ["b", "x"], ["c"])]);
    chained.write("x");
    const { accepted, order } = chained.report({ ends: ["one", "two"], wants_next: true });
    expect(accepted).toEqual([true, false]);
    expect(order).toMatchObject({ task_config_id: "two", attempt: 2 });
    expect(order?.inputs.map(({ payload }) => payload?.body)).toEqual(["by one, try 1", "x by hand"]);
  });

  it("is CANCELED at once, as every job that has not begun, and its result does not count", () => {
    const chained = begun();
    chained.cancel("two");
    expect(chained.heartbeat("two")).toBe(true);
    expect(chained.report({ ends: ["one", "two", "three"] }).accepted).toEqual([true, false, false]);
    expect(chained.statuses).toEqual({ one: "COMPLETED", two: "CANCELED", three: "ABANDONED" });
  });

  it("is abandoned with the running job before it that is cancelled", () => {
    const chained = begun();
    chained.cancel("one");
    expect(chained.report({ ends: ["one"], running: "two" })).toMatchObject({ accepted: [true], goesOn: false });
    expect(chained.statuses).toEqual({ one: "COMPLETED", two: "ABANDONED", three: "ABANDONED" });
  });

  it("may go on while the report of the job before it is under way", () => {
    const chained = begun();
    expect(chained.heartbeat("two")).toBe(false);
    chained.loseWorkerOf("one");
    expect(chained.heartbeat("two")).toBe(true);
  });

  it("is another worker's when it was promised anew: an old token may not go on", () => {
    const chained = begun();
    const late = chained.tokens.get("two") ?? 0;
    const failed = { kind: "failed", stacktrace: ["KV is down"], outputs: [], platform_failed: true } as const;
    chained.report({ ends: [["one", failed]] });
    chained.state.nowMs += 60_000;
    expect(planOf(chained.claim("one"))).toEqual(["one", "two", "three"]);
    expect(chained.attempts).toEqual({ one: 2, two: 2, three: 2 });
    expect(chained.heartbeat("two")).toBe(false);
    chained.tokens.set("two", late);
    expect(chained.heartbeat("two")).toBe(true);
    expect(chained.report({ ends: ["one", "two"] }).accepted).toEqual([true, false]);
  });

  it("is claimed like any other job where its worker does not mention it", () => {
    const chained = begun();
    chained.complete("one");
    expect(chained.woken).toEqual(["one", "two"]);
    expect(chained.claim("two")?.attempt).toBe(2);
  });
});

describe("the job of a request that has ended before it has begun", () => {
  it("goes to the Queue at once, with the number of its try lowered", () => {
    const chained = new Chained(CHAIN, undefined, true);
    chained.report({ returned: ["one", "two", "three"] });
    expect(chained.attempts).toEqual({ one: 0, two: 0, three: 0 });
    expect(chained.statuses.one).toBe("PENDING");
    expect(chained.woken).toEqual(["one"]);
  });

  it("goes to the Queue at once when it has begun, and to the queue of long jobs from then on", () => {
    const chained = new Chained(CHAIN, undefined, true);
    const cut = {
      kind: "failed",
      stacktrace: ["over"],
      outputs: [],
      platform_failed: true,
      handed_over: true,
    } as const;
    chained.report({ ends: [["one", cut]], returned: ["two", "three"] });
    expect(chained.woken).toEqual(["one"]);
    expect(chained.state.meta().slowTasks).toEqual(["one"]);
    expect(chained.claim("one")).toMatchObject({ attempt: 2 });
  });
});
