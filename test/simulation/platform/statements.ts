import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Prepared statements of one database, by their text. */
export class Statements {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  of(query: string): StatementSync {
    const known = this.#prepared.get(query);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(query);
    this.#prepared.set(query, statement);
    return statement;
  }

  /** Undoes everything when `work` throws. */
  transaction<T>(work: () => T): T {
    this.#db.exec("BEGIN");
    try {
      const answer = work();
      this.#db.exec("COMMIT");
      return answer;
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }
}
