import { gzipSync } from "node:zlib";
import { transform } from "esbuild";
import { bundleWorker } from "../harness/bundle.ts";
import { start } from "./fleet.ts";
import { ask } from "./load.ts";
import { cpuMs } from "./process-cpu.ts";
import { type Spread, spreadOf } from "./statistics.ts";

export interface Sizes {
  /** As `wrangler deploy` uploads the Worker of the example application, gzipped. */
  readonly bundleBytes: Spread;
  readonly minifiedBundleBytes: Spread;
  /** CPU from nothing to the first answer, beyond what a Worker without any product takes. */
  readonly startCpuMs: Spread;
}

const SOURCE_MAP = /\/\/# sourceMappingURL=.*\s*$/;

export async function measureSizes(starts: number): Promise<Sizes> {
  const code = (await bundleWorker("src/index.ts")).replace(SOURCE_MAP, "");
  const { code: minified } = await transform(code, { minify: true, keepNames: true, format: "esm" });
  const size = (text: string): Spread => spreadOf([gzipSync(Buffer.from(text)).length]);
  return { bundleBytes: size(code), minifiedBundleBytes: size(minified), startCpuMs: await startCpu(starts) };
}

async function startCpu(starts: number): Promise<Spread> {
  const differences: number[] = [];
  for (let index = 0; index < starts; index += 1) {
    const floor = await firstAnswerCpu("floor", "/bare");
    differences.push((await firstAnswerCpu("product", "/api/v1/config/")) - floor);
  }
  return spreadOf(differences);
}

/** What one fresh runtime has used when its first request is answered; the request asks nothing of the platform. */
async function firstAnswerCpu(kind: "floor" | "product", path: string): Promise<number> {
  const { url, pid, stop } = await start(kind);
  try {
    await ask(url, { method: "GET", path });
    return await cpuMs(pid);
  } finally {
    await stop();
  }
}
