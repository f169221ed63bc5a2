import { env } from "cloudflare:workers";
import type { App } from "../../src/core/config/app-types.ts";
import type { EntityKind } from "../../src/core/entities/kinds.ts";
import { type ErrorData, type Outcome, TaipyError } from "../../src/core/errors.ts";
import { poolOf } from "../../src/core/planning/pool.ts";
import type { Orchestrator } from "../../src/core/ports/orchestrator.ts";
import { MICROSECONDS_PER_MILLISECOND, parseTime } from "../../src/core/time.ts";
import { createDeletionStore } from "../../src/d1/delete/deletion-store.ts";
import { createEntityReader } from "../../src/d1/read/entity-reader.ts";
import { createCreationStore } from "../../src/d1/write/creation-store.ts";
import { createGarbage } from "../../src/d1/write/garbage.ts";
import { createSharedBatches } from "../../src/metering/shared-batches.ts";
import { sleep } from "../../src/runtime.ts";
import { createEntityWriter } from "../../src/usecases/entity-writer.ts";
import { KnownScenarios } from "../../src/usecases/jobs/known-scenarios.ts";
import { aPayload } from "../harness/factories.ts";
import { admitting } from "../usecases/admitting.ts";

export const db = (env as unknown as { DB: D1Database }).DB;

/** The database, with a record of every statement's text and of how many statements each batch had. */
function recorded(source: D1Database, batches: number[], statements: Set<string>): D1Database {
  return new Proxy(source, {
    get(target, name) {
      if (name === "batch") {
        return (batch: D1PreparedStatement[]) => {
          batches.push(batch.length);
          return target.batch(batch);
        };
      }
      return (sql: string) => {
        statements.add(sql);
        return target.prepare(sql);
      };
    },
  });
}

export interface PurgeCall {
  readonly domain: string;
  readonly task_ids: readonly string[];
  readonly entity_ids: readonly string[];
  readonly force: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: entities are read as clients read them, as any JSON.
export type Json = any;

export const textPayload = aPayload;

const TABLES =
  "cycles scenarios sequences tasks data_nodes parents edits files jobs submissions nodes_of_deleted_tasks".split(" ");

/** The entity reader and the entity writer of an application over the file's database, with recorders instead of everything else. */
export function createWorld(app: App, { now = "2026-11-23T06:05:47.331953", source = db } = {}) {
  const time = { now };
  const clock = () => parseTime(time.now) ?? 0;
  const nowMs = () => clock() / MICROSECONDS_PER_MILLISECOND;
  const encoded: { id: string; value: unknown }[] = [];
  const discarded: string[] = [];
  const purges: PurgeCall[] = [];
  const announcements: string[] = [];
  const refusals = new Map<string, ErrorData>();
  const batches: number[] = [];
  const statements = new Set<string>();
  let keys = 0;
  /** What happens while an object is asked to forget jobs. */
  const hooks = { onPurge: async (): Promise<unknown> => undefined };

  const purge =
    (domain: string): Orchestrator["purge"] =>
    async (task_ids, entity_ids, force): Promise<Outcome<null>> => {
      await hooks.onPurge();
      purges.push({ domain, task_ids: [...task_ids].sort(), entity_ids: [...entity_ids].sort(), force });
      const error = refusals.get(domain);
      return error === undefined ? { ok: true, value: null } : { ok: false, error };
    };

  const orchestrators = (domain: string) => ({
    purge: purge(domain),
    announceDeletion: async () => void announcements.push(domain),
  });

  const watched = recorded(source, batches, statements);
  const knownScenarios = new KnownScenarios();
  const entityWriter = createEntityWriter({
    app,
    clock,
    admit: admitting(app),
    knownScenarios,
    creations: createCreationStore(watched, createSharedBatches(watched, { nowMs, sleep, keepAlive: () => undefined })),
    deletions: createDeletionStore(watched, () => {}),
    newUuid: () => crypto.randomUUID(),
    encode: async ({ id }, value) => {
      encoded.push({ id, value });
      if (value !== "large") return textPayload(JSON.stringify(value));
      keys += 1;
      return textPayload("", { tier: "kv", key: `key-${keys}`, body: null });
    },
    putFile: async (path, content) => textPayload(content, { content_type: path }),
    discard: async (gone) => void discarded.push(...gone),
    orchestrators: (domain) => orchestrators(domain) as unknown as Orchestrator,
  });
  const entityReader = createEntityReader({ db: watched, app, clock, redact: (text) => text });

  return {
    app,
    time,
    watched,
    knownScenarios,
    entityWriter,
    entityReader,
    /** What a scenario, a sequence or a task needs to be submitted. */
    submittable: async (kind: "scenario" | "sequence" | "task", id: string) =>
      entityReader.submittable(await admitting(app)(), kind, id),
    discardLater: createGarbage(watched).discardLater,
    encoded,
    discarded,
    purges,
    hooks,
    announcements,
    refusals,
    batches,
    statements,
    /** Creates a scenario and answers what the caller gets. */
    scenario: async (configId: string): Promise<Json> =>
      JSON.parse(await entityWriter.createScenario(configId, { region: "weur" })),
    get: async (kind: EntityKind, id: string): Promise<Json> => {
      const json = await entityReader.get(kind, id);
      return json === null ? null : JSON.parse(json);
    },
    list: async (kind: EntityKind): Promise<Json[]> =>
      JSON.parse(`[${(await entityReader.page(kind, { after: null, limit: 1_000 })).text}]`),
    /** The only entity of a kind with that config. */
    only: async (kind: EntityKind, configId: string): Promise<Json> => {
      const { text } = await entityReader.page(kind, { after: null, limit: 1_000 });
      const found = (JSON.parse(`[${text}]`) as Json[]).filter((entity) => entity.config_id === configId);
      if (found.length !== 1) throw new Error(`There are ${found.length} of ${configId}`);
      return found[0];
    },
  };
}

/** The domain of a scenario that {@link createWorld} has created, and that shares nothing. */
export const domainOfScenario = (id: string): string => poolOf("weur", id, 4);

export async function emptyDatabase(): Promise<void> {
  const tables = [...TABLES, "doomed_payloads", "swept_edits", "deleted_nodes", "deleted_paths", "outbox_fences"];
  await db.batch([
    ...tables.map((table) => db.prepare(`DELETE FROM ${table}`)),
    db.prepare("UPDATE sweep_position SET after = ''"),
    db.prepare("UPDATE watchdog_position SET after = ''"),
  ]);
}

/** The keys of payloads that wait for their deletion. */
export async function garbageKeys(): Promise<string[]> {
  const { results } = await db.prepare("SELECT DISTINCT key FROM doomed_payloads ORDER BY key").all<{ key: string }>();
  return results.map((row) => row.key);
}

export async function rowCounts(): Promise<Record<string, number>> {
  const results = await db.batch<{ count: number }>(
    TABLES.map((table) => db.prepare(`SELECT count(*) AS count FROM ${table}`)),
  );
  return Object.fromEntries(TABLES.map((table, index) => [table, results[index]?.results[0]?.count ?? -1]));
}

/** The error that a call is refused with. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TaipyError)) throw new Error(`Expected a refusal, got ${String(error)}`);
  return { code: error.code, message: error.message };
}
