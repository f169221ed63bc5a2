import { TaipyError } from "../../core/errors.ts";
import type { AuditQuery } from "../../core/ports/audit-log.ts";
import type { Page } from "../../core/ports/entity-reader.ts";
import { formatTime, timeOf } from "../../core/time.ts";
import { shortened, windowOf } from "./audit-row.ts";

const AUDIT_JSON = `json_object('id', id, 'at', at, 'last_at', coalesce(last_at, at), 'request_id', request_id,
  'actor', json_object('kind', actor_kind, 'id', actor_id, 'name', actor_name), 'operation', operation, 'method', method,
  'entity_id', entity_id, 'address', address, 'status', nullif(status, 0), 'result', result, 'changes', json(changes),
  'count', count)`;

/** Rows that one page reads at most: filters have no index, because each index would cost one more row a change. */
const MAX_READ = 10_000;
/** Greater than every id. */
const END = "~";
const CURSOR = /^\d{4}-\d\d-\d\dT[\w:.-]{1,100}$/;

const RANGE = "FROM audit WHERE id < ?1 AND id >= ?2 ORDER BY id DESC";
const PAGE = `SELECT id, ${AUDIT_JSON} AS json FROM (SELECT * ${RANGE} LIMIT ${MAX_READ})
  WHERE (?3 IS NULL OR actor_id = ?3) AND (?4 IS NULL OR entity_id = ?4) AND (?5 IS NULL OR operation = ?5)
    AND coalesce(last_at, at) >= ?6 AND at < ?7
  ORDER BY id DESC LIMIT ?8`;
const LAST_READ = `SELECT id ${RANGE} LIMIT 1 OFFSET ${MAX_READ - 1}`;

/** Newest first. Of a row that stands for several calls, its id has the beginning of its window. */
export async function readAudit(db: D1Database, query: AuditQuery): Promise<Page> {
  const { after, limit, since = "", until = END, actor, entity_id, operation = null } = query;
  if (after !== null && !CURSOR.test(after)) {
    throw new TaipyError("invalid_query", "The cursor is not one that this list has given.");
  }
  const before = after !== null && after < until ? after : until;
  const from = since === "" ? "" : formatTime(windowOf(timeOf(since)));
  const who = actor === undefined ? null : shortened(actor);
  const what = entity_id === undefined ? null : shortened(entity_id);
  const [found, last] = await db.batch<{ id: string; json: string }>([
    db.prepare(PAGE).bind(before, from, who, what, operation, since, until, limit + 1),
    db.prepare(LAST_READ).bind(before, from),
  ]);
  const rows = found?.results ?? [];
  const page = rows.slice(0, limit);
  const next = rows.length > limit ? page.at(-1)?.id : last?.results[0]?.id;
  return { text: page.map(({ json }) => json).join(", "), count: page.length, next: next ?? null };
}
