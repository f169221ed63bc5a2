import { availableParallelism } from "node:os";
import path from "node:path";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { type Report, simulate } from "./simulation.ts";

interface Slice {
  readonly first: number;
  readonly count: number;
  readonly step: number;
}

export type Summary = Omit<Report, "trace">;

/** Runs many seeds, on as many threads as there are cores. Reports come in no order. */
export async function simulateMany(first: number, count: number, onReport: (report: Summary) => void): Promise<void> {
  const step = Math.min(availableParallelism(), count);
  const file = path.join(import.meta.dirname, "slice.ts");
  await Promise.all(
    Array.from({ length: step }, (_, index) => {
      const slice: Slice = { first: first + index, count: Math.ceil((count - index) / step), step };
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(file, { workerData: slice });
        worker.on("message", onReport);
        worker.on("error", reject);
        worker.on("exit", () => resolve());
      });
    }),
  );
}

async function runSlice({ first, count, step }: Slice): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const { trace: _, ...summary } = await simulate(first + index * step);
    parentPort?.postMessage(summary);
  }
}

if (parentPort !== null && (workerData as Slice | null)?.step !== undefined) await runSlice(workerData as Slice);
