// `npm start`: migrates the local D1 database, runs the Worker in the local runtime, and says what to try next.
// Plain JavaScript, so that a Node that is too old can still print what is missing.
import { spawn } from "node:child_process";
import process from "node:process";

const URL = "http://localhost:5000";
const NEEDED_MAJOR = 22;

const major = Number(process.versions.node.split(".")[0]);
if (major < NEEDED_MAJOR) {
  console.error(
    `The local runtime needs Node ${NEEDED_MAJOR} or newer; this is ${process.version}. ` +
      "On Linux (x64) `npm ci` brings Node 24 along: run this with `npm start`. Elsewhere install Node 24.",
  );
  process.exit(1);
}

const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };
const wrangler = (args) => spawn("wrangler", args, { env, stdio: "inherit", shell: process.platform === "win32" });

const migrated = await exitCode(wrangler(["d1", "migrations", "apply", "DB", "--local"]));
if (migrated !== 0) process.exit(migrated);

const server = wrangler(["dev", "--show-interactive-dev-session=false", ...process.argv.slice(2)]);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
greetWhenReady();
process.exit(await exitCode(server));

async function greetWhenReady() {
  while (server.exitCode === null) {
    if (await isHealthy()) {
      console.log(greeting());
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function isHealthy() {
  try {
    return (await fetch(`${URL}/health`)).ok;
  } catch {
    return false;
  }
}

function greeting() {
  return `
taipy-edge is ready on ${URL}. Try, in another terminal:

  curl -X POST '${URL}/api/v1/scenarios/?config_id=my_awesome_scenario'   # create a scenario
  curl ${URL}/api/v1/datanodes/                                           # its data nodes
  curl -X POST ${URL}/api/v1/scenarios/submit/<scenario id>/              # run it
  curl ${URL}/api/v1/jobs/                                                # its jobs
  curl ${URL}/api/v1/datanodes/<forecast_value id>/read/                  # its result

Your application is src/app/: saving a file reloads it. Data stay in .wrangler/; Ctrl+C ends the service.
`;
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
