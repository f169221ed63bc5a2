import { describe, expect, it } from "vitest";
import { runSubmission } from "../../src/queue/chain.ts";
import { consumeJobs } from "../../src/queue/consumer.ts";
import { createWorker, LEASE_MS, message, order, type TestMessage, type TestWorker, wakeUp } from "./worker.ts";

const HANDLERS = ["awaits", "returns"] as const;

/** The message of a job that has lost a worker. */
const suspectMessage = (job_id: string, attempts = 1): TestMessage =>
  Object.assign(message({ v: 1, domain: "SCENARIO_s", job_id, attempt: 1, alone: true }), { attempts });

/** A worker with jobs that end when the test says so; `bad` and `worse` have lost a worker. */
function createIsolate(queueHandler: (typeof HANDLERS)[number] = "awaits") {
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const endOf = (id: string) => {
    const end = ends.get(id) ?? Promise.withResolvers<void>();
    ends.set(id, end);
    return end;
  };
  const ids = ["bad", "worse", "good", "better"];
  const functions = Object.fromEntries(ids.map((id) => [id, () => endOf(id).promise]));
  const worker = createWorker(functions, { queueHandler });
  for (const id of ids) {
    const job = { job_id: `JOB_${id}`, task_config_id: id };
    const isSuspect = id === "bad" || id === "worse";
    worker.orders.set(job.job_id, order({ ...job, ...(isSuspect && { quiet_ms: 2_000 }) }));
  }
  return {
    worker,
    end: (id: string) => endOf(id).resolve(),
    deliver(...messages: readonly TestMessage[]) {
      void consumeJobs(worker.deps, { messages });
      return worker.platform.settle();
    },
  };
}

const reportsOf = ({ reports }: TestWorker) => reports.map(({ job_id, room }) => `${job_id} ${room}`);

describe.each(HANDLERS)("a job that has lost a worker (%s)", (queueHandler) => {
  it("is claimed at once in an isolate without other jobs, and its worker reports that it is alone", async () => {
    const { worker, deliver, end } = createIsolate(queueHandler);
    const bad = suspectMessage("JOB_bad");
    await deliver(bad);
    expect(reportsOf(worker)).toEqual(["JOB_bad alone"]);
    end("bad");
    await worker.platform.settle();
    expect([worker.completions.length, worker.completions[0]?.wants_next]).toEqual([1, false]);
  });

  it("is delivered again when others run, later each time, and runs beside them at last, which is not reported", async () => {
    const { worker, deliver, end } = createIsolate(queueHandler);
    await deliver(wakeUp("JOB_good"));
    for (const attempts of [1, 2, 3]) {
      const bad = suspectMessage("JOB_bad", attempts);
      await deliver(bad);
      await worker.platform.advance(3_000);
      expect([bad.outcome, bad.delaySeconds]).toEqual(["retried", 5 * attempts]);
    }
    await deliver(suspectMessage("JOB_bad", 4));
    end("bad");
    await worker.platform.settle();
    expect(worker.completions.map(({ job_id }) => job_id)).toEqual(["JOB_bad"]);
    expect([reportsOf(worker), worker.platform.log]).toEqual([[], []]);
  });

  it("that is stubborn runs alone under steady traffic, and so counts when it is lost: what comes meanwhile goes back", async () => {
    const { worker, deliver } = createIsolate(queueHandler);
    worker.orders.set("JOB_bad", order({ job_id: "JOB_bad", task_config_id: "bad", quiet_ms: 5 * 60_000 }));
    await deliver(message({ v: 1, domain: "SCENARIO_s", job_id: "JOB_bad", attempt: 3, alone: true, stubborn: true }));
    for (let minute = 0; minute < 4; minute += 1) {
      const good = wakeUp("JOB_good");
      await deliver(good);
      expect([good.outcome, good.delaySeconds]).toEqual(["retried", 5]);
      await worker.platform.advance(60_000);
    }
    expect([reportsOf(worker), worker.claims]).toEqual([["JOB_bad alone"], ["JOB_bad"]]);
  });

  it("has company reported when another job begins, before that one is claimed", async () => {
    const { worker, deliver } = createIsolate(queueHandler);
    await deliver(suspectMessage("JOB_bad"));
    await deliver(wakeUp("JOB_good"));
    expect(worker.claims).toEqual(["JOB_bad"]);
    await worker.platform.advance(2_200);
    expect(reportsOf(worker)).toEqual(["JOB_bad alone", "JOB_bad company"]);
    expect(worker.claims).toEqual(["JOB_bad", "JOB_good"]);
  });

  it("keeps no other job from beginning when its company can't be reported: its next heartbeat makes up for that", async () => {
    const { worker, deliver } = createIsolate(queueHandler);
    await deliver(suspectMessage("JOB_bad"));
    worker.heartbeat = new Error("object away");
    await deliver(wakeUp("JOB_good"));
    await worker.platform.advance(2_200);
    expect([reportsOf(worker), worker.claims]).toEqual([["JOB_bad alone"], ["JOB_bad", "JOB_good"]]);
    worker.heartbeat = { aborted: false };
    await worker.platform.advance(LEASE_MS);
    expect(reportsOf(worker)).toEqual(["JOB_bad alone", "JOB_bad company"]);
  });

  it("does not count when its result can't be reported: the worker lives", async () => {
    const { worker, deliver, end } = createIsolate(queueHandler);
    await deliver(suspectMessage("JOB_bad"));
    worker.broken = new Error("object away");
    end("bad");
    await worker.platform.settle();
    expect(reportsOf(worker)).toEqual(["JOB_bad alone", "JOB_bad company"]);
  });

  it("runs also when its worker can't report that it is alone", async () => {
    const { worker, deliver, end } = createIsolate(queueHandler);
    worker.heartbeat = new Error("object away");
    await deliver(suspectMessage("JOB_bad"));
    end("bad");
    await worker.platform.settle();
    expect(worker.completions).toHaveLength(1);
    expect(worker.platform.log.map(({ event }) => event)).toContain("heartbeat_failed");
  });

  it("runs alone one after the other with those of its batch, as far as they are short", async () => {
    const { worker, deliver, end } = createIsolate(queueHandler);
    await deliver(suspectMessage("JOB_bad"), suspectMessage("JOB_worse"));
    expect(worker.claims).toEqual(["JOB_bad"]);
    end("bad");
    await worker.platform.advance(300);
    expect(reportsOf(worker)).toEqual(["JOB_bad alone", "JOB_worse alone"]);
  });

  it("leaves no trace in the isolate when there is nothing to do, or the claim fails", async () => {
    const { worker, deliver } = createIsolate(queueHandler);
    worker.orders.delete("JOB_bad");
    worker.orders.set("JOB_worse", new Error("object away"));
    const messages = [suspectMessage("JOB_bad"), suspectMessage("JOB_worse")];
    await deliver(...messages);
    await worker.platform.advance(3_000);
    expect(messages.map(({ outcome }) => outcome)).toEqual(["acked", "retried"]);
    worker.orders.set("JOB_bad", order({ job_id: "JOB_bad", task_config_id: "bad", quiet_ms: 2_000 }));
    await deliver(suspectMessage("JOB_bad"));
    expect(reportsOf(worker)).toEqual(["JOB_bad alone"]);
  });
});

describe("a request that runs jobs itself (development)", () => {
  it("enters its isolate, too: a suspect there is not alone any more", async () => {
    const { worker, deliver, end } = createIsolate();
    await deliver(suspectMessage("JOB_bad"));
    const left = [worker.orders.get("JOB_good"), null];
    const nextWork = async () => {
      const next = left.shift() ?? null;
      if (next instanceof Error) throw next;
      return next;
    };
    const orchestrators = () => ({ ...worker.orchestrator, nextWork });
    const run = runSubmission(worker.deps, orchestrators, "SCENARIO_s", "SUBMISSION_1");
    await worker.platform.settle();
    expect(reportsOf(worker)).toEqual(["JOB_bad alone", "JOB_bad company"]);
    const worse = suspectMessage("JOB_worse");
    await deliver(worse);
    end("bad");
    await worker.platform.advance(2_200);
    expect(worse.outcome).toBe("retried");
    end("good");
    await run;
    await deliver(suspectMessage("JOB_worse"));
    expect(reportsOf(worker)).toContain("JOB_worse alone");
  });
});

describe("a usual job", () => {
  it("costs no call more than its claim and its result", async () => {
    const { worker, deliver, end } = createIsolate();
    await deliver(wakeUp("JOB_good"), wakeUp("JOB_better"));
    end("good");
    end("better");
    await worker.platform.settle();
    expect([worker.claims.length, worker.completions.length, worker.reports.length]).toEqual([2, 2, 0]);
    expect(worker.heartbeats).toEqual([]);
  });
});
