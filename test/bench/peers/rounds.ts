import { setTimeout as sleep } from "node:timers/promises";
import { quantile } from "../figures/statistics.ts";
import { closedLoop, type Loop } from "../workloads/load.ts";
import { countFsyncs } from "./machine/fsyncs.ts";
import { cpuOfTrees, processesOfTrees } from "./machine/process-tree.ts";
import type { Child } from "./servers/child.ts";
import type { Work } from "./works.ts";

/** What one round has measured. */
export interface Round {
  readonly p50_ms: number;
  readonly p95_ms: number;
  readonly p99_ms: number;
  readonly per_second: number;
  /** CPU seconds of all processes of the peer for 1,000 chains. */
  readonly cpu_per_1000: number;
  /** The share of one core that the load generator used. */
  readonly generator_busy: number;
}

export interface Measured {
  readonly work: string;
  readonly connections: number;
  readonly rounds: Round[];
  /** A chain, with one client; null = not counted. */
  fsyncs: number | null;
}

export interface Pace {
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
  /** Chains for which the fsyncs are counted. */
  readonly counted: number;
}

/** Waits this long after a round: what a peer does after its answers, such as a drain, belongs to their cost. */
const AFTERMATH_MS = 500;

interface Side {
  readonly server: Child;
  readonly work: Work;
  readonly act: Loop["act"];
  readonly measured: Measured;
}

/** Measures all works alternately, so that other load of the machine affects all of them. */
export async function measure(
  works: readonly { readonly work: Work; readonly server: Child }[],
  connections: number,
  pace: Pace,
  progress: (text: string) => void,
): Promise<Measured[]> {
  const sides: Side[] = [];
  for (const { work, server } of works) {
    const act = await work.prepare(server.url, connections);
    sides.push({ server, work, act, measured: { work: work.name, connections, rounds: [], fsyncs: null } });
    // A fresh process compiles while it serves its first calls.
    await closedLoop({ connections, act, durationMs: pace.warmUpMs });
  }
  for (let round = 0; round < pace.rounds; round += 1) {
    for (const turn of sides.keys()) {
      // Each round begins with another one.
      const side = sides[(round + turn) % sides.length];
      side?.measured.rounds.push(await oneRound(side, connections, pace.roundMs));
    }
    progress(`${connections} at once: round ${round + 1} of ${pace.rounds}`);
  }
  return sides.map(({ measured }) => measured);
}

async function oneRound({ server, act }: Side, connections: number, durationMs: number): Promise<Round> {
  const before = await cpuOfTrees([server.pid]);
  const { latencies, wallMs, generatorBusy } = await closedLoop({ connections, act, durationMs });
  await sleep(AFTERMATH_MS);
  return {
    p50_ms: quantile(latencies, 0.5),
    p95_ms: quantile(latencies, 0.95),
    p99_ms: quantile(latencies, 0.99),
    per_second: (latencies.length / wallMs) * 1_000,
    cpu_per_1000: ((await cpuOfTrees([server.pid])) - before) / latencies.length,
    generator_busy: generatorBusy,
  };
}

/** How often one chain calls for the disk, with one client. */
export async function fsyncsOf(work: Work, server: Child, { counted }: Pace): Promise<number | null> {
  const act = await work.prepare(server.url, 1);
  await sleep(AFTERMATH_MS);
  const pids = (await processesOfTrees([server.pid])).map(({ pid }) => pid);
  const calls = await countFsyncs(pids, async () => {
    await closedLoop({ connections: 1, act, turns: counted });
    await sleep(AFTERMATH_MS);
  });
  return calls === null ? null : calls / counted;
}
