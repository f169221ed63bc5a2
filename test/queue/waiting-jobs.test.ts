import { describe, expect, it } from "vitest";
import { createGate } from "../../src/storage/memory/gate.ts";
import { createMemory } from "../../src/storage/memory/memory.ts";
import { createWorker, holding, order, runWith } from "./worker.ts";

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
    read: ((nodes, use, wait) => memory.use(LARGE, () => read(nodes, use), wait)) as typeof read,
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
});
