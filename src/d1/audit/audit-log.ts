import type { AuditEntry, AuditRow } from "../../core/access/audited-call.ts";
import { faultOf } from "../../core/faults/fault.ts";
import type { AuditLog } from "../../core/ports/audit-log.ts";
import type { Clock, Log } from "../../core/ports/runtime.ts";
import { formatTime } from "../../core/time.ts";
import { readable } from "../schema/older-schema.ts";
import { forEachChunk } from "../write/insert.ts";
import { createAuditBuffer, withSharedId } from "./audit-buffer.ts";
import { INSERT_INTO_OLD, MERGE, NAMES, shortened, VALUES } from "./audit-row.ts";
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
 * tried again, then joins the rows of later requests; the log counts rows that did not fit. A database that was not migrated
 * gets what it has columns for. Each request's line in the log
 * (http/pipeline/audit-request.ts) says the same as its row.
 */
export function createAuditLog({ db, clock, newUuid, log, sleep }: AuditLogDeps): AuditLog {
  const buffer = createAuditBuffer();
  const refusals = createRefusalBuffer();

  /**
   * If a write fails although D1 has done it, the second one counts refusals twice; changes find the ids of their rows.
   * @returns why D1 has not taken the rows
   */
  async function write(
    rows: number,
    statements: readonly D1PreparedStatement[],
  ): Promise<"failed" | "not_migrated" | null> {
    for (const delay of [...RETRY_DELAYS_MS, null]) {
      try {
        await db.batch([...statements]);
        return null;
      } catch (error) {
        log("audit_not_written", { rows, error: String(error) });
        if (faultOf(error) === "database_not_migrated") return "not_migrated";
        if (delay !== null) await sleep(delay);
      }
    }
    return "failed";
  }

  const flush = createGatherer({ clock, sleep }, GATHER_MS, async () => {
    const { rows, lost } = buffer.take();
    if (lost > 0) log("audit_lost", { rows: lost });
    if (rows.length === 0) return;
    const written = await Promise.all(rows.map(withSharedId));
    const problem = await write(rows.length, forEachChunk(db, INSERT, written));
    if (problem === null) return;
    const isInOld =
      problem === "not_migrated" && (await write(rows.length, forEachChunk(db, INSERT_INTO_OLD, written))) === null;
    // What a call has changed is added once D1 is migrated.
    for (const row of rows) if (!isInOld || row.changes !== null) buffer.put(row);
  });

  const flushRefusals = createGatherer({ clock, sleep }, GATHER_REFUSALS_MS, async () => {
    const taken = refusals.take();
    if (taken.length === 0) return;
    const problem = await write(taken.length, await refusalStatements(db, taken));
    if (problem !== null) for (const counted of taken) refusals.put(counted);
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
    page: (query) => readAudit(readable(db), query),
  };
}
