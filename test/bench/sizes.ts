import { gzipSync } from "node:zlib";
import { bundleWorker } from "../harness/bundle.ts";
import { isolateStartCpu } from "./isolate-start.ts";
import { type Spread, spreadOf } from "./statistics.ts";

export interface Sizes {
  /** What `wrangler deploy` uploads of the example application, its text files with it, gzipped. */
  readonly bundleBytes: Spread;
  /** CPU beyond what an empty Worker takes. */
  readonly startCpuMs: Spread;
}

/** A start is short, and what else runs on the machine disturbs single ones. */
const STARTS_A_ROUND = 5;

export async function measureSizes(rounds: number): Promise<Sizes> {
  const { text, textModules } = await bundleWorker("src/index.ts", { deployed: true });
  return {
    bundleBytes: spreadOf([gzipSync(Buffer.from([text, ...textModules.map((module) => module.text)].join(""))).length]),
    startCpuMs: spreadOf(await isolateStartCpu(text, textModules, rounds * STARTS_A_ROUND)),
  };
}
