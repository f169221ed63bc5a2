import type { AuditEntry } from "../../core/ports/audit-log.ts";
import type { Timestamp } from "../../core/time.ts";

/** A row of the table `audit`. */
export interface AuditRow extends Omit<AuditEntry, "request_id" | "address"> {
  readonly id: string;
  readonly at: Timestamp;
  readonly request_id: string | null;
  readonly address: string | null;
  readonly count: number;
}

/** What one isolate holds at most while it waits for the database. Refusals leave room for changes. */
const MAX_ROWS = 5_000;
const MAX_REFUSALS = 500;

/** Statuses of requests that came to no handler: their callers choose what the paths name, and nothing was looked up. */
const STOPPED = [401, 403, 429, 503];

/**
 * Rows on their way to the database, in order. Refusals that are alike become one row with a count, so that whoever
 * provokes them does not choose how many rows there are; beyond {@link MAX_REFUSALS} they only count what they were.
 */
export function createAuditBuffer() {
  let rows = new Map<string, AuditRow>();
  let refusals = 0;
  let lost = 0;

  function add(key: string, row: AuditRow): void {
    const there = rows.get(key);
    if (there !== undefined) rows.set(key, merged(there, row));
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
    /** All rows, which are forgotten, and how many had no room. */
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
  const entity = STOPPED.includes(row.status) ? null : row.entity_id;
  const { actor_kind, actor_id, operation, method, address, status, result } = row;
  return JSON.stringify([actor_kind, actor_id, operation, method, address, status, result, entity]);
}

const VARIOUS = "various";

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
  };
}
