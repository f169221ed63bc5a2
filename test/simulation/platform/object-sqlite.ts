import { DatabaseSync } from "node:sqlite";
import type { Sql, SqlValue } from "../../../src/orchestrator/state/object-sql.ts";
import type { SqliteFaults } from "../faults/faults.ts";
import { Statements } from "./statements.ts";

/** One written row of the object: the table, and the values bound by the statement that wrote it. */
export interface RowChange {
  readonly table: string;
  readonly bindings: readonly SqlValue[];
}

const WRITE = /^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|DELETE\s+FROM|UPDATE)\s+(\w+)/i;

/** The bindings of each row, of statements that insert several. */
function rowsOf(query: string, bindings: readonly SqlValue[]): (readonly SqlValue[])[] {
  const [, tuples = ""] = query.split(" VALUES ");
  const count = tuples.split("), (").length;
  const width = bindings.length / count;
  return Array.from({ length: count }, (_, row) => bindings.slice(row * width, (row + 1) * width));
}

/** Something that the platform's SQLite throws: the disk is full, or the statement was interrupted. */
export class SqliteFault extends Error {
  override readonly name = "SqliteFault";

  constructor(moment: string) {
    super(`database or disk is full: SQLITE_FULL (${moment})`);
  }
}

/** The SQLite of one object. It outlives the object's instances. */
export class ObjectSqlite implements Sql {
  readonly #statements = new Statements(new DatabaseSync(":memory:"));
  readonly #tables = new Map<string, string | null>();
  readonly #fails: (moment: keyof SqliteFaults) => boolean;
  /** Called after each commit, with what it has written. */
  onCommit: (changes: readonly RowChange[]) => void = () => {};
  #changes: RowChange[] = [];
  #isOpen = false;

  constructor(fails: (moment: keyof SqliteFaults) => boolean = () => false) {
    this.#fails = fails;
  }

  run(query: string, ...bindings: SqlValue[]): void {
    this.#step("write");
    this.#statements.of(query).run(...bindings);
    const table = this.#tableOf(query);
    if (table !== null) for (const row of rowsOf(query, bindings)) this.#changes.push({ table, bindings: row });
    if (!this.#isOpen) this.#committed();
  }

  all<Row extends Record<string, SqlValue>>(query: string, ...bindings: SqlValue[]): Row[] {
    return this.#statements.of(query).all(...bindings) as Row[];
  }

  transaction<T>(work: () => T): T {
    this.#isOpen = true;
    try {
      this.#step("begin");
      const answer = this.#statements.transaction(() => {
        const done = work();
        this.#step("commit");
        return done;
      });
      this.#isOpen = false;
      this.#committed();
      return answer;
    } finally {
      this.#isOpen = false;
      this.#changes = [];
    }
  }

  #step(moment: keyof SqliteFaults): void {
    if (this.#fails(moment)) throw new SqliteFault(moment);
  }

  #committed(): void {
    const changes = this.#changes;
    this.#changes = [];
    if (changes.length > 0) this.onCommit(changes);
  }

  #tableOf(query: string): string | null {
    const known = this.#tables.get(query);
    if (known !== undefined) return known;
    const table = WRITE.exec(query)?.[1] ?? null;
    this.#tables.set(query, table);
    return table;
  }
}
