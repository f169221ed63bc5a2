import { mkdir } from "node:fs/promises";
import { cpuOfTrees } from "../peers/machine/process-tree.ts";
import { type Child, startFile } from "../peers/servers/child.ts";
import type { Work } from "../peers/works.ts";
import { closedLoop, type Loop } from "../workloads/load.ts";
import { type Footprint, footprint } from "./footprint.ts";

export const CLIENTS = 32;

/** A part of the chains of one run, in their order. */
export interface Part {
  readonly chains: number;
  readonly perSecond: number;
  readonly cpuPer1000: number;
  /** At the end of the part. */
  readonly after: Footprint;
}

export interface Growth {
  /** Before the first chain. */
  readonly before: Footprint;
  readonly parts: readonly Part[];
}

export interface Grown {
  /** A server's file in peers/servers. */
  readonly file: string;
  readonly work: Work;
}

/** Its chains are not counted: a fresh runtime compiles while it serves them. */
const WARM_UP = 200;

/** Starts a server on an empty folder and has it run `count` chains as fast as they go. */
export async function grow({ file, work }: Grown, folder: string, count: number, parts: number): Promise<Growth> {
  await mkdir(folder);
  const server = await startFile(file, [folder]);
  try {
    const act = await work.prepare(server.url, CLIENTS);
    const before = await footprint(server.pid, folder);
    await closedLoop({ connections: CLIENTS, act, turns: WARM_UP });
    const measured: Part[] = [];
    for (let part = 0; part < parts; part += 1) {
      measured.push(await onePart(server, folder, act, Math.round(count / parts)));
    }
    return { before, parts: measured };
  } finally {
    await server.end();
  }
}

async function onePart({ pid }: Child, folder: string, act: Loop["act"], turns: number): Promise<Part> {
  const cpuBefore = await cpuOfTrees([pid]);
  const { wallMs } = await closedLoop({ connections: CLIENTS, act, turns });
  const cpu = (await cpuOfTrees([pid])) - cpuBefore;
  const after = await footprint(pid, folder);
  return { chains: turns, perSecond: (turns / wallMs) * 1_000, cpuPer1000: cpu / turns, after };
}
