import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { expect, it } from "vitest";
import type { OutboxRows } from "../../../src/core/ports/outbox-database.ts";
import { outboxStatements } from "../../../src/d1/outbox/outbox-statements.ts";
import { aJob, aSubmission } from "../../harness/factories.ts";
import { NO_ROWS } from "../world/factories.ts";

const MIGRATIONS = path.join(import.meta.dirname, "../../../src/d1/migrations");

interface Statement {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** A SQLite with D1's tables. */
function database() {
  const sqlite = new DatabaseSync(":memory:");
  const files = readdirSync(MIGRATIONS).filter((file) => file.endsWith(".sql"));
  for (const file of files.sort()) sqlite.exec(readFileSync(path.join(MIGRATIONS, file), "utf8"));
  const prepare = (sql: string) => ({ sql, values: [], bind: (...values: SQLInputValue[]) => ({ sql, values }) });
  return {
    drain(rows: Partial<OutboxRows>) {
      const statements = outboxStatements({ prepare } as unknown as D1Database, { ...NO_ROWS, ...rows });
      for (const { sql, values } of statements as unknown as Statement[]) sqlite.prepare(sql).all(...values);
    },
    rows: (table: "jobs" | "submissions") => sqlite.prepare(`SELECT id, revision FROM ${table}`).all(),
  };
}

it("An older copy of a job or a submission that comes late replaces none that is newer", () => {
  const d1 = database();
  d1.drain({ jobs: [aJob({ revision: 4 })], submissions: [aSubmission({ revision: 9 })] });
  d1.drain({ jobs: [aJob({ revision: 3 })], submissions: [aSubmission({ revision: 3 })] });
  expect(d1.rows("jobs")).toEqual([{ id: aJob().id, revision: 4 }]);
  expect(d1.rows("submissions")).toEqual([{ id: aSubmission().id, revision: 9 }]);
  d1.drain({ jobs: [aJob({ revision: 5 })] });
  expect(d1.rows("jobs")).toEqual([{ id: aJob().id, revision: 5 }]);
});
