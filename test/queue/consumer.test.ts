import { describe, expect, it } from "vitest";
import { CHAIN_MS, INVOCATION_MS, REPORTS_MS } from "../../src/core/job-limits.ts";
import { runSubmission } from "../../src/queue/chain.ts";
import { consumeDeadLetters, consumeJobs } from "../../src/queue/consumer.ts";
import { createWorker, message, order, wakeUp } from "./worker.ts";

const forever = () => new Promise<never>(() => undefined);
const ordersOf = (...ids: readonly string[]) =>
  ids.map((id) => [`JOB_${id}`, order({ job_id: `JOB_${id}`, task_config_id: id })] as const);

describe("a message", () => {
  it("is acknowledged when its job is claimed, before the job has ended", async () => {
    const worker = createWorker({ slow: forever });
    for (const [id, given] of ordersOf("slow")) worker.orders.set(id, given);
    const sent = wakeUp("JOB_slow");
    void consumeJobs(worker.deps, { messages: [sent] });
    await worker.platform.settle();
    expect([sent.outcome, worker.completions]).toEqual(["acked", []]);
  });

  it("is acknowledged when there is nothing to do", async () => {
    const worker = createWorker();
    const sent = wakeUp("JOB_gone");
    await consumeJobs(worker.deps, { messages: [sent] });
    expect([sent.outcome, worker.completions]).toEqual(["acked", []]);
  });

  it("is asked for again when its job could not be claimed", async () => {
    const worker = createWorker();
    worker.orders.set("JOB_t", new Error("object overloaded"));
    const sent = wakeUp("JOB_t");
    await consumeJobs(worker.deps, { messages: [sent] });
    expect(sent.outcome).toBe("retried");
    expect(worker.platform.log).toEqual([
      { event: "message_failed", fields: { job_id: "JOB_t", error: "Error: object overloaded" } },
    ]);
  });

  it("that is asked for again comes later: an object that was just away is not given up at once", async () => {
    const worker = createWorker();
    worker.orders.set("JOB_t", new Error("object overloaded"));
    const sent = wakeUp("JOB_t");
    await consumeJobs(worker.deps, { messages: [sent] });
    expect(sent.delaySeconds).toBeGreaterThanOrEqual(10);
  });

  it.each([[null], ["text"], [{}], [{ v: 2, domain: "d", job_id: "j", attempt: 0 }], [{ v: 1, job_id: "j" }]])(
    "that says %j is acknowledged and logged, without its content",
    async (body) => {
      const worker = createWorker();
      const sent = message(body);
      await consumeJobs(worker.deps, { messages: [sent] });
      expect(sent.outcome).toBe("acked");
      expect(worker.platform.log).toEqual([
        { event: "message_not_understood", fields: { issues: expect.any(Number) } },
      ]);
    },
  );

  it("is not delivered again when the end of its job could not be reported: the lease stands in for it", async () => {
    const worker = createWorker({ t: () => undefined });
    for (const [id, given] of ordersOf("t")) worker.orders.set(id, given);
    worker.broken = new Error("object gone");
    const sent = wakeUp("JOB_t");
    await consumeJobs(worker.deps, { messages: [sent] });
    expect(sent.outcome).toBe("acked");
    expect(worker.platform.log.map(({ event }) => event)).toEqual(["chain_broken"]);
  });
});

describe("a batch", () => {
  it("runs its jobs side by side", async () => {
    const meeting = Promise.withResolvers<void>();
    const worker = createWorker({ first: () => meeting.promise, second: () => meeting.resolve() });
    for (const [id, given] of ordersOf("first", "second")) worker.orders.set(id, given);
    await consumeJobs(worker.deps, { messages: [wakeUp("JOB_first"), wakeUp("JOB_second")] });
    expect(worker.completions.map(({ job_id }) => job_id).sort()).toEqual(["JOB_first", "JOB_second"]);
  });

  it("settles each message by itself", async () => {
    const worker = createWorker({ good: () => undefined });
    for (const [id, given] of ordersOf("good")) worker.orders.set(id, given);
    worker.orders.set("JOB_bad", new Error("no"));
    const messages = [wakeUp("JOB_bad"), wakeUp("JOB_good"), message("garbage")];
    await consumeJobs(worker.deps, { messages });
    expect(messages.map(({ outcome }) => outcome)).toEqual(["retried", "acked", "acked"]);
    expect(worker.completions).toHaveLength(1);
  });

  it("that is `returned` ends when its jobs are claimed; they go on behind it", async () => {
    const end = Promise.withResolvers<void>();
    const worker = createWorker({ slow: () => end.promise }, { queueHandler: "returns" });
    for (const [id, given] of ordersOf("slow")) worker.orders.set(id, given);
    await consumeJobs(worker.deps, { messages: [wakeUp("JOB_slow")] });
    expect(worker.completions).toEqual([]);
    end.resolve();
    await Promise.all(worker.background);
    expect(worker.completions).toHaveLength(1);
  });

  it("that is `awaited` lasts as long as its slowest job, since the platform cuts what goes on behind it", async () => {
    const end = Promise.withResolvers<void>();
    const worker = createWorker({ slow: () => end.promise, quick: () => undefined }, { queueHandler: "awaits" });
    for (const [id, given] of ordersOf("slow", "quick")) worker.orders.set(id, given);
    let isOver = false;
    const messages = [wakeUp("JOB_slow"), wakeUp("JOB_quick")];
    const batch = consumeJobs(worker.deps, { messages }).then(() => {
      isOver = true;
    });
    await worker.platform.advance(10 * 60_000);
    expect(isOver).toBe(false);
    expect(worker.completions.map(({ job_id }) => job_id)).toEqual(["JOB_quick"]);
    end.resolve();
    await batch;
    expect(worker.completions.map(({ job_id }) => job_id)).toEqual(["JOB_quick", "JOB_slow"]);
    expect(worker.background).toEqual([]);
  });

  it.each(["awaits", "returns"] as const)("of short jobs does not wait for a long one (%s)", async (queueHandler) => {
    const worker = createWorker({ slow: forever, quick: () => undefined }, { queueHandler });
    for (const [id, given] of ordersOf("slow", "quick")) worker.orders.set(id, given);
    void consumeJobs(worker.deps, { messages: [wakeUp("JOB_slow")] });
    await consumeJobs(worker.deps, { messages: [wakeUp("JOB_quick")] });
    await Promise.all(queueHandler === "returns" ? worker.background.slice(1) : []);
    expect(worker.completions.map(({ job_id }) => job_id)).toEqual(["JOB_quick"]);
  });

  it("answers at once when all its jobs have ended", async () => {
    const worker = createWorker({ t: () => undefined });
    for (const [id, given] of ordersOf("t")) worker.orders.set(id, given);
    const before = worker.platform.nowMs;
    await consumeJobs(worker.deps, { messages: [wakeUp("JOB_t")] });
    await Promise.all(worker.background);
    expect(worker.platform.nowMs).toBe(before);
  });
});

describe("a chain of jobs", () => {
  it("stays in one worker", async () => {
    const worker = createWorker({ one: () => undefined, two: () => undefined });
    const [[first, firstOrder], [, secondOrder]] = ordersOf("one", "two") as [
      readonly [string, ReturnType<typeof order>],
      readonly [string, ReturnType<typeof order>],
    ];
    worker.orders.set(first, firstOrder);
    worker.next.set(first, secondOrder);
    await consumeJobs(worker.deps, { messages: [wakeUp(first)] });
    expect(worker.completions).toMatchObject([
      { job_id: "JOB_one", token: 1, wants_next: true },
      { job_id: "JOB_two", token: 1, wants_next: true },
    ]);
  });

  it("leaves the worker when that one's time is used up", async () => {
    const worker = createWorker({ one: () => worker.platform.advance(CHAIN_MS), two: () => undefined });
    for (const [id, given] of ordersOf("one")) worker.orders.set(id, given);
    worker.next.set("JOB_one", order({ job_id: "JOB_two", task_config_id: "two" }));
    await consumeJobs(worker.deps, { messages: [wakeUp("JOB_one")] });
    await Promise.all(worker.background);
    expect(worker.completions).toMatchObject([{ job_id: "JOB_one", wants_next: false }]);
  });

  it("goes on after a job that fails: what follows may be another branch", async () => {
    const failing = () => {
      throw new Error("broken");
    };
    const worker = createWorker({ one: failing, two: () => undefined });
    for (const [id, given] of ordersOf("one")) worker.orders.set(id, given);
    worker.next.set("JOB_one", order({ job_id: "JOB_two", task_config_id: "two" }));
    await consumeJobs(worker.deps, { messages: [wakeUp("JOB_one")] });
    expect(worker.completions.map(({ result }) => result.kind)).toEqual(["failed", "completed"]);
  });

  it("runs in the request until nothing of its submission is left (development)", async () => {
    const worker = createWorker({ one: () => undefined, two: () => undefined });
    const left = ordersOf("one", "two").map(([, given]) => given);
    const nextWork = async () => left.shift() ?? null;
    await runSubmission(worker.deps, () => ({ ...worker.orchestrator, nextWork }), "SCENARIO_s", "SUBMISSION_1");
    expect(worker.completions.map(({ job_id }) => job_id)).toEqual(["JOB_one", "JOB_two"]);
  });
});

describe("a job that begins late in its invocation", () => {
  it("ends in time for its report, whatever it does, and that is the platform's failure", async () => {
    const worker = createWorker({ t: forever });
    const lateMs = 40_000;
    const claim = async () => {
      await worker.platform.sleep(lateMs);
      return order({ task_config_id: "t" });
    };
    const deps = { ...worker.deps, orchestrators: () => ({ ...worker.orchestrator, claim }) };
    void consumeJobs(deps, { messages: [wakeUp("JOB_t")] });
    await worker.platform.advance(INVOCATION_MS - REPORTS_MS - 100);
    expect(worker.completions).toEqual([]);
    await worker.platform.advance(100);
    expect(worker.completions).toMatchObject([{ result: { kind: "failed", platform_failed: true } }]);
  });
});

describe("a dead letter", () => {
  it("is reported to the orchestrator of its job, and then acknowledged", async () => {
    const worker = createWorker();
    const sent = wakeUp("JOB_t", 2);
    await consumeDeadLetters(worker.deps, { messages: [sent] });
    expect([sent.outcome, worker.deadLetters]).toEqual(["acked", [["JOB_t", 2]]]);
  });

  it("comes again later and later while its object does not answer, up to every hour, for as long as the Queue keeps it", async () => {
    const worker = createWorker();
    worker.broken = new Error("object gone");
    const letter = { v: 1, domain: "SCENARIO_s", job_id: "JOB_t", attempt: 0 };
    const messages = Array.from({ length: 100 }, (_, index) => message(letter, index + 1));
    await consumeDeadLetters(worker.deps, { messages });
    const delays = messages.map(({ delaySeconds }) => delaySeconds);
    expect(delays.slice(0, 9)).toEqual([30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
    const days = delays.reduce((sum, seconds) => sum + seconds, 0) / 86_400;
    expect(days).toBeGreaterThan(3.5);
    expect(days).toBeLessThan(4);
  });

  it("is delivered again when no orchestrator answered, and dropped when it can't be parsed", async () => {
    const worker = createWorker();
    worker.broken = new Error("object gone");
    const messages = [wakeUp("JOB_t"), message({ v: 1 })];
    await consumeDeadLetters(worker.deps, { messages });
    expect(messages.map(({ outcome }) => outcome)).toEqual(["retried", "acked"]);
  });
});

describe("messages that the Queue has given up", () => {
  const given = (attempts: number) => ({ ...wakeUp("JOB_x"), attempts });

  it("are counted once, however often they come back", async () => {
    const counts: number[] = [];
    const { deps } = createWorker();
    const counting = { ...deps, countDeadLetters: async (count: number) => void counts.push(count) };
    await consumeDeadLetters(counting, { messages: [given(1), given(2), given(1)] });
    await consumeDeadLetters(counting, { messages: [given(3)] });
    expect(counts).toEqual([2]);
  });

  it("are looked after when they can't be counted", async () => {
    const worker = createWorker();
    const countDeadLetters = () => Promise.reject(new Error("D1 is away"));
    const sent = wakeUp("JOB_x");
    await consumeDeadLetters({ ...worker.deps, countDeadLetters }, { messages: [sent] });
    expect([sent.outcome, worker.deadLetters]).toEqual(["acked", [["JOB_x", expect.any(Number)]]]);
    expect(worker.platform.log).toEqual([
      { event: "dead_letters_not_counted", fields: { count: 1, error: "Error: D1 is away" } },
    ]);
  });
});
