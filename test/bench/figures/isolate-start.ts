import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { unstable_readConfig } from "wrangler";
import { ROOT } from "../../harness/bundle.ts";
import type { TextModule } from "../../harness/text-modules.ts";
import { preciseCpuMs } from "./process-cpu.ts";

/** The runtime's program; its package has no types. */
const { default: WORKERD } = createRequire(import.meta.url)("workerd") as { readonly default: string };

const runFile = promisify(execFile);
/** A configuration holds the Worker and its text files. */
const MAX_CONFIGURATION_BYTES = 64 * 1024 * 1024;

/** A Worker that does nothing: its start is the cost of the runtime itself. */
const EMPTY = "export class Orchestrator {}\nexport default { fetch: () => new Response() };\n";

/**
 * CPU that an isolate's start takes: reading a Worker's text and evaluating its global scope, which is what Cloudflare
 * limits and calls the startup time. A bare runtime loads the Worker and says that it listens; what it has used by then,
 * all threads, beyond what it has used for an empty Worker in the same round.
 */
export async function isolateStartCpu(
  worker: string,
  textModules: readonly TextModule[],
  rounds: number,
): Promise<number[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "isolate-start-"));
  try {
    const product = await configurationOf(folder, "product", worker, textModules);
    const empty = await configurationOf(folder, "empty", EMPTY, []);
    const differences: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const floor = await cpuUntilListening(empty);
      differences.push((await cpuUntilListening(product)) - floor);
    }
    return differences;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * The path of a configuration of the runtime with one Worker, which has nothing bound. It is binary, as a platform hands it
 * over: to read one that is text, with the Worker in it, takes CPU that no isolate's start takes.
 */
async function configurationOf(
  folder: string,
  name: string,
  worker: string,
  textModules: readonly TextModule[],
): Promise<string> {
  // From this date on `nodejs_compat` is part of the runtime.
  const { compatibility_date } = unstable_readConfig(
    { config: path.join(ROOT, "wrangler.toml") },
    { hideWarnings: true },
  );
  await writeFile(path.join(folder, `${name}.mjs`), worker);
  for (const module of textModules) await writeFile(path.join(folder, module.name), module.text);
  const texts = textModules.map((module) => `, (name = "${module.name}", text = embed "${module.name}")`);
  const source = path.join(folder, `${name}.capnp`);
  await writeFile(
    source,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "${name}.mjs")${texts.join("")}],
  compatibilityDate = "${compatibility_date}",
);
`,
  );
  const { stdout } = await runFile(WORKERD, ["compile", "--config-only", source], {
    encoding: "buffer",
    maxBuffer: MAX_CONFIGURATION_BYTES,
  });
  const file = path.join(folder, `${name}.bin`);
  await writeFile(file, stdout);
  return file;
}

async function cpuUntilListening(configuration: string): Promise<number> {
  const runtime = spawn(WORKERD, ["serve", "--control-fd=3", "--binary", configuration], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  const ended = once(runtime, "exit");
  try {
    const { pid } = runtime;
    if (pid === undefined) throw new Error("The runtime did not start");
    // It reports each socket that it listens on; no report = it has ended.
    for await (const line of createInterface({ input: runtime.stdio[3] as Readable })) {
      if (line.includes('"listen"')) return await preciseCpuMs(pid);
    }
    throw new Error("The runtime refused the Worker");
  } finally {
    runtime.kill("SIGKILL");
    await ended;
  }
}
