import type { Counts } from "./figures/counts.ts";
import { COUNTS_PATH } from "./figures/counts.ts";
import type { Fleet, Instance } from "./fleet.ts";
import { ask, load, type Round } from "./workloads/load.ts";
import type { Calls, Side, Workload } from "./workloads/workload.ts";

export interface Pace {
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
  /** Calls of the counting run. */
  readonly countedCalls: number;
}

export interface SideResult {
  readonly name: string;
  readonly isFloor: boolean;
  readonly rounds: readonly Round[];
  /** For each request, on average; null = not counted. */
  readonly counts: Counts | null;
}

export interface WorkloadResult {
  readonly name: string;
  readonly connections: number;
  readonly sides: readonly SideResult[];
}

/** A fresh runtime compiles while it serves its first requests, so its warm-up is this many times longer. */
const FRESH_WARM_UPS = 4;
const used = new WeakSet<Instance>();

/** Measures all sides of a workload alternately, round by round, so that other load of the machine affects all of them. */
export async function measure(fleet: Fleet, workload: Workload, pace: Pace): Promise<WorkloadResult> {
  const { connections, fixed } = workload;
  const sides: { side: Side; instance: Instance; call: Calls; rounds: Round[] }[] = [];
  for (const side of workload.sides) {
    const instance = await side.on(fleet);
    sides.push({ side, instance, call: await side.prepare(instance), rounds: [] });
  }
  const rounds = fixed?.rounds ?? pace.rounds;
  // The first round only warms up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const entry of sides) {
      const warmUpMs = used.has(entry.instance) ? pace.warmUpMs : pace.warmUpMs * FRESH_WARM_UPS;
      used.add(entry.instance);
      const length = fixed ?? { durationMs: round === 0 ? warmUpMs : pace.roundMs };
      if (fixed !== undefined && round > 0) entry.call = await entry.side.prepare(entry.instance);
      const measured = await load(entry.instance, { connections, call: entry.call, ...length });
      if (round > 0) entry.rounds.push(measured);
    }
  }
  const results: SideResult[] = [];
  for (const { side, rounds } of sides) {
    const { name, isFloor } = side;
    results.push({ name, isFloor, rounds, counts: side.counted ? await count(fleet, workload, side, pace) : null });
  }
  return { name: workload.name, connections, sides: results };
}

/**
 * The same calls on a runtime of its own that counts. A first run creates what only the first call needs, unless it is first
 * calls that the workload is about.
 */
async function count(fleet: Fleet, { connections, fixed }: Workload, side: Side, pace: Pace): Promise<Counts> {
  const { kind } = await side.on(fleet);
  const instance = await fleet.counting(kind);
  const call = await side.prepare(instance);
  if (fixed === undefined) await load(instance, { connections, call, calls: connections });
  const takeCounts = () => ask<Counts>(instance.url, { method: "GET", path: COUNTS_PATH });
  await takeCounts();
  const calls = fixed?.calls ?? Math.max(pace.countedCalls, connections);
  const { requests } = await load(instance, { connections, call, calls });
  const entries = Object.entries(await takeCounts()).map(([name, total]) => [name, total / requests]);
  return Object.fromEntries(entries) as unknown as Counts;
}
