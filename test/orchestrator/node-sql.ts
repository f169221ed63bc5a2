import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Sql, SqlValue } from "../../src/orchestrator/sql.ts";

/** The SQLite of a Durable Object, played by Node's: as synchronous, and as undone by a transaction that throws. */
export function nodeSql(): Sql {
  const database = new DatabaseSync(":memory:");
  const prepared = new Map<string, StatementSync>();

  function prepare(query: string): StatementSync {
    const statement = prepared.get(query) ?? database.prepare(query);
    prepared.set(query, statement);
    return statement;
  }

  return {
    run: (query, ...bindings) => {
      prepare(query).run(...bindings);
    },
    all: <Row extends Record<string, SqlValue>>(query: string, ...bindings: SqlValue[]) =>
      prepare(query).all(...bindings) as Row[],
    transaction: (work) => {
      database.exec("BEGIN");
      try {
        const answer = work();
        database.exec("COMMIT");
        return answer;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
  };
}
