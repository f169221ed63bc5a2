import type { Database, ForeignWait, OutboxRows } from "../core/outbox.ts";
import { outboxStatements } from "./outbox-statements.ts";
import { readSnapshots } from "./snapshots.ts";

/** D1 as the orchestrator objects use it. */
export function createDatabase(db: D1Database): Database {
  return {
    async apply(domain, revision, rows) {
      const statements = [
        ...fenceStatements(db, domain, revision, rows),
        ...outboxStatements(db, rows),
        ...foreignWaitStatements(db, domain, rows),
      ];
      const waits = waitsFor(db, rows);
      const results = await db.batch<ForeignWait & Record<string, unknown>>([...statements, ...waits]);
      return waits.length === 0 ? [] : (results.at(-1)?.results ?? []);
    },
    snapshots: (ids) => readSnapshots(db, ids),
  };
}

// An id that is NULL violates the table's key: the whole batch is refused.
const REFUSE_OLD_BATCH = `INSERT INTO cycles (id) SELECT NULL
  WHERE EXISTS (SELECT 1 FROM outbox_fences WHERE domain = ?1 AND revision > ?2)`;
const MOVE_FENCE = `INSERT INTO outbox_fences VALUES (?1, ?2)
  ON CONFLICT (domain) DO UPDATE SET revision = excluded.revision WHERE excluded.revision > outbox_fences.revision`;

/** Rows that are there guard themselves by their revision; rows that are gone can't. Only what removes rows moves the fence. */
function fenceStatements(db: D1Database, domain: string, revision: number, rows: OutboxRows): D1PreparedStatement[] {
  const removes =
    rows.deletedJobs.length + rows.deletedSubmissions.length + rows.deletedDataNodes.length + rows.foreignWaits.length;
  const statements = removes > 0 ? [REFUSE_OLD_BATCH, MOVE_FENCE] : [REFUSE_OLD_BATCH];
  return statements.map((sql) => db.prepare(sql).bind(domain, revision));
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

/** Only a data node that has changed can end somebody's wait. */
function waitsFor(db: D1Database, { dataNodes, deletedDataNodes }: OutboxRows): D1PreparedStatement[] {
  const changed = [...dataNodes.map((node) => node.id), ...deletedDataNodes];
  if (changed.length === 0) return [];
  const sql = "SELECT data_node_id, domain FROM foreign_waits WHERE data_node_id IN (SELECT value FROM json_each(?))";
  return [db.prepare(sql).bind(JSON.stringify(changed))];
}
