import type { Database, ForeignWait, OutboxRows } from "../../core/ports/outbox-database.ts";
import { readSnapshots } from "../read/snapshots.ts";
import { abortIf } from "../write/abort.ts";
import { type DataNodeLook, lookAtDataNodes, outboxStatements } from "./outbox-statements.ts";

/** D1 as the orchestrator objects use it. */
export function createDatabase(db: D1Database): Database {
  return {
    async apply(domain, revision, rows) {
      const changed = await looksOf(db, [
        ...fenceStatements(db, domain, revision, rows),
        ...outboxStatements(db, rows),
        ...foreignWaitStatements(db, domain, rows),
        ...lookAtDataNodes(db, rows.deletedDataNodes),
      ]);
      const unchanged = await lookAtUnchanged(db, rows, changed);
      return {
        waits: [...changed, ...unchanged].flatMap(waitsOf),
        gone: unchanged.filter(({ is_there }) => is_there === 0).map(({ id }) => id),
      };
    },
    snapshots: (ids) => readSnapshots(db, ids),
  };
}

/** What the statements of one batch say of data nodes; all others answer nothing. */
async function looksOf(db: D1Database, statements: D1PreparedStatement[]): Promise<DataNodeLook[]> {
  // Everything in a slice of changes may have changed again since: D1 refuses a batch of nothing.
  if (statements.length === 0) return [];
  const results = await db.batch<DataNodeLook & Record<string, unknown>>(statements);
  return results.flatMap((result) => result.results);
}

/** Data nodes whose state was no news: they are gone, or D1 has it from a batch whose answer was lost. */
async function lookAtUnchanged(
  db: D1Database,
  { dataNodes }: OutboxRows,
  changed: readonly DataNodeLook[],
): Promise<DataNodeLook[]> {
  const known = new Set(changed.map(({ id }) => id));
  const ids = dataNodes.map(({ id }) => id).filter((id) => !known.has(id));
  return ids.length === 0 ? [] : looksOf(db, lookAtDataNodes(db, ids));
}

const waitsOf = ({ id, waiting }: DataNodeLook): ForeignWait[] =>
  (JSON.parse(waiting) as string[]).map((domain) => ({ domain, data_node_id: id }));

const IS_FENCED = "EXISTS (SELECT 1 FROM outbox_fences WHERE domain = ?1 AND revision > ?2)";
const MOVE_FENCE = `INSERT INTO outbox_fences VALUES (?1, ?2)
  ON CONFLICT (domain) DO UPDATE SET revision = excluded.revision WHERE excluded.revision > outbox_fences.revision`;

/**
 * Rows that are there guard themselves by their revision; rows that are gone can't. Only what removes rows moves the
 * fence, and only what could bring such rows back looks at it: edits and states of a deleted data node find it gone.
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
    ["INSERT OR IGNORE INTO foreign_waits SELECT value, ?2 FROM json_each(?1)", ids(true)],
    ["DELETE FROM foreign_waits WHERE domain = ?2 AND data_node_id IN (SELECT value FROM json_each(?1))", ids(false)],
  ];
  return statements
    .filter(([, nodes]) => nodes.length > 0)
    .map(([sql, nodes]) => db.prepare(sql).bind(JSON.stringify(nodes), domain));
}
