import path from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from "wrangler";
import { bundleWorker, ROOT } from "./bundle.ts";
import { applyMigrations } from "./migrations.ts";

export interface ServiceOptions {
  /** A Worker's entry file, relative to the repository's root. */
  readonly entry: string;
  /** Where D1, KV and the Durable Objects keep their state; without it they forget it when the service stops. */
  readonly persistTo?: string | undefined;
  /** 0 or none = any free port. */
  readonly port?: number | undefined;
  /** Variables and secrets beside those of wrangler.toml. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

export interface Service {
  /** Without a slash at the end. */
  readonly url: string;
  readonly miniflare: Miniflare;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

const CONFIG_PATH = path.join(ROOT, "wrangler.toml");

/** A Worker on the embedded local runtime with the bindings, flags and queues of wrangler.toml and a migrated database. */
export async function startService({ entry, persistTo, port = 0, variables = {} }: ServiceOptions): Promise<Service> {
  const script = await bundleWorker(entry);
  const config = unstable_readConfig({ config: CONFIG_PATH }, { hideWarnings: true });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
  const { modulesRules: _, ...worker } = workerOptions;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port,
      cf: false,
      log: new Log(process.env.HARNESS_LOG === undefined ? LogLevel.ERROR : LogLevel.DEBUG),
      ...(persistTo === undefined ? {} : { resourcePersistencePath: persistTo }),
      workers: [
        {
          ...worker,
          name: config.name ?? "worker",
          bindings: { ...(worker.bindings as object | undefined), ...variables },
          modules: [{ type: "ESModule", path: "worker.mjs", contents: script }],
        },
      ],
    } as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  const ready = await miniflare.ready;
  const url = ready.href.replace(/\/$/, "");
  const [database] = config.d1_databases;
  if (database === undefined) throw new Error("wrangler.toml has no D1 database");
  await applyMigrations(
    (await miniflare.getD1Database(database.binding)) as never,
    path.join(ROOT, database.migrations_dir ?? "migrations"),
  );
  return {
    url,
    miniflare,
    fetch: (where, init) => fetch(url + where, init),
    stop: () => miniflare.dispose(),
  };
}
