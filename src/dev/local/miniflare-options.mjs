// What wrangler has read and bundled -> the options of the local runtime.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import { inUrl, isLoopback } from "./settings.mjs";

const GUARD = "npm-start-guard";
/** Answers on the socket that the runtime opens by itself, which has a random port. */
const CLOSED = "npm-start-closed";
/** Has the static files. */
const ASSETS = "npm-start-assets";
const COMPATIBILITY_DATE = "2026-10-01";
const GUARD_SCRIPT = readFileSync(fileURLToPath(new URL("guard.worker.mjs", import.meta.url)), "utf8");
const CLOSED_SCRIPT = `export default { fetch: () => new Response("Closed. Call the port of npm start.", { status: 403 }) };`;
const script = (name, contents) => ({ type: "ESModule", path: name, contents });
/**
 * The runtime opens a socket of its own on a random port, which serves tools without credentials and trusts headers. All its
 * requests get another address, which none of the tools has, and its first Worker refuses them. Only calls of this process, which
 * hold a secret, work there.
 */
const CLOSED_ENTRY = {
  host: "127.0.0.1",
  port: 0,
  upstream: "http://closed.invalid/closed/",
  unsafeTriggerHandlers: false,
  unsafeLocalExplorer: false,
  logRequests: false,
  cf: false,
};
const CLOSED_WORKER = {
  name: CLOSED,
  compatibilityDate: COMPATIBILITY_DATE,
  modules: [script("closed.mjs", CLOSED_SCRIPT)],
};
const ASSETS_WORKER = {
  name: ASSETS,
  compatibilityDate: COMPATIBILITY_DATE,
  modules: [script("assets.mjs", "export default { fetch: () => new Response(null, { status: 404 }) };")],
};
/**
 * With this flag a batch ends when the handler returns; without it, when all work behind it has ended. Deployed Workers need it
 * not, since their handler awaits its jobs.
 * docs/decisions/057-where-jobs-run.md
 */
const RETURNING_HANDLER = "queue_consumer_no_wait_for_wait_until";
/** The runtime's name for the kind of a module. */
const MODULE_TYPES = {
  esm: "ESModule",
  commonjs: "CommonJS",
  "compiled-wasm": "CompiledWasm",
  buffer: "Data",
  text: "Text",
};

/**
 * @param {object} given
 * @param {{ address: string, port: number }} given.socket where the service listens
 * @param {object} given.shared options of the whole instance: where data lie, how it logs
 * @param {readonly object[]} given.workers of {@link serviceWorkers}; none = only the guard, which says that there is no service
 * @param {string | null} [given.problem] why there is none
 */
export function miniflareOptions({ socket, shared, workers, problem = null }) {
  const [service] = workers;
  return convertV4MiniflareOptions({
    ...shared,
    ...CLOSED_ENTRY,
    workers: [
      CLOSED_WORKER,
      {
        name: GUARD,
        compatibilityDate: COMPATIBILITY_DATE,
        modules: [script("guard.mjs", GUARD_SCRIPT)],
        bindings: { RULES: rulesOf(socket, problem) },
        serviceBindings: service === undefined ? {} : { SERVICE: service.name },
        unsafeDirectSockets: [{ host: inUrl(socket.address), port: socket.port }],
      },
      ...workers,
    ],
  });
}

/** Only the databases, so that they can be migrated. */
export const databaseOptions = ({ shared, d1Databases }) =>
  convertV4MiniflareOptions({ ...shared, ...CLOSED_ENTRY, workers: [{ ...CLOSED_WORKER, d1Databases }] });

function rulesOf({ address, port }, problem) {
  const isPublic = !isLoopback(address);
  const name = hostname().toLowerCase();
  return {
    port,
    url: urlOf({ address, port }),
    isPublic,
    names: isPublic ? [name, `${name}.local`] : [],
    clientAddress: isPublic ? null : address,
    // Other machines are not shown the developer's sources.
    problem: isPublic ? null : problem,
  };
}

/** How the developer calls the service. */
export const urlOf = ({ address, port }) =>
  `http://${["127.0.0.1", "0.0.0.0", "::"].includes(address) ? "localhost" : inUrl(address)}:${port}`;

/** The runtime refuses a flag that is named twice. */
export const flagsFor = (flags, { QUEUE_HANDLER }) => [
  ...new Set([...flags, ...(QUEUE_HANDLER === "returns" ? [RETURNING_HANDLER] : [])]),
];

/**
 * The service's Worker with its bindings, and the Workers that it calls.
 * @param {object} given `config` and `bundle` of wrangler's controllers, `fileConfig` = the configuration file as wrangler read it,
 * `services` = functions that answer what the Worker sends to these bindings
 */
export function serviceWorkers({ config, fileConfig, bundle, variables, services = {} }) {
  const { workerOptions, externalWorkers } = workerOptionsOf(fileConfig, config.env, { envFiles: config.envFiles });
  const { modulesRules: _rules, bindings: _bindings, assets, ...options } = workerOptions;
  const root = path.dirname(bundle.path);
  const worker = {
    ...options,
    name: config.name,
    compatibilityDate: config.compatibilityDate,
    compatibilityFlags: flagsFor(config.compatibilityFlags, variables),
    bindings: variables,
    serviceBindings: { ...options.serviceBindings, ...services },
    modulesRoot: root,
    modules: [
      { type: MODULE_TYPES[bundle.type], path: bundle.path, contents: bundle.entrypointSource },
      ...bundle.modules.map(({ type = "esm", name, content }) => ({
        type: MODULE_TYPES[type],
        path: path.resolve(root, name),
        contents: content,
      })),
    ],
  };
  if (assets === undefined) return [worker, ...externalWorkers];
  if (assets.run_worker_first !== true) return [{ ...worker, assets }, ...externalWorkers];
  // The runtime leads each request of a Worker with static files through a server of files, though the Worker is to come first.
  // Therefore a Worker of their own has the files.
  const { binding, run_worker_first: _first, routerConfig, ...files } = assets;
  const filesFirst = { ...routerConfig, invoke_user_worker_ahead_of_assets: false };
  const serviceBindings = { ...worker.serviceBindings, ...(binding === undefined ? {} : { [binding]: ASSETS }) };
  return [
    { ...worker, serviceBindings },
    { ...ASSETS_WORKER, assets: { ...files, routerConfig: filesFirst } },
    ...externalWorkers,
  ];
}

/** Each bundle lies in a folder of its own. */
const BUNDLE_FOLDER = /\.wrangler[\\/]{1,2}tmp[\\/]{1,2}[\w-]{1,60}/g;

/** Equal for Workers that do the same: a save that changes nothing replaces nothing. */
export function fingerprint(given) {
  const text = JSON.stringify(given, (_, value) =>
    ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")
      : value,
  );
  return createHash("sha256").update(text.replaceAll(BUNDLE_FOLDER, "")).digest("hex");
}
