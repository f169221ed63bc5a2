import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearestName } from "../../core/names/nearest-name.ts";
import { messageWithPlace } from "../error-place.mjs";
import { newBuildId } from "../traces/write-line-table.mjs";
import { conduct, type Ran, type Tools } from "./conduct.ts";
import { addressOf, problemsOf, tablePlaceOf, type WranglerConfig, warningsOf } from "./settings.ts";
import type { HealthAnswer } from "./verdict.ts";
import { withLineTable } from "./with-line-table.ts";
import { entriesOf } from "./wrangler-output.ts";

const OPTIONS = {
  "dry-run": { type: "boolean" },
  env: { type: "string", short: "e" },
  config: { type: "string", short: "c" },
  url: { type: "string" },
  header: { type: "string", multiple: true },
  gradual: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

const HELP = `npx taipy-edge deploy [options]

Checks the configuration, applies the migrations that D1 lacks, deploys, waits until the new version answers /health, and
goes back to the version before when it does not. It needs an account of Cloudflare: \`npx wrangler login\`, or the
variable CLOUDFLARE_API_TOKEN.

  --dry-run              checks and bundles only, without an account
  --env, -e staging      an environment of wrangler.toml
  --config, -c file      wrangler's configuration file
  --url https://…        where the service answers; by itself its custom domain or its workers.dev address
  --header name:value    a header for /health, such as the credentials of Cloudflare Access; once for each
  --gradual 10           gives the new version so many percent of the requests; needs --url

Exit codes: 0 = deployed and verified; 1 = not deployed, taken back, or not all well, as before; 3 = deployed, not
verified: something before the service, such as a login page, answers /health.
`;

const CHECK_CONFIG = fileURLToPath(new URL("../check-config.mjs", import.meta.url).href);

/**
 * \`taipy-edge deploy\`.
 * @param args what follows it on the command line
 * @returns the exit code: 0 = the new version is live and in order, 3 = it is live, and not verified
 */
export async function deploy(args: readonly string[]): Promise<number> {
  try {
    const given = read(args);
    if (given === null) return 0;
    return await run(given);
  } catch (error) {
    console.error(messageWithPlace(error));
    return 1;
  }
}

interface Given {
  readonly isDryRun: boolean;
  readonly gradual: number | null;
  readonly url: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** For each command of wrangler, and for the check of the configuration. */
  readonly place: readonly string[];
  readonly env: string | undefined;
  readonly config: string | undefined;
}

/** null: only help was asked for, which is printed. */
function read(args: readonly string[]): Given | null {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  for (const token of tokens) refuseUnknown(token);
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help === true) {
    console.log(HELP);
    return null;
  }
  const gradual = values.gradual === undefined ? null : Number(values.gradual);
  if (gradual !== null && !(Number.isInteger(gradual) && gradual > 0 && gradual < 100)) {
    throw new Error(`--gradual ${values.gradual}: write the percentage of the requests, a whole number from 1 to 99.`);
  }
  if (gradual !== null && values.url === undefined)
    throw new Error("--gradual needs --url, where the service answers.");
  if (values.url !== undefined && !URL.canParse(values.url)) throw new Error(`--url ${values.url} is no address.`);
  const { env, config } = values;
  return {
    isDryRun: values["dry-run"] === true,
    gradual,
    url: values.url === undefined ? null : new URL(values.url).origin,
    headers: Object.fromEntries((values.header ?? []).map(headerOf)),
    place: [...(env === undefined ? [] : ["--env", env]), ...(config === undefined ? [] : ["--config", config])],
    env,
    config,
  };
}

interface Token {
  readonly kind: string;
  readonly name?: string;
  readonly rawName?: string;
  readonly value?: string | boolean | undefined;
}

function refuseUnknown({ kind, name = "", rawName = "", value }: Token): void {
  if (kind === "positional") throw new Error(`\`taipy-edge deploy\` takes no \`${value}\`.\n\n${HELP}`);
  if (kind !== "option") return;
  if (!Object.hasOwn(OPTIONS, name)) {
    const nearest = nearestName(name, Object.keys(OPTIONS));
    const meant = nearest === null ? "" : ` Did you mean --${nearest}?`;
    throw new Error(`\`taipy-edge deploy\` has no option ${rawName}.${meant}\n\n${HELP}`);
  }
  const { type } = OPTIONS[name as keyof typeof OPTIONS];
  const isMissing = value === undefined || value === "" || String(value).startsWith("--");
  if (type === "string" && isMissing) throw new Error(`${rawName} needs a value.\n\n${HELP}`);
}

function headerOf(text: string): readonly [string, string] {
  const at = text.indexOf(":");
  if (at < 1) throw new Error(`--header ${text} is no header: write --header name:value.`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

async function run({ isDryRun, gradual, url, headers, place, env, config: file }: Given): Promise<number> {
  const config = await configOf(file, env);
  for (const warning of warningsOf(config)) console.warn(`warning: ${warning}`);
  const say = (text: string) => console.log(text);
  const build = newBuildId();
  const tools: Tools = {
    wrangler: withLineTable({ wrangler: (args) => wrangler([...args, ...place]), say }, tablePlaceOf(config), build),
    async check() {
      const problems = problemsOf(config, url !== null);
      for (const problem of problems) console.error(`error: ${problem}`);
      const { isDone } = await command(CHECK_CONFIG, place, { TAIPY_BUILD: build });
      return isDone && problems.length === 0;
    },
    health: (address, more, ms) => health(address, { ...headers, ...more }, ms),
    sleep: (ms) => sleep(ms),
    nowMs: () => performance.now(),
    say,
  };
  const { isDone, exitCode } = await conduct({ isDryRun, gradual, address: url ?? addressOf(config) }, tools);
  if (isDone && gradual !== null) console.log(PROMOTE);
  return exitCode;
}

const PROMOTE = "When you trust it: `npx wrangler versions deploy <its id>@100%`, or `npx taipy-edge deploy`.";

async function configOf(file: string | undefined, env: string | undefined): Promise<WranglerConfig> {
  const { unstable_readConfig: readConfig } = await import("wrangler");
  return readConfig({ config: file, env }, { hideWarnings: true }) as WranglerConfig;
}

async function health(address: string, headers: Readonly<Record<string, string>>, ms: number): Promise<HealthAnswer> {
  try {
    const answer = await fetch(`${address}/health`, { headers, signal: AbortSignal.timeout(ms), redirect: "manual" });
    const isHtml = answer.headers.get("content-type")?.includes("html") ?? false;
    const seen = { status: answer.status, location: answer.headers.get("location"), isHtml };
    const text = await answer.text().catch(() => "");
    return { ...seen, body: parsed(text) };
  } catch {
    return { status: null };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Runs a command of wrangler, which never asks anything: its input is empty. */
async function wrangler(args: readonly string[]): Promise<Ran> {
  const script = createRequire(path.join(process.cwd(), "package.json")).resolve("wrangler/package.json");
  const folder = mkdtempSync(path.join(tmpdir(), "taipy-edge-deploy-"));
  const file = path.join(folder, "output.ndjson");
  try {
    const environment = { WRANGLER_OUTPUT_FILE_PATH: file, FORCE_COLOR: "0" };
    const { isDone, output } = await command(path.join(path.dirname(script), "bin/wrangler.js"), args, environment);
    return { isDone, output, entries: existsSync(file) ? entriesOf(readFileSync(file, "utf8")) : [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a script under this Node, and shows what it prints. */
function command(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly isDone: boolean; readonly output: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly isDone: boolean; readonly output: string }>();
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const pieces: string[] = [];
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    from.setEncoding("utf8").on("data", (piece: string) => {
      pieces.push(piece);
      to.write(piece);
    });
  }
  child.on("error", reject);
  child.on("close", (code) => resolve({ isDone: code === 0, output: pieces.join("") }));
  return promise;
}
