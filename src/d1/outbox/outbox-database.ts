import { jobTable } from "../../core/entities/job.ts";
import { submissionTable } from "../../core/entities/submission.ts";
import { faultOf } from "../../core/faults/fault.ts";
import {
  type Database,
  type ForeignWait,
  type OutboxRows,
  OutOfStepError,
  RowsRefusedError,
} from "../../core/ports/outbox-database.ts";
import { readSnapshots } from "../read/snapshots.ts";
import { readRow } from "../rows.ts";
import { isOutOfStep, raiseCounter } from "./counter.ts";
import { type DataNodeFinding, findDataNodes, outboxStatements, removals } from "./outbox-statements.ts";
import { readStand } from "./stand.ts";

/** D1 as the orchestrator objects write to it. */
export function createDatabase(db: D1Database): Database {
  return {
    async apply(domain, step, rows) {
      const changed = await findingsOf(db, [
        raiseCounter(db, domain, step),
        ...outboxStatements(db, rows),
        ...foreignWaitStatements(db, domain, rows),
        ...findDataNodes(db, rows.deletedDataNodes),
      ]);
      const unchanged = await findUnchanged(db, rows, changed);
      return {
        waits: [...changed, ...unchanged].flatMap(waitsOf),
        gone: unchanged.filter(({ exists_now }) => exists_now === 0).map(({ id }) => id),
      };
    },
    async remove(rows) {
      const statements = removals(db, rows);
      if (statements.length > 0) await db.batch(statements);
    },
    snapshots: (ids) => readSnapshots(db, ids),
    job: (id) => readRow(db, jobTable, id),
    submission: (id) => readRow(db, submissionTable, id),
    stand: (domain, asked) => readStand(db, domain, asked),
  };
}

/** The data nodes that the statements of one batch return; all other statements return no rows. */
async function findingsOf(db: D1Database, statements: D1PreparedStatement[]): Promise<DataNodeFinding[]> {
  try {
    const results = await db.batch<DataNodeFinding & Record<string, unknown>>(statements);
    return results.flatMap((result) => result.results);
  } catch (error) {
    if (isOutOfStep(error)) throw new OutOfStepError(String(error));
    throw isRefusal(error) ? new RowsRefusedError(String(error)) : error;
  }
}

/** Whether a row is to blame. */
function isRefusal(error: unknown): boolean {
  const code = faultOf(error);
  return code === "database_row_too_large" || code === "database_constraint";
}

/** Data nodes that the batch did not update: they were deleted, or D1 has this state from a batch whose answer was lost. */
async function findUnchanged(
  db: D1Database,
  { dataNodes }: OutboxRows,
  changed: readonly DataNodeFinding[],
): Promise<DataNodeFinding[]> {
  const known = new Set(changed.map(({ id }) => id));
  const ids = dataNodes.map(({ id }) => id).filter((id) => !known.has(id));
  return ids.length === 0 ? [] : findingsOf(db, findDataNodes(db, ids));
}

const waitsOf = ({ id, waiting }: DataNodeFinding): ForeignWait[] =>
  (JSON.parse(waiting) as string[]).map((domain) => ({ domain, data_node_id: id }));

function foreignWaitStatements(db: D1Database, domain: string, { foreignWaits }: OutboxRows): D1PreparedStatement[] {
  const ids = (waiting: boolean) =>
    foreignWaits.filter((wait) => wait.waiting === waiting).map((wait) => wait.data_node_id);
  const statements: [string, string[]][] = [
    ["INSERT OR IGNORE INTO foreign_waits (data_node_id, domain) SELECT value, ?2 FROM json_each(?1)", ids(true)],
    ["DELETE FROM foreign_waits WHERE domain = ?2 AND data_node_id IN (SELECT value FROM json_each(?1))", ids(false)],
  ];
  return statements
    .filter(([, nodes]) => nodes.length > 0)
    .map(([sql, nodes]) => db.prepare(sql).bind(JSON.stringify(nodes), domain));
}
