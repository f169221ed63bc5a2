// Runs the service of `npm start` until a signal ends it, and checks the configuration of the application at each reload.
import { spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { watchedConfiguration } from "../configuration-watch.mjs";
import { endRuntimeWithThisProcess } from "./end-together.mjs";
import { greeting, scenarioConfigs, scenariosChanged } from "./greeting.mjs";
import { startServer } from "./server.mjs";

/** @param {ReturnType<typeof import("./arguments.mjs").readArguments>} args */
export async function run(args) {
  const runtimeHasEnded = endRuntimeWithThisProcess();
  const configuration = watchedConfiguration(() => checkConfiguration(process.argv.slice(2)), console.log);
  let scenarios = null;
  let tasks = Promise.resolve();
  const queue = (task) => {
    tasks = tasks.then(task);
  };
  const server = await startServer({
    args,
    say: console.log,
    onStart: (started) =>
      queue(async () => {
        scenarios = await scenarioConfigs(started);
        console.log(greeting(started, scenarios));
      }),
    onReload: ({ failure, text, started }) =>
      queue(async () => {
        const isRight = await configuration.isRight();
        if (failure === null) {
          const now = await scenarioConfigs(started);
          const changed = scenariosChanged(started, scenarios, now);
          for (const line of [text, changed]) if (line !== null) console.log(line);
          scenarios = now ?? scenarios;
          return;
        }
        // A wrong configuration has been printed.
        if (isRight) console.error(failure.message);
        console.log("\nThe service answers 503 until it can start. It starts again when a file is saved.\n");
      }),
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.once(signal, async () => {
      await server.stop();
      runtimeHasEnded();
      process.exit(0);
    });
  }
  await server.failed;
}

/** In a process of its own, so that an application that hangs or exits does not stop this one. */
function checkConfiguration(flags) {
  const script = fileURLToPath(new URL("../check-config.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ output, ok: code === 0 })));
}
