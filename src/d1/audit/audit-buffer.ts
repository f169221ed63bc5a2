import type { AuditRow } from "../../core/access/audited-call.ts";
import { timeOf } from "../../core/time.ts";
import { sharedId, VARIOUS } from "./audit-row.ts";

/** Limits of one isolate while it waits for the database. Refusals leave room for changes. */
const MAX_ROWS = 5_000;
const MAX_REFUSALS = 500;

/** Statuses of requests that reached no handler: the path may name any id, because no handler has looked it up. */
const STOPPED = [401, 403, 429, 503];

/** Those whose equal rows are one for some minutes, also across isolates: a known caller can provoke any number. */
const SHARED = [403, 429];

// docs/decisions/030-audit-rows-follow-the-answer.md
/**
 * Rows of known callers that are not yet in the database, in order. Equal refusals become one row with a count, so that a caller who
 * provokes them cannot fill the table. Beyond {@link MAX_REFUSALS}, one row a status and result counts all further ones.
 */
export function createAuditBuffer() {
  let rows = new Map<string, AuditRow>();
  let refusals = 0;
  let lost = 0;

  function add(key: string, row: AuditRow): void {
    const buffered = rows.get(key);
    if (buffered !== undefined) rows.set(key, merged(buffered, row));
    else if (rows.size >= MAX_ROWS) lost += row.count;
    else {
      rows.set(key, row);
      if (row.result !== "ok") refusals += 1;
    }
  }

  function put(row: AuditRow): void {
    const key = keyOf(row);
    const isNew = row.result !== "ok" && !rows.has(key);
    add(isNew && refusals >= MAX_REFUSALS ? `${row.status} ${row.result}` : key, row);
  }

  return {
    put,
    /** Empties the buffer. `lost`: how many rows did not fit since the last call. */
    take(): { readonly rows: readonly AuditRow[]; readonly lost: number } {
      const taken = { rows: [...rows.values()], lost };
      rows = new Map();
      refusals = 0;
      lost = 0;
      return taken;
    },
  };
}

function keyOf(row: AuditRow): string {
  if (row.result === "ok") return row.id;
  return JSON.stringify([...sharedKey(row), STOPPED.includes(row.status) ? null : row.entity_id]);
}

const sharedKey = ({ actor_kind, actor_id, operation, method, address, status, result }: AuditRow) => [
  actor_kind,
  actor_id,
  operation,
  method,
  address,
  status,
  result,
];

/** A row as it is written: with the id of the row that it is added to. */
export async function withSharedId(row: AuditRow): Promise<AuditRow> {
  if (row.result === "ok" || !SHARED.includes(row.status)) return row;
  return { ...row, id: await sharedId(timeOf(row.at), sharedKey(row)), last_at: row.last_at ?? row.at };
}

function merged(first: AuditRow, next: AuditRow): AuditRow {
  const isSameActor = first.actor_kind === next.actor_kind && first.actor_id === next.actor_id;
  return {
    ...first,
    ...(isSameActor ? {} : { actor_kind: VARIOUS, actor_id: "", actor_name: VARIOUS }),
    operation: first.operation === next.operation ? first.operation : VARIOUS,
    method: first.method === next.method ? first.method : VARIOUS,
    request_id: first.request_id === next.request_id ? first.request_id : null,
    entity_id: first.entity_id === next.entity_id ? first.entity_id : null,
    address: first.address === next.address ? first.address : null,
    count: first.count + next.count,
    last_at: next.last_at ?? next.at,
  };
}
