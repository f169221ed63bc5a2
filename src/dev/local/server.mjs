// What `npm start` runs: wrangler's own reader of configurations and its bundler, and the local runtime.
// docs/decisions/044-npm-start-runs-miniflare.md, instead of docs/decisions/032-npm-start-runs-wrangler-dev.md
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { claim } from "./claims/only-one.mjs";
import { freePort, listening } from "./claims/ports.mjs";
import { createControllers, inputOf, watchVariableFiles } from "./controllers.mjs";
import { startCrons } from "./crons.mjs";
import { serviceWorkers, urlOf } from "./miniflare-options.mjs";
import { readableLine } from "./output/log-line.mjs";
import { traceReader } from "./output/traces.mjs";
import { createRuntime, migrate } from "./runtime.mjs";
import { isLoopback, settingsOf } from "./settings.mjs";
import { StartError } from "./start-error.mjs";

/**
 * Runs the service until `stop`.
 * @param {object} given
 * @param {ReturnType<typeof import("./arguments.mjs").readArguments>} given.args
 * @param {(started: { url: string, needsKey: boolean, folder: string }) => void} given.onStart at the first start, and when the
 *   address changes
 * @param {(failure: Error | null) => void} given.onReload after each bundle; `failure` = why it could not be started
 */
export async function startServer({ args, onStart, onReload }) {
  let isVerbose = false;
  const runtime = createRuntime({ print: (level, text) => printLog(level, readableLine(text, { isVerbose })) });
  const { promise: failed, reject: fail } = Promise.withResolvers();
  failed.catch(() => undefined);
  let reloads = Promise.resolve();
  let socket = null;
  let isStarted = false;
  let stopCrons = () => undefined;

  async function reload({ config, bundle }) {
    const fileConfig = controllers.config.latestWranglerConfig;
    const folder = config.dev.persist;
    const { address, port, variables, needsKey } = settingsOf(config, process.env);
    isVerbose = variables.LOG_LEVEL !== undefined;
    refuseUnsupported(config, fileConfig, { address, mode: variables.AUTH_MODE });
    refuseMissing(files(fileConfig));
    if (socket === null) await prepareData({ fileConfig, env: config.env, folder });
    const isMoved = socket?.address !== address || socket.wanted !== port;
    if (isMoved) socket = { address, wanted: port, port: await portFor({ address, port }, socket) };

    stopCrons();
    const workers = serviceWorkers({ config, fileConfig, bundle, variables });
    const readTraces = traceReader(bundle, process.cwd());
    const { port: taken, result: failure } = await listening({
      socket,
      isAny: !isStarted && port === 0,
      run: (at) => runtime.run({ socket: at, workers, folder, readTraces }),
    });
    socket.port = taken;
    isStarted = true;
    if (failure === null) stopCrons = crons(config);
    onReload(failure === null ? null : new Error(readTraces(failure.message)));
    if (isMoved) onStart({ url: urlOf(socket), needsKey, folder: readable(folder) });
  }

  const files = ({ configPath }) => ({ folder: path.dirname(configPath), envFiles: args.envFiles });

  const crons = ({ name, triggers }) =>
    startCrons(
      triggers.filter(({ type }) => type === "cron").map(({ cron }) => cron),
      (cron, time) =>
        runtime.scheduled(name, cron, time).catch((error) => console.error(`The cron ${cron} failed:`, error)),
    );

  const controllers = createControllers({
    onBundle: (event) => {
      reloads = reloads
        .then(() => reload(event))
        .catch((error) => (isStarted ? console.error(error.message) : fail(error)));
    },
  });
  await controllers.startWorker(inputOf(args));
  const variableFiles = files(controllers.config.latestWranglerConfig);
  const stopWatching = watchVariableFiles(variableFiles, () => controllers.config.patch({}));
  return {
    failed,
    stop: async () => {
      stopWatching();
      stopCrons();
      await controllers.teardown();
      await runtime.stop();
    },
  };
}

async function prepareData({ fileConfig, env, folder }) {
  const claimed = await claim(folder);
  if (!claimed.claimed) {
    throw new StartError(
      `Another \`npm start\` (process ${claimed.by}) uses the data in ${folder}. End it, or give this one a folder of its own: ` +
        "npm start -- --port 5001 --persist-to .wrangler/other",
    );
  }
  for (const file of await migrate({ fileConfig, env, folder })) console.log(`Migrated the database: ${file}`);
}

/** The service's own port is taken by the service itself until it moves to another address of this machine. */
async function portFor({ address, port }, own) {
  if (own === null || port !== own.port) return freePort({ address, port });
  await freePort({ address, port: 0 });
  return port;
}

/** Settings that this server can't follow, or not safely. */
function refuseUnsupported({ dev, bindings }, { configPath }, { address, mode }) {
  const file = path.basename(configPath);
  if (mode === "loopback" && !isLoopback(address)) {
    throw new StartError(
      `AUTH_MODE=loopback believes the host name that a caller sends, so it must not listen on ${address}, which other ` +
        "machines reach. Set AUTH_MODE to required, or listen on this machine only: npm start -- --ip 127.0.0.1",
    );
  }
  if (dev.server.secure) {
    throw new StartError(`\`npm start\` serves http only: remove local_protocol = "https" from [dev] in ${file}.`);
  }
  const remote = Object.entries(bindings).filter(([, binding]) => binding.remote === true);
  if (remote.length > 0) {
    const names = remote.map(([name]) => name).join(", ");
    throw new StartError(
      `\`npm start\` is local, and ${file} makes ${names} remote. Remove \`remote = true\`, or name an environment without it: ` +
        "npm start -- --env local",
    );
  }
}

/** Wrangler passes over files that do not exist, and an AUTH_MODE that was to be in one would be missing without a word. */
function refuseMissing({ folder, envFiles = [] }) {
  const missing = envFiles.find((file) => !existsSync(path.resolve(folder, file)));
  if (missing !== undefined) throw new StartError(`--env-file ${missing} names no file of ${folder}.`);
}

/** The path from here, if the folder lies below. */
function readable(folder) {
  const relative = path.relative(process.cwd(), folder);
  return relative.startsWith("..") ? folder : relative;
}

function printLog(level, text) {
  if (text === null) return;
  if (level === "error") console.error(text);
  else if (level === "warn") console.warn(text);
  else console.log(text);
}
