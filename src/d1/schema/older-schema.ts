import { isOfD1 } from "../../core/faults/d1-faults.ts";

/**
 * The columns that each migration after release 0.1.0 has added to a table. All of them start as NULL, and NULL says what the
 * earlier release meant.
 */
export const ADDED_COLUMNS: readonly { readonly table: string; readonly columns: readonly string[] }[] = [
  { table: "audit", columns: ["last_at", "changes"] },
  { table: "edits", columns: ["actor"] },
  { table: "data_nodes", columns: ["editor_actor"] },
  { table: "jobs", columns: ["slot_reasons"] },
  { table: "submissions", columns: ["units"] },
];

/** Where a statement names one of the tables. */
const SOURCE = /\b(FROM|JOIN) (audit|edits|data_nodes|jobs|submissions)\b( AS\b)?/g;
const MISSING = /no such column: (?:\w{1,40}\.)?(\w{1,40})/;

// docs/decisions/085-migrations-come-before-the-code.md
/**
 * The statement over a table without the column that D1 has missed: it reads NULL instead. SQLite uses the table's indexes all
 * the same. null = the column is none of {@link ADDED_COLUMNS}, or the statement reads it already as NULL.
 */
export function overOlderSchema(sql: string, error: unknown): string | null {
  if (!(error instanceof Error) || !isOfD1(error.message) || !/^\s*(?:SELECT|WITH)\b/.test(sql)) return null;
  const [, missing = ""] = MISSING.exec(error.message) ?? [];
  const added = ADDED_COLUMNS.find(({ columns }) => columns.includes(missing));
  if (added === undefined) return null;
  const { table, columns } = added;
  const older = `(SELECT *, ${columns.map((column) => `NULL AS ${column}`).join(", ")} FROM ${table})`;
  if (sql.includes(older)) return null;
  const changed = sql.replaceAll(SOURCE, (source, word: string, name: string, as = "") => {
    if (name !== table) return source;
    return `${word} ${older}${as === "" ? ` AS ${table}` : as}`;
  });
  return changed === sql ? null : changed;
}

/** Reads with each statement; those of a database that was not migrated read NULL for the columns that it lacks. */
async function send<T>(
  statements: readonly Reading[],
  call: (statements: readonly Reading[]) => Promise<T>,
): Promise<T> {
  for (let sent = statements; ; ) {
    try {
      return await call(sent);
    } catch (error) {
      const older = sent.map((statement) => statement.overOlderSchema(error));
      if (older.every((statement, index) => statement === sent[index])) throw error;
      sent = older;
    }
  }
}

class Reading {
  readonly #db: D1Database;
  readonly #sql: string;
  readonly #values: readonly unknown[];

  constructor(db: D1Database, sql: string, values: readonly unknown[] = []) {
    this.#db = db;
    this.#sql = sql;
    this.#values = values;
  }

  get prepared(): D1PreparedStatement {
    const statement = this.#db.prepare(this.#sql);
    return this.#values.length === 0 ? statement : statement.bind(...this.#values);
  }

  overOlderSchema(error: unknown): Reading {
    const sql = overOlderSchema(this.#sql, error);
    return sql === null ? this : new Reading(this.#db, sql, this.#values);
  }

  bind(...values: unknown[]): Reading {
    return new Reading(this.#db, this.#sql, values);
  }

  first(column?: string): Promise<unknown> {
    return send([this], async ([{ prepared } = this]) =>
      column === undefined ? prepared.first() : prepared.first(column),
    );
  }

  all(): Promise<D1Result> {
    return send([this], async ([{ prepared } = this]) => prepared.all());
  }

  raw(): Promise<unknown[][]> {
    return send([this], async ([{ prepared } = this]) => prepared.raw());
  }
}

/** The database for reads of entities and of the audit log. */
export const readable = (db: D1Database): D1Database =>
  ({
    prepare: (sql: string) => new Reading(db, sql),
    batch: (statements: readonly Reading[]) =>
      send(statements, (sent) => db.batch(sent.map(({ prepared }) => prepared))),
  }) as unknown as D1Database;
