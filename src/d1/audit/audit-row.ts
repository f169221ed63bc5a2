import type { AuditEntry } from "../../core/ports/audit-log.ts";
import { formatTime, MICROSECONDS_PER_SECOND, type Microseconds, type Timestamp } from "../../core/time.ts";

/** A row of the table `audit`. */
export interface AuditRow extends Omit<AuditEntry, "request_id" | "address"> {
  /** Begins with the time, so that the newest rows are at one end and the oldest at the other. */
  readonly id: string;
  readonly at: Timestamp;
  /** For a row that stands for several refusals: when the last one was answered. */
  readonly last_at: Timestamp | null;
  readonly request_id: string | null;
  readonly address: string | null;
  readonly count: number;
}

const COLUMNS =
  "id at last_at request_id actor_kind actor_id actor_name operation method entity_id address status result changes count";

/** The columns in the order in which {@link VALUES} gives them. */
export const NAMES = COLUMNS.split(" ").join(", ");
/** Reads a row from the JSON `value`. */
export const VALUES = COLUMNS.split(" ")
  .map((column) => `value ->> '${column}'`)
  .join(", ");

/** Adds a row to the one that has its id. A repeated write of a row that stands for one call changes nothing. */
export const MERGE = `ON CONFLICT (id) DO UPDATE SET count = count + excluded.count,
  last_at = max(coalesce(last_at, at), excluded.last_at),
  request_id = CASE WHEN request_id = excluded.request_id THEN request_id END,
  entity_id = CASE WHEN entity_id = excluded.entity_id THEN entity_id END
  WHERE excluded.last_at IS NOT NULL`;

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
