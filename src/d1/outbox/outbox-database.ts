import {
  type Database,
  type ForeignWait,
  type OutboxRows,
  RowsRefusedError,
} from "../../core/ports/outbox-database.ts";
import { readSnapshots } from "../read/snapshots.ts";
import { abortIf, isAbort } from "../write/abort.ts";
import { type DataNodeFinding, findDataNodes, outboxStatements } from "./outbox-statements.ts";

/** D1 as the orchestrator objects write to it. */
export function createDatabase(db: D1Database): Database {
  return {
    async apply(domain, revision, rows) {
      const changed = await findingsOf(db, [
        ...fenceStatements(db, domain, revision, rows),
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
    snapshots: (ids) => readSnapshots(db, ids),
  };
}

/** The data nodes that the statements of one batch return; all other statements return no rows. */
async function findingsOf(db: D1Database, statements: D1PreparedStatement[]): Promise<DataNodeFinding[]> {
  // Every row of a slice may have changed again since, so that none is left; D1 refuses an empty batch.
  if (statements.length === 0) return [];
  try {
    const results = await db.batch<DataNodeFinding & Record<string, unknown>>(statements);
    return results.flatMap((result) => result.results);
  } catch (error) {
    throw isRefusal(error) ? new RowsRefusedError(String(error)) : error;
  }
}

const REFUSED = /SQLITE_(?:TOOBIG|CONSTRAINT|MISMATCH)|string or blob too big/i;

/** Whether a row is to blame. The fence refuses a batch as a whole, and not its successor. */
const isRefusal = (error: unknown): boolean => error instanceof Error && REFUSED.test(error.message) && !isAbort(error);

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

const IS_FENCED = "EXISTS (SELECT 1 FROM outbox_fences WHERE domain = ?1 AND revision > ?2)";
const MOVE_FENCE = `INSERT INTO outbox_fences (domain, revision) VALUES (?1, ?2)
  ON CONFLICT (domain) DO UPDATE SET revision = excluded.revision WHERE excluded.revision > outbox_fences.revision`;

// docs/decisions/011-a-fence-for-batches-that-delete.md
/**
 * Existing rows are guarded by their revision; deleted rows have none. So a batch that deletes rows moves the fence of its
 * domain, and a batch that could insert such rows again is refused by it. Edits and states need no fence: they check that
 * their data node exists.
 */
function fenceStatements(db: D1Database, domain: string, revision: number, rows: OutboxRows): D1PreparedStatement[] {
  const { jobs, submissions, files, deletedJobs, deletedSubmissions, deletedDataNodes, foreignWaits } = rows;
  const removes = [deletedJobs, deletedSubmissions, deletedDataNodes, foreignWaits].some(({ length }) => length > 0);
  const inserts = [jobs, submissions, files].some(({ length }) => length > 0);
  return [
    ...(removes || inserts ? [abortIf(db, IS_FENCED, domain, revision)] : []),
    ...(removes ? [db.prepare(MOVE_FENCE).bind(domain, revision)] : []),
  ];
}

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
