// `npm start`: migrates the local D1 database, runs the Worker in the local runtime, and prints first commands to try.
// Plain JavaScript, so that an older Node can run it, too, and print which version is needed.
import process from "node:process";
import { argumentsOfProcess } from "./local/arguments.mjs";

const NEEDED_MAJOR = 22;

const major = Number(process.versions.node.split(".")[0]);
if (major < NEEDED_MAJOR) {
  console.error(
    `The local runtime needs Node ${NEEDED_MAJOR} or newer; this is ${process.version}. ` +
      "On Linux (x64) `npm ci` brings Node 24 along: run this with `npm start`. Elsewhere install Node 24.",
  );
  process.exit(1);
}

const args = argumentsOfProcess();
Object.assign(process.env, {
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_LOG: process.env.WRANGLER_LOG ?? "warn",
  WRANGLER_SEND_METRICS: "false",
});

try {
  const { run } = await import("./local/run.mjs");
  await run(args);
} catch (error) {
  const { messageWithPlace } = await import("./error-place.mjs");
  const hint = error?.code === "ERR_MODULE_NOT_FOUND" ? "\n\nRun `npm ci` first." : "";
  console.error(`${messageWithPlace(error)}${hint}`);
  process.exit(1);
}
