import { describe, expect, it } from "vitest";
import { Cancellation } from "../../src/core/cancellation.ts";
import { HAND_OVER_MS } from "../../src/core/job-limits.ts";
import type { ReportAnswer, ReportCommand, WorkOrder } from "../../src/core/ports/orchestrator.ts";
import { runChain, runForRequest } from "../../src/queue/chain.ts";
import { createWorker, ENDLESS, holding, LEASE_MS, order, outputs, type TestWorker } from "./worker.ts";

/** An order for three jobs, each of which reads what the one before writes. */
function chainOf(...names: readonly string[]): WorkOrder {
  const [first, ...following] = names.map((name, index) =>
    order({
      job_id: `JOB_${name}`,
      task_config_id: name,
      token: 1,
      inputs: index === 0 ? holding(1) : holding(null).map((node) => ({ ...node, id: `n${index}`, payload: null })),
      outputs: outputs(`n${index + 1}`),
    }),
  );
  return { ...(first ?? order()), following };
}

const addOne = (value: number) => value + 1;
const QUICK = { one: addOne, two: addOne, three: addOne };

/** An object whose answers to reports the test decides. */
function answering(worker: TestWorker, answer: (command: ReportCommand) => Promise<ReportAnswer> | ReportAnswer) {
  const sent: ReportCommand[] = [];
  const report = async (command: ReportCommand) => {
    sent.push(command);
    return answer(command);
  };
  return { sent, orchestrator: { ...worker.orchestrator, report } };
}

const all = ({ ends, running }: ReportCommand): ReportAnswer => ({
  accepted: ends.map(() => true),
  goes_on: running !== undefined,
  next: null,
});

const jobsOf = ({ ends }: ReportCommand) => ends.map(({ job_id }) => job_id);

describe("the worker of a chain", () => {
  it("reports a chain of quick jobs at once, each with what the one before has written", async () => {
    const worker = createWorker(QUICK);
    await runChain(worker.deps, worker.orchestrator, chainOf("one", "two", "three"), ENDLESS);
    expect(worker.reported).toHaveLength(1);
    expect(worker.completions.map(({ result }) => result.outputs[0]?.payload.body)).toEqual(["2", "3", "4"]);
  });

  it("reports an end while the next job runs, and says which one that is", async () => {
    const end = Promise.withResolvers<number>();
    const worker = createWorker({ ...QUICK, two: () => end.promise });
    const chain = runChain(worker.deps, worker.orchestrator, chainOf("one", "two", "three"), ENDLESS);
    await worker.platform.advance(100);
    expect(worker.reported.map(jobsOf)).toEqual([["JOB_one"]]);
    expect(worker.reported[0]?.running).toEqual({ job_id: "JOB_two", token: 1 });
    end.resolve(7);
    await chain;
    expect(worker.reported.map(jobsOf)).toEqual([["JOB_one"], ["JOB_two", "JOB_three"]]);
  });

  it("lets ends that come while a report is under way travel together", async () => {
    const answer = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<number>();
    const worker = createWorker({ ...QUICK, two: () => begun.promise });
    const { sent, orchestrator } = answering(worker, async (command) => {
      if (sent.length === 1) await answer.promise;
      return all(command);
    });
    const chain = runChain(worker.deps, orchestrator, chainOf("one", "two", "three", "four"), {
      ...ENDLESS,
      hasTime: () => true,
    });
    await worker.platform.advance(100);
    begun.resolve(1);
    await worker.platform.advance(100);
    answer.resolve();
    await chain;
    expect(sent.map(jobsOf)).toEqual([["JOB_one"], ["JOB_two", "JOB_three", "JOB_four"]]);
  });

  it("gives back what it does not begin: after a failure, or without time", async () => {
    const worker = createWorker({ ...QUICK, two: () => Promise.reject(new Error("broken")) });
    await runChain(worker.deps, worker.orchestrator, chainOf("one", "two", "three"), ENDLESS);
    expect(worker.reported.map(({ returned }) => returned)).toEqual([[{ job_id: "JOB_three", token: 1 }]]);
    const hurried = createWorker(QUICK);
    await runChain(hurried.deps, hurried.orchestrator, chainOf("one", "two"), { ...ENDLESS, hasTime: () => false });
    expect(hurried.reported).toMatchObject([{ wants_next: false, returned: [{ job_id: "JOB_two", token: 1 }] }]);
  });

  it("stops when the object says so, discards what does not count, and goes on with what it is given", async () => {
    const worker = createWorker({ ...QUICK, two: () => new Promise(() => {}), other: addOne });
    const { sent, orchestrator } = answering(worker, (command) =>
      sent.length === 1
        ? { accepted: [false], goes_on: false, next: chainOf("other") }
        : { accepted: command.ends.map(() => true), goes_on: false, next: null },
    );
    await Promise.all([
      runChain(worker.deps, orchestrator, chainOf("one", "two", "three"), ENDLESS),
      worker.platform.advance(100),
    ]);
    expect(sent.map(jobsOf)).toEqual([["JOB_one"], ["JOB_other"]]);
    expect(worker.discarded.map(({ body }) => body)).toEqual(["2"]);
  });

  it("breaks off when a report fails, and keeps the payloads that the object may have taken", async () => {
    const begun = Promise.withResolvers<number>();
    const worker = createWorker({ ...QUICK, three: () => begun.promise });
    const failing = Promise.withResolvers<ReportAnswer>();
    const { sent, orchestrator } = answering(worker, () => failing.promise);
    const chain = runChain(worker.deps, orchestrator, chainOf("one", "two", "three"), ENDLESS);
    const broken = expect(chain).rejects.toThrow("gone");
    await worker.platform.advance(100);
    failing.reject(new Error("gone"));
    await broken;
    expect(sent.map(jobsOf)).toEqual([["JOB_one", "JOB_two"]]);
    expect(worker.discarded).toEqual([]);
  });

  it("sends heartbeats for a job whose report is under way, and for the one that runs", async () => {
    const worker = createWorker({ ...QUICK, two: () => new Promise(() => {}) });
    const { orchestrator } = answering(worker, () => new Promise(() => {}));
    void runChain(worker.deps, orchestrator, chainOf("one", "two"), ENDLESS);
    await worker.platform.advance(LEASE_MS);
    expect(new Set(worker.heartbeats.map(({ job_id }) => job_id))).toEqual(new Set(["JOB_one", "JOB_two"]));
  });
});

describe("a request that waits and runs a chain", () => {
  const requestOf = (worker: TestWorker, waitMs: number) => {
    const over = new Cancellation();
    const endMs = worker.platform.nowMs + waitMs;
    return { over, leftMs: () => Math.max(0, endMs - worker.platform.nowMs) };
  };

  it("gives all back without having begun it when its client has gone already", async () => {
    const worker = createWorker(QUICK);
    const request = requestOf(worker, 30_000);
    request.over.abort();
    const orchestrators = () => worker.orchestrator;
    expect(await runForRequest(worker.deps, orchestrators, "d", chainOf("one", "two"), request)).toBeNull();
    const returned = ["one", "two"].map((name) => ({ job_id: `JOB_${name}`, token: 1 }));
    expect(worker.reported).toEqual([{ ends: [], returned, wants_next: false }]);
  });

  it("gives back, without having begun it, an order that arrives when it waits no more", async () => {
    const worker = createWorker({ ...QUICK, other: addOne });
    const request = requestOf(worker, 30_000);
    const { sent, orchestrator } = answering(worker, ({ ends }) => {
      if (sent.length > 1) return { accepted: [], goes_on: false, next: null };
      request.over.abort();
      return { accepted: ends.map(() => true), goes_on: false, next: chainOf("other", "three") };
    });
    expect(await runForRequest(worker.deps, () => orchestrator, "d", chainOf("one"), request)).toBeNull();
    const returned = ["other", "three"].map((name) => ({ job_id: `JOB_${name}`, token: 1 }));
    expect(sent.map(jobsOf)).toEqual([["JOB_one"], []]);
    expect(sent[1]).toEqual({ ends: [], returned, wants_next: false });
    expect(worker.written).toEqual(["n1"]);
  });

  it("gives back what has not begun as soon as it waits no more, and reports the end of what runs", async () => {
    const end = Promise.withResolvers<number>();
    const worker = createWorker({ ...QUICK, one: () => end.promise });
    const request = requestOf(worker, 30_000);
    const orchestrators = () => worker.orchestrator;
    const chain = runForRequest(worker.deps, orchestrators, "d", chainOf("one", "two"), request);
    await worker.platform.advance(1_000);
    request.over.abort();
    await worker.platform.advance(100);
    expect(worker.reported).toMatchObject([
      { ends: [], running: { job_id: "JOB_one" }, returned: [{ job_id: "JOB_two" }], wants_next: false },
    ]);
    end.resolve(2);
    await chain;
    expect(worker.reported.map(jobsOf)).toEqual([[], ["JOB_one"]]);
  });

  it("hands the job over that runs when the platform is about to end the request", async () => {
    const worker = createWorker({ one: () => new Promise(() => {}) });
    const request = requestOf(worker, 30_000);
    const chain = runForRequest(worker.deps, () => worker.orchestrator, "d", chainOf("one"), request);
    await worker.platform.advance(1_000);
    request.over.abort();
    await worker.platform.advance(HAND_OVER_MS - 1);
    expect(worker.completions).toEqual([]);
    await worker.platform.advance(2);
    await chain;
    expect(worker.completions).toMatchObject([
      { job_id: "JOB_one", result: { kind: "failed", platform_failed: true, handed_over: true } },
    ]);
  });

  it("never rejects: what breaks off is the timers'", async () => {
    const worker = createWorker(QUICK);
    worker.broken = new Error("The object is gone");
    const request = requestOf(worker, 30_000);
    expect(await runForRequest(worker.deps, () => worker.orchestrator, "d", chainOf("one"), request)).toBeNull();
    expect(worker.platform.log.map(({ event }) => event)).toEqual(["chain_broken"]);
  });
});
