import { startService } from "../../harness/service.ts";
import { COUNTING, COUNTS_PATH, type Counts } from "../figures/counts.ts";
import { freshWork } from "../peers/works.ts";
import { ask, closedLoop } from "../workloads/load.ts";
import { CLIENTS } from "./growth.ts";

const COUNTED = 256;

/** The platform's operations of one chain of a new scenario, on average. */
export async function countsOfChain(connections = CLIENTS): Promise<Counts> {
  const entry = "test/bench/application/worker.ts";
  const { url, stop } = await startService({ entry, deployed: true, variables: { [COUNTING]: "true" } });
  try {
    const act = await freshWork.prepare(url, connections);
    const counts = () => ask<Counts>(url, { method: "GET", path: COUNTS_PATH });
    await closedLoop({ connections, act, turns: connections });
    await counts();
    await closedLoop({ connections, act, turns: COUNTED });
    const entries = Object.entries(await counts()).map(([name, total]) => [name, total / COUNTED]);
    return Object.fromEntries(entries) as unknown as Counts;
  } finally {
    await stop();
  }
}
