import { gzipSync } from "node:zlib";
import { bundleWorker } from "../../harness/bundle.ts";
import { isolateStartCpu } from "./isolate-start.ts";
import { type Spread, spreadOf } from "./statistics.ts";

export interface Sizes {
  /** The upload of `wrangler deploy` for the example application with its text files, gzipped. */
  readonly bundleBytes: Spread;
  /** CPU time more than that of an empty Worker. */
  readonly startCpuMs: Spread;
}

/** Many starts are measured, because a start is short and other load of the machine disturbs some of them. */
const STARTS_A_ROUND = 5;

export async function measureSizes(rounds: number): Promise<Sizes> {
  const { text, textModules } = await bundleWorker("src/index.ts", { deployed: true });
  return {
    bundleBytes: spreadOf([gzipSync(Buffer.from([text, ...textModules.map((module) => module.text)].join(""))).length]),
    startCpuMs: spreadOf(await isolateStartCpu(text, textModules, rounds * STARTS_A_ROUND)),
  };
}
