import { setTimeout as sleep } from "node:timers/promises";
import { startService } from "../harness/service.ts";
import { COUNTING, COUNTS_PATH, type Counts } from "./figures/counts.ts";
import { freshWork } from "./peers/works.ts";
import { ask, closedLoop } from "./workloads/load.ts";

const COUNTED = 256;
/** What is written after an answer belongs to its cost. */
const AFTERMATH_MS = 1_000;

/** The platform's operations of one chain of three tasks: a scenario's creation, its submission and the wait for its end. */
export async function countsOfChain(connections: number): Promise<Counts> {
  const entry = "test/bench/application/worker.ts";
  const { url, stop } = await startService({ entry, deployed: true, variables: { [COUNTING]: "true" } });
  const counts = async () => {
    await sleep(AFTERMATH_MS);
    return ask<Counts>(url, { method: "GET", path: COUNTS_PATH });
  };
  try {
    const act = await freshWork.prepare(url, connections);
    // The first chains create what is there once.
    await closedLoop({ connections, act, turns: Math.max(16, connections) });
    await counts();
    await closedLoop({ connections, act, turns: COUNTED });
    const entries = Object.entries(await counts()).map(([name, total]) => [name, total / COUNTED]);
    return Object.fromEntries(entries) as unknown as Counts;
  } finally {
    await stop();
  }
}
