import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { DeletionPlan } from "../../../src/core/planning/deletion-plan.ts";
import type { OutboxRows } from "../../../src/core/ports/outbox-database.ts";
import { deletePlan } from "../../../src/d1/delete/cascade-deletions.ts";
import { outboxStatements } from "../../../src/d1/outbox/outbox-statements.ts";
import { NO_ROWS } from "./factories.ts";

const MIGRATIONS = path.join(import.meta.dirname, "../../../src/d1/migrations");

interface Statement {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** A SQLite with D1's tables. */
export function d1Tables() {
  const sqlite = new DatabaseSync(":memory:");
  const files = readdirSync(MIGRATIONS).filter((file) => file.endsWith(".sql"));
  for (const file of files.sort()) sqlite.exec(readFileSync(path.join(MIGRATIONS, file), "utf8"));
  const prepare = (sql: string) => ({ sql, values: [], bind: (...values: SQLInputValue[]) => ({ sql, values }) });
  const db = { prepare } as unknown as D1Database;
  const runAll = (statements: readonly D1PreparedStatement[]): void => {
    for (const { sql, values } of statements as unknown as Statement[]) sqlite.prepare(sql).all(...values);
  };
  return {
    drain: (rows: Partial<OutboxRows>) => runAll(outboxStatements(db, { ...NO_ROWS, ...rows })),
    removeAll(plan: DeletionPlan) {
      const { notes, deletions } = deletePlan(db, plan);
      runAll([...notes, ...deletions]);
    },
    run: (sql: string, ...values: SQLInputValue[]) => sqlite.prepare(sql).run(...values),
    rows: (sql: string) =>
      sqlite
        .prepare(sql)
        .all()
        .map((row) => ({ ...row })),
  };
}
