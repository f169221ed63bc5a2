import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { requireWrangler } from "../required-packages.ts";
import { environmentProblems } from "./environments.ts";

const CHECK_CONFIG = fileURLToPath(new URL("../../check-config.mjs", import.meta.url).href);

/** Checks the configuration, the environments of wrangler.toml, and the types; each also when another one has problems. */
export async function checkProject(args: readonly string[]): Promise<number> {
  requireWrangler();
  const configuration = run(CHECK_CONFIG, args);
  if (args.includes("--help") || args.includes("-h")) return codeOf(configuration);
  return Math.max(codeOf(configuration), await checkEnvironments(args), checkTypes());
}

async function checkEnvironments(args: readonly string[]): Promise<number> {
  const { problems, from } = await environmentProblems(args);
  for (const problem of problems) console.error(`error: ${problem}\n  --> ${from}\n`);
  return problems.length === 0 ? 0 : 1;
}

function checkTypes(): number {
  const tsc = compilerOf(process.cwd());
  if (tsc === null || !existsSync("tsconfig.json")) return 0;
  const code = codeOf(run(tsc, ["--noEmit"]));
  if (code === 0) console.log("The types have no errors.");
  return code === 0 ? 0 : 1;
}

/** The project's own compiler; null = it has none. */
function compilerOf(folder: string): string | null {
  try {
    const manifest = createRequire(path.join(folder, "package.json")).resolve("typescript/package.json");
    return path.join(path.dirname(manifest), "bin/tsc");
  } catch {
    return null;
  }
}

const run = (script: string, args: readonly string[]) =>
  spawnSync(process.execPath, [script, ...args], { stdio: "inherit" });
/** A process that a signal has ended has no code. */
const codeOf = ({ status }: SpawnSyncReturns<Buffer>): number => status ?? 1;
