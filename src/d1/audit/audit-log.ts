import { TaipyError } from "../../core/errors.ts";
import type { AuditLog, AuditQuery } from "../../core/ports/audit-log.ts";
import type { Page } from "../../core/ports/entity-reader.ts";
import type { Clock, Log } from "../../core/ports/runtime.ts";
import type { AuditSweepStore } from "../../core/ports/sweep-store.ts";
import { formatTime, MICROSECONDS_PER_SECOND } from "../../core/time.ts";
import { forEachChunk } from "../write/insert.ts";
import { type AuditRow, createAuditBuffer } from "./audit-buffer.ts";

export interface AuditLogDeps {
  readonly db: D1Database;
  readonly clock: Clock;
  readonly newUuid: () => string;
  readonly log: Log;
  readonly sleep: (ms: number) => Promise<void>;
}

/** How long rows are collected, so that the rows of many requests become one statement. */
const GATHER_MS = 50;
/** A request that still collects after this time was stopped by the platform. */
const WRITER_LIFE = 5 * MICROSECONDS_PER_SECOND;
const RETRY_DELAYS_MS = [200, 1_000];

/**
 * The audit log in D1. One request writes the rows of all requests that are answered within a short time, after their
 * answers: an answer may precede its row, and an isolate that is stopped within that time loses its rows. A failed write is
 * tried again, then joins the rows of later requests; the log counts rows that did not fit. Each request's line in the log
 * (http/pipeline/audit-request.ts) says the same as its row.
 */
export function createAuditLog({ db, clock, newUuid, log, sleep }: AuditLogDeps): AuditLog {
  const buffer = createAuditBuffer();
  let writing: { readonly since: number } | null = null;

  /** A repeated statement changes nothing: it finds the ids of its rows. */
  async function write(rows: readonly AuditRow[]): Promise<boolean> {
    for (const delay of [...RETRY_DELAYS_MS, null]) {
      try {
        await db.batch(forEachChunk(db, INSERT, rows));
        return true;
      } catch (error) {
        log("audit_not_written", { rows: rows.length, error: String(error) });
        if (delay !== null) await sleep(delay);
      }
    }
    return false;
  }

  async function flush(): Promise<void> {
    const { rows, lost } = buffer.take();
    if (lost > 0) log("audit_lost", { rows: lost });
    if (rows.length > 0 && !(await write(rows))) for (const row of rows) buffer.put(row);
  }

  return {
    async record(entry) {
      const now = clock();
      const at = formatTime(now);
      buffer.put({ id: `${at}-${newUuid()}`, at, ...entry, count: 1 });
      if (writing !== null && now - writing.since < WRITER_LIFE) return;
      const own = { since: now };
      writing = own;
      await sleep(GATHER_MS);
      // A request that comes while these rows are written collects the next ones.
      if (writing === own) writing = null;
      await flush();
    },
    page: (query) => readAudit(db, query),
  };
}

const COLUMNS =
  "id at request_id actor_kind actor_id actor_name operation method entity_id address status result count".split(" ");
const INSERT = `INSERT OR IGNORE INTO audit (${COLUMNS.join(", ")})
  SELECT ${COLUMNS.map((column) => `value ->> '${column}'`).join(", ")} FROM json_each(?1)`;

const AUDIT_JSON = `json_object('id', id, 'at', at, 'request_id', request_id,
  'actor', json_object('kind', actor_kind, 'id', actor_id, 'name', actor_name), 'operation', operation, 'method', method,
  'entity_id', entity_id, 'address', address, 'status', status, 'result', result, 'count', count)`;

/** Rows that one page reads at most: filters have no index, because each index would cost one more row a change. */
const MAX_READ = 10_000;
/** Greater than every id. */
const END = "~";
const CURSOR = /^\d{4}-\d\d-\d\dT[\w:.-]{1,100}$/;

const RANGE = "FROM audit WHERE id < ?1 AND id >= ?2 ORDER BY id DESC";
const PAGE = `SELECT id, ${AUDIT_JSON} AS json FROM (SELECT * ${RANGE} LIMIT ${MAX_READ})
  WHERE (?3 IS NULL OR actor_id = ?3) AND (?4 IS NULL OR entity_id = ?4) AND (?5 IS NULL OR operation = ?5)
  ORDER BY id DESC LIMIT ?6`;
const LAST_READ = `SELECT id ${RANGE} LIMIT 1 OFFSET ${MAX_READ - 1}`;

async function readAudit(db: D1Database, query: AuditQuery): Promise<Page> {
  const { after, limit, since = "", until = END, actor = null, entity_id = null, operation = null } = query;
  if (after !== null && !CURSOR.test(after)) {
    throw new TaipyError("invalid_query", "The cursor is not one that this list has given.");
  }
  const before = after !== null && after < until ? after : until;
  const [found, last] = await db.batch<{ id: string; json: string }>([
    db.prepare(PAGE).bind(before, since, actor, entity_id, operation, limit + 1),
    db.prepare(LAST_READ).bind(before, since),
  ]);
  const rows = found?.results ?? [];
  const page = rows.slice(0, limit);
  const next = rows.length > limit ? page.at(-1)?.id : last?.results[0]?.id;
  return { text: page.map(({ json }) => json).join(", "), count: page.length, next: next ?? null };
}

/** Removes old rows; see usecases/sweep.ts. */
export const createAuditSweepStore = (db: D1Database): AuditSweepStore => ({
  async removeOldest(before, limit) {
    const oldest = `SELECT id FROM audit WHERE id < ?1 ORDER BY id LIMIT ${limit}`;
    const { meta } = await db.prepare(`DELETE FROM audit WHERE id IN (${oldest})`).bind(before).run();
    return meta.changes;
  },
});
