import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from "wrangler";
import { releaseConfigPath, releasedWorker } from "../releases/releases.ts";
import { validated } from "./answers/answer-validation.ts";
import { bundleWorker, ROOT } from "./bundle.ts";
import { applyMigrations } from "./migrations.ts";

export interface ServiceOptions {
  /** A Worker's entry file, relative to the repository's root, or `release:0.1.0`: the Worker of a release. */
  readonly entry: string;
  /** The Worker whose objects the first one calls, as another version has them in a gradual deployment. By default its own. */
  readonly objects?: string | undefined;
  /** `none`: the database stays empty, or as it was; the test migrates it. By itself it has the newest schema. */
  readonly schema?: "none" | undefined;
  /** Where D1, KV and the Durable Objects keep their state; without it they forget it when the service stops. */
  readonly persistTo?: string | undefined;
  /** 0 or none = any free port. */
  readonly port?: number | undefined;
  /** Variables and secrets beside those of wrangler.toml. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Gets each line that the Worker logs. */
  readonly onLog?: ((line: string) => void) | undefined;
  /** Names of D1 bindings beside the service's own, which is none of the application's. */
  readonly databases?: readonly string[] | undefined;
  /** Names of KV bindings beside the service's own. */
  readonly namespaces?: readonly string[] | undefined;
  /** Miniflare's options for parts of a user's own, such as `queueConsumers`, beside those of wrangler.toml. */
  readonly own?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /**
   * With the scripts of the documentation's pages. The local runtime then leads every request through a router of its own,
   * which costs as much as a bare answer; so only the tests of the pages ask for it.
   */
  readonly pages?: boolean | undefined;
  /** Another Worker, which has service bindings alone. */
  readonly neighbour?: Neighbour | undefined;
  /** The Worker as it is deployed: minified. */
  readonly deployed?: boolean | undefined;
  /** What wrangler has built of the entry file, with its static files, instead of a bundle of the harness's own. */
  readonly built?: Built | undefined;
}

export interface Built {
  /** What `wrangler deploy --dry-run --outdir` has written. */
  readonly outdir: string;
  readonly assets: string;
}

export interface Neighbour {
  readonly name: string;
  readonly entry: string;
  /** As Miniflare has them. */
  readonly serviceBindings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Service {
  /** Without a slash at the end. */
  readonly url: string;
  readonly miniflare: Miniflare;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

const runFile = promisify(execFile);
/** Whoever tests something else needs no key. */
const OPEN = { AUTH_MODE: "none", QUEUE_HANDLER: "returns" };
/** As src/dev/local/miniflare-options.mjs has it. */
const RETURNING_HANDLER = "queue_consumer_no_wait_for_wait_until";
const CONFIG_PATH = path.join(ROOT, "wrangler.toml");
const RELEASE = /^release:/;

/**
 * A Worker on the embedded local runtime with the bindings, flags and queues of its wrangler.toml. The database has the newest
 * schema also under the Worker of a release: migrations come before the code.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { entry, objects, persistTo, port = 0, onLog, pages = false, neighbour } = options;
  if (pages) await runFile(process.execPath, [path.join(ROOT, "src/dev/page-files.mjs")]);
  const worker = await workerOf(entry, options);
  const workers = objects === undefined ? [worker] : sharing(worker, await workerOf(objects, options));
  if (neighbour !== undefined) workers.push(await neighbourOf(neighbour));
  const [database] = unstable_readConfig({ config: CONFIG_PATH }, { hideWarnings: true }).d1_databases;
  if (database === undefined) throw new Error("wrangler.toml has no D1 database");
  const migrate = async (runtime: Miniflare): Promise<void> => {
    if (options.schema === "none") return;
    const folder = path.join(ROOT, database.migrations_dir ?? "migrations");
    await applyMigrations((await runtime.getD1Database(database.binding)) as never, folder);
  };
  // Calls of a binding from outside stop this thread, which must read the log of a Worker that goes on with its work.
  if (persistTo !== undefined) await migrated({ d1Databases: worker.d1Databases, persistTo }, migrate);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port,
      cf: false,
      log: new Log(process.env.HARNESS_LOG === undefined ? LogLevel.ERROR : LogLevel.DEBUG),
      ...(onLog === undefined
        ? {}
        : { handleStructuredLogs: ({ message }: { readonly message: string }) => onLog(message) }),
      ...(persistTo === undefined ? {} : { resourcePersistencePath: persistTo }),
      workers,
    } as unknown as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  const ready = await miniflare.ready;
  const url = ready.href.replace(/\/$/, "");
  if (persistTo === undefined) await migrate(miniflare);
  return {
    url,
    miniflare,
    fetch: async (where, init) => answerOf(entry, where, init?.method, await fetch(url + where, init)),
    stop: () => miniflare.dispose(),
  };
}

/** Migrates a database on disk while no Worker runs, as `npm start` does. */
async function migrated(
  { d1Databases, persistTo }: { readonly d1Databases: unknown; readonly persistTo: string },
  migrate: (runtime: Miniflare) => Promise<void>,
): Promise<void> {
  const worker = { name: "migrations", modules: true, script: "export default {}", d1Databases };
  const given = { resourcePersistencePath: persistTo, workers: [worker], cf: false };
  const runtime = new Miniflare(
    convertV4MiniflareOptions(given as unknown as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  try {
    await migrate(runtime);
  } finally {
    await runtime.dispose();
  }
}

/** The OpenAPI document is the current release's. */
export const answerOf = (
  entry: string,
  path: string,
  method = "GET",
  answer: Response,
): Promise<Response> | Response => (RELEASE.test(entry) ? answer : validated(method, path, answer));

type MiniflareWorker = Readonly<Record<string, unknown>>;

async function workerOf(
  entry: string,
  { variables = {}, databases = [], namespaces = [], own = {}, pages = false, deployed = false, built }: ServiceOptions,
): Promise<MiniflareWorker> {
  const {
    text: script,
    textModules,
    configPath,
  } = await (built === undefined ? builtWorker(entry, deployed) : readBuilt(built));
  const config = unstable_readConfig({ config: configPath }, { hideWarnings: true });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
  const { modulesRules: _, assets, ...worker } = workerOptions;
  const bindings = { ...(worker.bindings as object | undefined), ...OPEN, ...variables };
  const added = bindings.QUEUE_HANDLER === "returns" ? [RETURNING_HANDLER] : [];
  // A release may have it in its wrangler.toml, and the runtime refuses a flag that is named twice.
  const flags = [...new Set([...config.compatibility_flags, ...added])];
  const withOwn = Object.entries(own).map(([name, more]) => [
    name,
    { ...(worker as Readonly<Record<string, object>>)[name], ...more },
  ]);
  return {
    ...worker,
    ...Object.fromEntries(withOwn),
    ...(pages ? { assets } : {}),
    ...(built === undefined ? {} : { assets: { ...(assets as object), directory: built.assets } }),
    name: config.name ?? "worker",
    d1Databases: {
      ...(worker.d1Databases as object),
      ...Object.fromEntries(databases.map((name) => [name, name])),
    },
    kvNamespaces: {
      ...(worker.kvNamespaces as object),
      ...Object.fromEntries(namespaces.map((name) => [name, name])),
    },
    bindings,
    compatibilityFlags: flags,
    modules: [
      { type: "ESModule", path: built === undefined ? "worker.mjs" : "index.js", contents: script },
      ...textModules.map(({ name, text }) => ({ type: "Text" as const, path: name, contents: text })),
    ],
  };
}

async function neighbourOf({ name, entry, serviceBindings }: Neighbour): Promise<MiniflareWorker> {
  const { text } = await bundleWorker(entry);
  const { compatibility_date, compatibility_flags } = unstable_readConfig(
    { config: CONFIG_PATH },
    { hideWarnings: true },
  );
  return {
    name,
    compatibilityDate: compatibility_date,
    compatibilityFlags: compatibility_flags,
    serviceBindings,
    modules: [{ type: "ESModule", path: "worker.mjs", contents: text }],
  };
}

/** Two versions of one Worker: the first has the requests and the Queue's messages, the second has the objects. */
function sharing(caller: MiniflareWorker, objects: MiniflareWorker): MiniflareWorker[] {
  const name = `${caller.name}-objects`;
  const classes = Object.entries(caller.durableObjects as Readonly<Record<string, object>>);
  const elsewhere = Object.fromEntries(classes.map(([binding, given]) => [binding, { ...given, scriptName: name }]));
  return [
    { ...caller, durableObjects: elsewhere },
    { ...objects, name, queueConsumers: {} },
  ];
}

async function readBuilt({ outdir }: Built) {
  const names = (await readdir(outdir)).filter((name) => /^[0-9a-f]{40}-/.test(name));
  const read = (name: string) => readFile(path.join(outdir, name), "utf8");
  const textModules = await Promise.all(names.map(async (name) => ({ name: `./${name}`, text: await read(name) })));
  return { text: await read("index.js"), textModules, configPath: CONFIG_PATH };
}

async function builtWorker(entry: string, deployed: boolean) {
  if (!RELEASE.test(entry)) return { ...(await bundleWorker(entry, { deployed })), configPath: CONFIG_PATH };
  const release = entry.replace(RELEASE, "");
  return { text: await releasedWorker(release), textModules: [], configPath: releaseConfigPath(release) };
}
