import { describe, expect, it } from "vitest";
import type { AnyTaskFunction, TaskConfig, TaskContext } from "../../src/core/config/app-types.ts";
import { dataNode } from "../orchestrator/world/factories.ts";
import { createWorker, holding, LEASE_MS, order, outputs, runWith, type TestWorker } from "./worker.ts";

const run = (work: AnyTaskFunction | Partial<TaskConfig>, overrides: Parameters<typeof order>[0] = {}) => {
  const worker = createWorker({ t: work });
  return runWith(worker, order(overrides));
};

const written = (...pairs: readonly [string, unknown][]) =>
  pairs.map(([data_node_id, value]) => ({ data_node_id, payload: { body: JSON.stringify(value) } }));

/** A function that ends only when its signal is aborted; `ended` records that. */
function stubborn() {
  const seen: { reason: unknown } = { reason: null };
  const work = (context: TaskContext) =>
    new Promise((_, reject) => {
      context.signal.addEventListener("abort", () => {
        seen.reason = context.signal.reason;
        reject(new Error("stopped"));
      });
    });
  return { seen, work };
}

function start(worker: TestWorker, overrides: Parameters<typeof order>[0] = {}) {
  return runWith(worker, order(overrides));
}

describe("the function of a task", () => {
  it("gets the values of the inputs in their order, then the context", async () => {
    const seen: unknown[][] = [];
    const overrides = { inputs: holding(1, "two", [3]), attempt: 2, token: 7 };
    await run((...args: unknown[]) => void seen.push(args), overrides);
    expect(seen[0]?.slice(0, 3)).toEqual([1, "two", [3]]);
    expect(seen[0]?.[3]).toMatchObject({
      jobId: "JOB_t_1",
      submissionId: "SUBMISSION_1",
      attempt: 2,
      signal: { aborted: false },
      env: { STAGE: "test" },
    });
  });

  it("logs with the ids of its job, which it can't change", async () => {
    const worker = createWorker({ t: (context: TaskContext) => context.log("half done", { rows: 5, job_id: "x" }) });
    await start(worker);
    expect(worker.platform.log).toEqual([
      {
        event: "task_log",
        fields: { rows: 5, job_id: "JOB_t_1", submission_id: "SUBMISSION_1", attempt: 1, message: "half done" },
      },
    ]);
  });
});

describe("a secret", () => {
  it("is cut out of a trace before the trace is shortened", async () => {
    const failed = await run(() => {
      throw new Error(`${"x".repeat(4_900)} hunter2-known ${"y".repeat(9_000)}`);
    });
    expect(JSON.stringify(failed)).toContain("***");
    expect(JSON.stringify(failed)).not.toContain("hunter2");
  });

  it("is hidden in the fields that a function logs", async () => {
    const fields = { password: "hunter2", nested: [{ apiKey: "hunter2" }], rows: 5 };
    const worker = createWorker({ t: (context: TaskContext) => context.log("half done", fields) });
    await start(worker);
    expect(worker.platform.log[0]?.fields).toMatchObject({ password: "***", nested: [{ apiKey: "***" }], rows: 5 });
  });
});

describe("the result of a task", () => {
  it("is ignored when there is no output", async () => {
    expect(await run(() => [1, 2, 3])).toEqual({ kind: "completed", outputs: [] });
  });

  it("is the value of the only output, also when it is a list", async () => {
    const result = await run(async () => [1, 2], { outputs: outputs("a") });
    expect(result).toMatchObject({ kind: "completed", outputs: written(["a", [1, 2]]) });
  });

  it("is one item an output when there are several", async () => {
    const result = await run(() => [1, "two"], { outputs: outputs("a", "b") });
    expect(result).toMatchObject({ kind: "completed", outputs: written(["a", 1], ["b", "two"]) });
  });

  it.each([
    ["too few items", [1]],
    ["too many items", [1, 2, 3]],
    ["a text of the right length", "ab"],
    ["a mapping of the right size", { a: 1, b: 2 }],
    ["a number", 5],
    ["nothing", undefined],
  ])("with several outputs fails as %s, and writes none of them", async (_, value) => {
    const result = await run(() => value, { outputs: outputs("a", "b") });
    expect(result).toMatchObject({
      kind: "failed",
      outputs: [],
      stacktrace: [expect.stringContaining("Error: wrong number of result or task output")],
    });
  });

  it("is written as far as it can be; each failure is reported", async () => {
    const worker = createWorker({ t: () => [1, 2, 3] });
    worker.unwritable.add("a").add("c");
    const result = await start(worker, { outputs: outputs("a", "b", "c") });
    expect(result).toMatchObject({
      kind: "failed",
      outputs: written(["b", 2]),
      stacktrace: [
        expect.stringContaining("Error writing in datanode id a: TypeError: no room for a"),
        expect.stringContaining("Error writing in datanode id c: TypeError: no room for c"),
      ],
    });
  });
});

describe("a job fails", () => {
  it("with the trace of what its function throws, at once or later", async () => {
    const throwing = () => {
      throw new RangeError("no rows");
    };
    for (const work of [throwing, async () => throwing()]) {
      const result = await run(work, { outputs: outputs("a") });
      expect(result).toMatchObject({ kind: "failed", outputs: [] });
      expect(result.kind === "failed" && result.stacktrace[0]).toMatch(/^RangeError: no rows\n\s+at /);
    }
  });

  it("also when what is thrown is no error", async () => {
    const result = await run(() => Promise.reject("just a text"));
    expect(result).toEqual({ kind: "failed", stacktrace: ["Thrown: just a text"], outputs: [] });
  });

  it("when what is thrown has no text", async () => {
    const textless = Object.create(null);
    const stackless = Object.defineProperty(new Error("no"), "stack", {
      get: () => {
        throw new Error("nor this");
      },
    });
    for (const thrown of [textless, stackless]) {
      const result = await run(() => Promise.reject(thrown));
      expect(result).toEqual({ kind: "failed", stacktrace: ["Thrown: a value without a text"], outputs: [] });
    }
  });

  it("with a part of a trace that is too long to be sent", async () => {
    const result = await run(() => Promise.reject(new Error("x".repeat(40_000_000))));
    expect(result.kind === "failed" && result.stacktrace[0]).toMatch(/^Error: x+\n… \d+ characters left out …/);
    expect(JSON.stringify(result).length).toBeLessThan(20_000);
  });

  it("when an input was never written, without calling its function", async () => {
    let calls = 0;
    const result = await run(() => (calls += 1), { inputs: [dataNode("DATANODE_x", { config_id: "x" })] });
    expect(result).toMatchObject({
      kind: "failed",
      stacktrace: [expect.stringContaining("Data node DATANODE_x from config x has not been written yet.")],
    });
    expect(calls).toBe(0);
  });

  it.each([
    ["is not configured", {}],
    ["has no function", { t: { function: null } }],
  ])("when its task %s", async (_, functions) => {
    expect(await start(createWorker(functions))).toMatchObject({
      kind: "failed",
      stacktrace: [expect.stringContaining("Task config t is not part of this application, or has no function.")],
    });
  });
});

describe("a job with a timeout", () => {
  it("fails when the time is up, and its function's signal is aborted", async () => {
    const { seen, work } = stubborn();
    const worker = createWorker({ t: { function: work, timeoutMs: 5_000 } });
    const result = start(worker);
    await worker.platform.advance(4_990);
    expect(seen.reason).toBeNull();
    await worker.platform.advance(10);
    const reason = "The task took longer than its timeout of 5 s.";
    expect(await result).toMatchObject({ kind: "failed", stacktrace: [expect.stringContaining(reason)] });
    expect(String(seen.reason)).toContain(reason);
  });

  it("that has none may take 14 minutes; its trace says so, and what to do", async () => {
    const worker = createWorker({ t: { function: () => new Promise(() => undefined), timeoutMs: null } });
    const result = start(worker);
    let isOver = false;
    void result.then(() => {
      isOver = true;
    });
    await worker.platform.advance(14 * 60_000 - 10);
    expect(isOver).toBe(false);
    await worker.platform.advance(10);
    const reason = "The task took longer than 14 minutes, the most that a job may take: Cloudflare ends its invocation";
    expect(await result).toMatchObject({ kind: "failed", stacktrace: [expect.stringContaining(reason)] });
    expect(await result).toMatchObject({ stacktrace: [expect.stringContaining("Split the task into several")] });
  });

  it("fails in time also when its function does not listen", async () => {
    const worker = createWorker({ t: { function: () => new Promise(() => undefined), timeoutMs: 5_000 } });
    const result = start(worker);
    await worker.platform.advance(5_000);
    expect(await result).toMatchObject({ kind: "failed" });
  });

  it("that ends in time is not aborted afterwards", async () => {
    let signal: TaskContext["signal"] | null = null;
    const work = (context: TaskContext) => {
      signal = context.signal;
    };
    const worker = createWorker({ t: { function: work, timeoutMs: 5_000 } });
    expect(await start(worker)).toMatchObject({ kind: "completed" });
    await worker.platform.advance(60_000);
    expect(signal).toMatchObject({ aborted: false });
  });
});

describe("a long job", () => {
  it("sends heartbeats several times a lease, until it ends", async () => {
    const end = Promise.withResolvers<void>();
    const worker = createWorker({ t: () => end.promise });
    const result = start(worker, { token: 4 });
    await worker.platform.advance(LEASE_MS);
    expect(worker.heartbeats.length).toBeGreaterThanOrEqual(2);
    expect(worker.heartbeats[0]).toEqual({ job_id: "JOB_t_1", token: 4 });
    end.resolve();
    await result;
    const sent = worker.heartbeats.length;
    await worker.platform.advance(LEASE_MS * 2);
    expect(worker.heartbeats.length).toBe(sent);
  });

  it("stops when a heartbeat says that the job is not its own any more", async () => {
    const { seen, work } = stubborn();
    const worker = createWorker({ t: work });
    const result = start(worker);
    worker.heartbeat = { aborted: true };
    await worker.platform.advance(LEASE_MS);
    const reason = "The job was cancelled, or given to another worker.";
    expect(await result).toMatchObject({ kind: "failed", stacktrace: [expect.stringContaining(reason)] });
    expect(String(seen.reason)).toContain(reason);
  });

  it.each([
    ["has taken too long", { timeoutMs: 5_000, heartbeat: { aborted: false } }],
    ["is not its worker's any more", { timeoutMs: null, heartbeat: { aborted: true } }],
  ])("that %s writes nothing, also when its function does not listen and ends later", async (_, stopped) => {
    const end = Promise.withResolvers<number>();
    const worker = createWorker({ t: { function: () => end.promise, timeoutMs: stopped.timeoutMs } });
    worker.heartbeat = stopped.heartbeat;
    const result = start(worker, { outputs: outputs("a") });
    await worker.platform.advance(LEASE_MS);
    expect(await result).toMatchObject({ kind: "failed", outputs: [] });
    end.resolve(1);
    await worker.platform.settle();
    expect(worker.written).toEqual([]);
  });

  it("goes on when heartbeats get lost", async () => {
    const end = Promise.withResolvers<void>();
    const worker = createWorker({ t: () => end.promise });
    worker.heartbeat = new Error("network");
    const result = start(worker);
    await worker.platform.advance(LEASE_MS * 2);
    expect(worker.platform.log.map(({ event }) => event)).toContain("heartbeat_failed");
    end.resolve();
    expect(await result).toMatchObject({ kind: "completed" });
  });
});
