import { describe, expect, it } from "vitest";
import type { DataNodeValues } from "../../src/core/ports/values.ts";
import { createGate } from "../../src/storage/memory/gate.ts";
import { createMemory } from "../../src/storage/memory/memory.ts";
import { createWorker, holding, order, runWith } from "./worker.ts";

type Read = DataNodeValues["read"];

const LARGE = 1_000_000;

/** A worker whose isolate is decoding another large value, until `end`. */
async function busyWorker(timeoutMs: number | null) {
  const worker = createWorker({ t: { function: (value: unknown) => value, timeoutMs } });
  const { platform } = worker;
  // Polls of milliseconds would be taken for work that needs no time.
  const sleep: typeof platform.sleep = (_, signal) => platform.sleep(2_000, signal);
  const gate = createGate({ now: () => platform.nowMs, sleep });
  const memory = createMemory(gate);
  const { read } = worker.deps.values;
  const values = {
    ...worker.deps.values,
    read: ((nodes, use, wait) => memory.use(LARGE, () => read(nodes, use), wait)) as Read,
  };
  const { promise, resolve } = Promise.withResolvers<void>();
  const other = gate.alone(() => promise);
  await platform.settle();
  return {
    worker: Object.assign(worker, { deps: { ...worker.deps, values } }),
    platform,
    end: () => void resolve(),
    other,
  };
}

const hanging = () => new Promise<never>(() => undefined);

describe("a job whose inputs hang", () => {
  it.each([
    [5_000, "The task took longer than its timeout of 5 s."],
    [null, "The task took longer than 14 minutes, the most that a job may take"],
  ])("fails when its own time is up (timeout: %s)", async (timeoutMs, reason) => {
    const worker = createWorker({ t: { function: () => 7, timeoutMs } });
    const memory = createMemory(createGate({ now: () => worker.platform.nowMs, sleep: worker.platform.sleep }));
    const values = { ...worker.deps.values, read: (async (_, __, wait) => memory.use(1, hanging, wait)) as Read };
    const result = runWith(Object.assign(worker, { deps: { ...worker.deps, values } }), order({ inputs: holding(7) }));
    await worker.platform.advance(timeoutMs ?? 14 * 60_000);
    const failed = await Promise.race([result, Promise.resolve("still runs")]);
    expect(failed).toMatchObject({ kind: "failed", stacktrace: [expect.stringContaining(reason)] });
    expect(failed).not.toHaveProperty("platform_failed");
  });
});

describe("a job with a large input while another large value is decoded", () => {
  it("waits as long as it takes and then runs: the wait is no part of its timeout", async () => {
    const { worker, platform, end, other } = await busyWorker(5_000);
    const result = runWith(worker, order({ inputs: holding(7), outputs: [] }));
    await platform.advance(40_000);
    end();
    await other;
    await platform.advance(2_000);
    expect(await result).toMatchObject({ kind: "completed" });
  });

  it("keeps its lease meanwhile, and stops waiting when it is cancelled", async () => {
    const { worker, platform, end } = await busyWorker(null);
    const result = runWith(worker, order({ inputs: holding(7), outputs: [] }));
    await platform.advance(40_000);
    expect(worker.heartbeats.length).toBeGreaterThanOrEqual(3);
    worker.heartbeat = { aborted: true };
    await platform.advance(15_000);
    expect(await result).toMatchObject({ kind: "failed", stacktrace: [expect.stringContaining("cancelled")] });
    end();
  });

  it("is tried again when its turn does not come before its invocation must end: the platform has failed it", async () => {
    const { worker, platform } = await busyWorker(5_000);
    const result = runWith(worker, order({ inputs: holding(7), outputs: [] }), 50_000);
    await platform.advance(50_000);
    const reason = "Cloudflare ends an invocation after 15 minutes, and this try has waited for too much of them";
    expect(await Promise.race([result, Promise.resolve("still waits")])).toMatchObject({
      kind: "failed",
      platform_failed: true,
      stacktrace: [expect.stringContaining(reason)],
    });
  });
});
