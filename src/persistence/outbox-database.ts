import type { Database, ForeignWait, OutboxRows } from "../core/outbox.ts";
import { outboxStatements } from "./outbox-statements.ts";
import { readSnapshots } from "./snapshots.ts";

/** D1 as the orchestrator objects use it. */
export function createDatabase(db: D1Database): Database {
  return {
    async apply(domain, rows) {
      const statements = [...outboxStatements(db, rows), ...foreignWaitStatements(db, domain, rows)];
      const results = await db.batch<ForeignWait & Record<string, unknown>>([...statements, waitsFor(db, rows)]);
      return results.at(-1)?.results ?? [];
    },
    snapshots: (ids) => readSnapshots(db, ids),
  };
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

function waitsFor(db: D1Database, { dataNodes, deletedDataNodes }: OutboxRows): D1PreparedStatement {
  const changed = [...dataNodes.map((node) => node.id), ...deletedDataNodes];
  return db
    .prepare("SELECT data_node_id, domain FROM foreign_waits WHERE data_node_id IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(changed));
}
