// `npm start`: migrates the local D1 database, runs the Worker in the local runtime, and prints first commands to try.
// Plain JavaScript, so that an older Node can run it, too, and print which version is needed.
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { watchedConfiguration } from "./configuration-watch.mjs";
import { authModeArguments } from "./loopback-access.mjs";

const SERVICE = `http://localhost:${portOf(process.argv.slice(2))}`;
const NEEDED_MAJOR = 22;
/** Waits this long after a change, because an editor saves a file in several steps. */
const SAVING_MS = 200;

const major = Number(process.versions.node.split(".")[0]);
if (major < NEEDED_MAJOR) {
  console.error(
    `The local runtime needs Node ${NEEDED_MAJOR} or newer; this is ${process.version}. ` +
      "On Linux (x64) `npm ci` brings Node 24 along: run this with `npm start`. Elsewhere install Node 24.",
  );
  process.exit(1);
}

// docs/decisions/032-npm-start-runs-wrangler-dev.md
const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };
const wrangler = (args) => spawn("wrangler", args, { env, stdio: "inherit", shell: process.platform === "win32" });

const migrated = await exitCode(wrangler(["d1", "migrations", "apply", "DB", "--local"]));
if (migrated !== 0) process.exit(migrated);

let server;
let isEnding = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    isEnding = true;
    server?.kill(signal);
  });
}
const configuration = watchConfiguration();
for (;;) {
  const args = process.argv.slice(2);
  const mode = authModeArguments(args, process.cwd());
  server = wrangler(["dev", "--show-interactive-dev-session=false", ...args, ...mode]);
  greetWhenReady();
  const code = await exitCode(server);
  // The local runtime ends when the Worker throws at its start, which a wrong configuration causes.
  if (isEnding || code === 0 || !(await configuration.hasBeenWrong())) process.exit(code);
  console.log("\nThe service starts again as soon as the configuration has no errors.\n");
  await configuration.becomesRight();
}

async function greetWhenReady() {
  while (server.exitCode === null) {
    if (await isHealthy()) {
      console.log(greeting(await firstScenarioConfig()));
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Checks the configuration when a file of the application is saved (wrangler reloads the file), and prints new problems. */
function watchConfiguration() {
  let timer;
  const configuration = watchedConfiguration(checkConfiguration, console.log);
  configuration.isRight();
  watch(fileURLToPath(new URL("../app", import.meta.url)), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(configuration.isRight, SAVING_MS);
  });
  return configuration;
}

/** In a process of its own, so that an application that hangs or exits does not stop this one. */
function checkConfiguration() {
  const script = fileURLToPath(new URL("check-config.mjs", import.meta.url));
  const child = spawn(process.execPath, [script], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ output, ok: code === 0 })));
}

async function isHealthy() {
  try {
    return (await fetch(`${SERVICE}/health`)).ok;
  } catch {
    return false;
  }
}

/** The first config id that can be created, when the service shows its configuration without a key. */
async function firstScenarioConfig() {
  const answer = await fetch(`${SERVICE}/api/v1/config/`).catch(() => undefined);
  const { SCENARIO = {} } = answer?.ok ? await answer.json() : {};
  return Object.keys(SCENARIO).find((id) => id !== "default") ?? "<config id>";
}

function greeting(configId) {
  const api = `${SERVICE}/api/v1`;
  const commands = [
    [`curl -X POST '${api}/scenarios/?config_id=${configId}'`, "create a scenario"],
    [`curl ${api}/datanodes/`, "its data nodes"],
    [`curl -X POST ${api}/scenarios/submit/<scenario id>/`, "run it"],
    [`curl ${api}/jobs/`, "its jobs"],
    [`curl ${api}/datanodes/<data node id>/read/`, "a result"],
  ];
  const width = Math.max(...commands.map(([command]) => command.length));
  return `
taipy-edge is ready on ${SERVICE}. Try, in another terminal:

${commands.map(([command, what]) => `  ${command.padEnd(width)}   # ${what}`).join("\n")}

Your application is src/app/: saving a file reloads it. Data stay in .wrangler/; Ctrl+C ends the service.
`;
}

/** The port that the arguments for wrangler name, or that of wrangler.toml. */
function portOf(args) {
  const [, port = "5000"] = /(?:^| )--port[ =](\d+)/.exec(args.join(" ")) ?? [];
  return port;
}

function exitCode(child) {
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(`wrangler did not start (${error.message}): run \`npm ci\` first.`);
      resolve(1);
    });
    child.on("exit", (code, signal) => resolve(code ?? (signal === null ? 1 : 130)));
  });
}
