import type { AuditEntry, AuditRow } from "../../core/access/audited-call.ts";
import type { AuditLog } from "../../core/ports/audit-log.ts";
import type { Clock, Log } from "../../core/ports/runtime.ts";
import { formatTime } from "../../core/time.ts";
import { forEachChunk } from "../write/insert.ts";
import { createAuditBuffer, withSharedId } from "./audit-buffer.ts";
import { MERGE, NAMES, shortened, VALUES } from "./audit-row.ts";
import { createGatherer } from "./gatherer.ts";
import { readAudit } from "./read-audit.ts";
import { createRefusalBuffer, kindOf } from "./refusal-buffer.ts";
import { refusalStatements } from "./refusal-rows.ts";

export interface AuditLogDeps {
  readonly db: D1Database;
  readonly clock: Clock;
  readonly newUuid: () => string;
  readonly log: Log;
  readonly sleep: (ms: number) => Promise<void>;
}

/** How long rows are collected, so that the rows of many requests become one statement. */
const GATHER_MS = 50;
/** Refusals of unknown callers wait longer, so that a flood of them costs few writes. */
const GATHER_REFUSALS_MS = 5_000;
const RETRY_DELAYS_MS = [200, 1_000];

const INSERT = `INSERT INTO audit (${NAMES}) SELECT ${VALUES} FROM json_each(?1) WHERE true ${MERGE}`;

/**
 * The audit log in D1. One request writes the rows of all requests that are answered within a short time, after their
 * answers: an answer may precede its row, and an isolate that is stopped within that time loses its rows. A failed write is
 * tried again, then joins the rows of later requests; the log counts rows that did not fit. Each request's line in the log
 * (http/pipeline/audit-request.ts) says the same as its row.
 */
export function createAuditLog({ db, clock, newUuid, log, sleep }: AuditLogDeps): AuditLog {
  const buffer = createAuditBuffer();
  const refusals = createRefusalBuffer();

  /** If a write fails although D1 has done it, the second one counts refusals twice; changes find the ids of their rows. */
  async function write(rows: number, statements: readonly D1PreparedStatement[]): Promise<boolean> {
    for (const delay of [...RETRY_DELAYS_MS, null]) {
      try {
        await db.batch([...statements]);
        return true;
      } catch (error) {
        log("audit_not_written", { rows, error: String(error) });
        if (delay !== null) await sleep(delay);
      }
    }
    return false;
  }

  const flush = createGatherer({ clock, sleep }, GATHER_MS, async () => {
    const { rows, lost } = buffer.take();
    if (lost > 0) log("audit_lost", { rows: lost });
    if (rows.length === 0) return;
    const written = await Promise.all(rows.map(withSharedId));
    if (!(await write(rows.length, forEachChunk(db, INSERT, written)))) for (const row of rows) buffer.put(row);
  });

  const flushRefusals = createGatherer({ clock, sleep }, GATHER_REFUSALS_MS, async () => {
    const taken = refusals.take();
    if (taken.length === 0) return;
    if (!(await write(taken.length, await refusalStatements(db, taken))))
      for (const counted of taken) refusals.put(counted);
  });

  function row({ actor_id, actor_name, entity_id, ...entry }: AuditEntry): AuditRow {
    const at = formatTime(clock());
    const cut = {
      actor_id: shortened(actor_id),
      actor_name: shortened(actor_name),
      entity_id: entity_id === null ? null : shortened(entity_id),
    };
    return { id: `${at}-${newUuid()}`, at, last_at: null, ...entry, ...cut, count: 1 };
  }

  return {
    row,
    record(entry, written) {
      const made = row(entry);
      buffer.put(written === undefined ? made : { ...made, id: written.id, at: written.at });
      return flush();
    },
    count(refusal) {
      const now = clock();
      refusals.put({ kind: kindOf(refusal), refusal, first: now, last: now, count: 1 });
      return flushRefusals();
    },
    page: (query) => readAudit(db, query),
  };
}
