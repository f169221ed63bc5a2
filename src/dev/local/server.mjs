// What `npm start` runs: wrangler's own reader of configurations and its bundler, a watcher of files, and the local runtime.
// docs/decisions/044-npm-start-runs-miniflare.md, instead of docs/decisions/032-npm-start-runs-wrangler-dev.md
import path from "node:path";
import process from "node:process";
import { messageWithPlace } from "../error-place.mjs";
import { claimData } from "./claims/only-one.mjs";
import { freePort, listening } from "./claims/ports.mjs";
import { startCrons } from "./crons.mjs";
import { createMigrator, migrationsFolder } from "./migrator.mjs";
import { fingerprint, serviceWorkers, urlOf } from "./miniflare-options.mjs";
import { lineTableBinding, lineTableOfBundle } from "./output/line-table-binding.mjs";
import { readableLine } from "./output/log-line.mjs";
import { shapesBinding } from "./output/shapes-binding.mjs";
import { traceReader } from "./output/traces.mjs";
import { refuseMissing, refuseUnsupported } from "./refusals.mjs";
import { createRuntime } from "./runtime.mjs";
import { settingsOf } from "./settings.mjs";
import { createControllers, inputOf } from "./watch/controllers.mjs";
import { packageFiles, packagesToInstall } from "./watch/packages.mjs";
import { watchProject } from "./watch/watcher.mjs";

/**
 * Runs the service until `stop`.
 *
 * A save that can't be bundled changes nothing: the Worker from before goes on. One that is bundled and can't start is answered
 * with 503 until the next save. docs/decisions/094-what-a-wrong-save-does.md
 * @param {object} given
 * @param {ReturnType<typeof import("./arguments.mjs").readArguments>} given.args
 * @param {(started: Started) => void} given.onStart when the service answers at an address for the first time
 * @param {(reload: { failure: Error | null, text: string | null, started: Started }) => void} given.onReload after each bundle;
 *   `failure` = why it could not be started, `text` = what was reloaded otherwise
 * @param {(text: string) => void} given.say prints a line
 * @typedef {{ url: string, needsKey: boolean, adminKey: unknown, folder: string }} Started
 */
export async function startServer({ args, onStart, onReload, say }) {
  let isVerbose = false;
  const runtime = createRuntime({ print: (level, text) => printLog(level, readableLine(text, { isVerbose })) });
  const migrator = createMigrator();
  const { promise: failed, reject: fail } = Promise.withResolvers();
  failed.catch(() => undefined);
  let socket = null;
  /** What the last right configuration says; null while it is wrong. */
  let settled = null;
  /** The fingerprint of what runs; null = the guard alone. */
  let running = null;
  let hasListened = false;
  let isGreeted = false;
  let watcher = null;
  /** The files that were saved since the last reload. */
  let lineTable = null;
  let saved = [];
  let stopCrons = () => undefined;

  let steps = Promise.resolve();
  const queue = (step) => {
    steps = steps.then(step).catch((error) => (hasListened ? stay(messageWithPlace(error)) : fail(error)));
  };
  const started = () => ({
    url: urlOf(socket),
    needsKey: settled.needsKey,
    adminKey: settled.variables.ADMIN_KEY,
    folder: readable(settled.dataFolder),
  });

  /** Each time that the configuration was read: claims data and port, and migrates, while the bundler is at work. */
  async function settle(config) {
    settled = null;
    const fileConfig = controllers.config.latestWranglerConfig;
    const settings = settingsOf(config, process.env);
    const { address, port, variables } = settings;
    refuseUnsupported(config, { file: fileConfig.configPath, address, mode: variables.AUTH_MODE });
    refuseMissing(path.dirname(fileConfig.configPath), args.envFiles);
    if (socket === null) await claimData(config.dev.persist, () => (socket === null ? null : urlOf(socket)));
    if (socket?.address !== address || socket.wanted !== port) {
      socket = { address, wanted: port, port: await portFor({ address, port }, socket) };
      isGreeted = false;
    }
    const dataFolder = config.dev.persist;
    if (await migrator.hasNew(fileConfig)) {
      // They and the Worker would write to the database at once.
      running = null;
      await runtime.stop();
      const applied = await migrator.apply({ fileConfig, env: config.env, folder: dataFolder });
      if (applied.length > 0) say(migratedText(applied));
    }
    settled = { ...settings, fileConfig, dataFolder };
  }

  async function reload({ config, bundle }) {
    watcher?.follow({ inputs: inputsOf(bundle, config) });
    if (settled === null) return;
    const { fileConfig, variables, address, port } = settled;
    isVerbose = variables.LOG_LEVEL !== undefined;
    lineTable = lineTableOfBundle(bundle, path.dirname(fileConfig.configPath));
    const services = { ...lineTableBinding(() => lineTable), ...shapesBinding(fileConfig) };
    const workers = serviceWorkers({ config, fileConfig, bundle, variables, services });
    const next = fingerprint({ workers, address, port });
    const readTraces = traceReader(bundle, process.cwd());
    const isSame = next === running;
    // The same code may come from other lines.
    if (isSame) runtime.readTracesWith(readTraces);
    const failure = isSame ? null : await replace({ workers, readTraces, config });
    running = failure === null ? next : null;
    tellStart();
    onReload({
      failure: failure === null ? null : new Error(readTraces(failure.message)),
      text: reloadText({ saved, isSame }),
      started: started(),
    });
    saved = [];
  }

  /** @returns {Promise<Error | null>} why the Workers could not be started */
  async function replace({ workers, readTraces, config, problem = null }) {
    stopCrons();
    const { port, result } = await listening({
      socket,
      isAny: !hasListened && socket.wanted === 0,
      run: (at) => runtime.run({ socket: at, workers, folder: config.dev.persist, readTraces, problem }),
    });
    socket.port = port;
    hasListened = true;
    if (result === null && workers.length > 0) stopCrons = crons(config);
    return result;
  }

  function tellStart() {
    if (isGreeted || running === null) return;
    isGreeted = true;
    onStart(started());
  }

  /** The configuration can't be read or followed, or the files can't be bundled. */
  async function stay(problem) {
    console.error(problem);
    if (running !== null) {
      say("The service goes on as before this save.");
      return;
    }
    if (socket === null) return;
    await replace({ workers: [], readTraces: (text) => text, config: controllers.config.latestConfig, problem });
    say(`${urlOf(socket)} answers 503 until the service can start. It starts when a file is saved.`);
  }

  const crons = ({ name, triggers }) =>
    startCrons(
      triggers.filter(({ type }) => type === "cron").map(({ cron }) => cron),
      (cron, time) =>
        runtime.scheduled(name, cron, time).catch((error) => console.error(`The cron ${cron} failed:`, error)),
    );

  const controllers = createControllers({
    onConfig: (config) => queue(() => settle(config)),
    onBundle: (event) => queue(() => reload(event)),
    onProblem: (problem) => queue(() => stay(problem)),
  });
  const config = await controllers.startWorker(inputOf(args)).then(() => controllers.config.latestConfig);
  const fileConfig = controllers.config.latestWranglerConfig;
  const folder = path.dirname(fileConfig.configPath);
  const tellPackages = async () => {
    const text = await packagesToInstall(folder);
    if (text !== null) say(text);
  };
  watcher = watchProject({
    folder,
    dataFolder: config.dev.persist,
    files: [
      fileConfig.configPath,
      ...(args.envFiles ?? []).map((file) => path.resolve(folder, file)),
      ...packageFiles(folder),
    ],
    onChange: (changed) => {
      saved = [...new Set([...saved, ...changed.map(readable)])];
      if (changed.some((file) => packageFiles(folder).includes(file))) queue(tellPackages);
      if (changed.some((file) => isAsset(config, file))) running = null;
      controllers.config.patch({});
    },
  });
  watcher.follow({ folders: followedFolders(config, fileConfig), inputs: [config.entrypoint] });
  queue(tellPackages);
  return {
    failed,
    stop: async () => {
      stopCrons();
      await watcher.close();
      await controllers.teardown();
      await runtime.stop();
    },
  };
}

/** The service's own port is taken by the service itself until it moves to another address of this machine. */
async function portFor({ address, port }, own) {
  if (own === null || port !== own.port) return freePort({ address, port });
  await freePort({ address, port: 0 });
  return port;
}

function migratedText(files) {
  const last = files.at(-1);
  return `Migrated the database: ${files.length === 1 ? last : `${files.length} migrations, up to ${last}`}`;
}

/** @returns {string | null} what a reload has done; null for the first one */
function reloadText({ saved, isSame }) {
  const [first, ...others] = saved;
  if (first === undefined) return null;
  const files = others.length === 0 ? first : `${first} and ${others.length} more`;
  return isSame ? `${files} changes nothing that runs.` : `Reloaded after ${files}.`;
}

/** The files of a bundle, as absolute paths. */
const inputsOf = ({ dependencies }, { projectRoot }) =>
  Object.keys(dependencies).map((file) => path.resolve(projectRoot, file));

/** Folders that are not part of the bundle. */
const followedFolders = ({ assets }, fileConfig) =>
  [assets?.directory, migrationsFolder(fileConfig)]
    .filter((folder) => folder !== undefined)
    .map((folder) => path.resolve(path.dirname(fileConfig.configPath), folder));

const isAsset = ({ assets }, file) =>
  assets?.directory !== undefined && file.startsWith(path.resolve(assets.directory) + path.sep);

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
