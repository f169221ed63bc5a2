import type { AuditRow } from "../../core/access/audited-call.ts";
import type { Insertion } from "../../core/ports/creation-store.ts";
import { formatTime, MICROSECONDS_PER_SECOND, type Microseconds } from "../../core/time.ts";
import { insertionsOfEach, statementsOf } from "../write/insert.ts";

const COLUMNS =
  "id at last_at request_id actor_kind actor_id actor_name operation method entity_id address status result changes count".split(
    " ",
  );
/** What a database of release 0.1.0 does not have. */
const NEWER: readonly string[] = ["last_at", "changes"];

const namesOf = (columns: readonly string[]): string => columns.join(", ");
const valuesOf = (columns: readonly string[]): string => columns.map((column) => `value ->> '${column}'`).join(", ");

/** The columns in the order in which {@link VALUES} gives them. */
export const NAMES = namesOf(COLUMNS);
/** Reads a row from the JSON `value`. */
export const VALUES = valuesOf(COLUMNS);

/**
 * Adds a row to the one that has its id. Of a row that stands for one call, another write changes how the call was answered, and
 * a repeated one nothing.
 */
export const MERGE = `ON CONFLICT (id) DO UPDATE SET count = count + iif(excluded.last_at IS NULL, 0, excluded.count),
  last_at = iif(excluded.last_at IS NULL, NULL, max(coalesce(last_at, at), excluded.last_at)),
  status = excluded.status, result = excluded.result,
  request_id = CASE WHEN request_id = excluded.request_id THEN request_id END,
  entity_id = CASE WHEN entity_id = excluded.entity_id THEN entity_id END,
  changes = coalesce(changes, excluded.changes)
  WHERE excluded.last_at IS NOT NULL OR excluded.status <> status OR changes IS NULL AND excluded.changes IS NOT NULL`;

const INSERT_NEW = `INSERT INTO audit (${NAMES}) SELECT ${VALUES} FROM json_each(?1) WHERE true ON CONFLICT (id) DO NOTHING`;

const OLD_COLUMNS = COLUMNS.filter((column) => !NEWER.includes(column));

// docs/decisions/085-migrations-come-before-the-code.md
/** Who has done what, for a database that was not migrated. What a call has changed is added when it is: {@link MERGE}. */
export const INSERT_INTO_OLD = `INSERT INTO audit (${namesOf(OLD_COLUMNS)}) SELECT ${valuesOf(OLD_COLUMNS)}
  FROM json_each(?1) WHERE true ON CONFLICT (id) DO NOTHING`;

// docs/decisions/030-audit-rows-follow-the-answer.md
/** Rows of calls in the batch of what these have changed. One that is there already, or is corrected, stays as it is. */
export const auditInsertions = (rows: readonly AuditRow[]): Insertion[] => insertionsOfEach(INSERT_NEW, rows);

/** The statements of {@link auditInsertions}. */
export const insertAuditRows = (db: D1Database, rows: readonly AuditRow[]): D1PreparedStatement[] =>
  statementsOf(db, auditInsertions(rows));

/** What differs between the calls of one row. */
export const VARIOUS = "various";

/** Refusals that are alike are one row within this time, whichever isolates answer them. */
const WINDOW = 600 * MICROSECONDS_PER_SECOND;

/** The beginning of a time's window. */
export const windowOf = (time: Microseconds): Microseconds => Math.floor(time / WINDOW) * WINDOW;

/** The id of the row for all refusals of a window that have the same key, which may contain any text. */
export async function sharedId(time: Microseconds, key: readonly unknown[]): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(key));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text)).subarray(0, DIGEST_BYTES);
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${formatTime(windowOf(time))}-${hex}`;
}

const DIGEST_BYTES = 16;

/** Longer ids are cut: rows must stay small, and the log is searched for ids in the same form. */
const MAX_TEXT = 300;

export const shortened = (text: string): string => (text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1)}…`);
