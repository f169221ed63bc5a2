import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { DEADLINES } from "../../../src/core/deadlines.ts";
import { NOW } from "../../../src/d1/write/garbage.ts";
import { bounded, call } from "../call.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { copyOf, type DatabaseCopy, restore, rowCount } from "./d1-copies.ts";
import { Statements } from "./statements.ts";

interface Query {
  readonly sql: string;
  readonly bindings: readonly SQLInputValue[];
}

interface Result {
  readonly results: Record<string, unknown>[];
  readonly meta: { readonly changes: number };
}

/** How queries reach the database. */
type Send = <T>(name: string, effect: () => T) => Promise<T>;

const MIGRATIONS = path.join(import.meta.dirname, "../../../src/d1/migrations");
const SCHEMA = readdirSync(MIGRATIONS)
  .filter((file) => file.endsWith(".sql"))
  .sort()
  .map((file) => readFileSync(path.join(MIGRATIONS, file), "utf8"))
  .join("\n");

const SECONDS_LENGTH = "2026-01-15T00:00:00".length;

/** D1: one SQLite database at the other end of connections that fail. A batch is one transaction. */
export class D1 {
  readonly #world: World;
  readonly #db: DatabaseSync;
  readonly #statements: Statements;
  #outageEndsMs = 0;
  #hangEndsMs = 0;
  #isFull = false;
  #hasRoomSinceMs = Number.NEGATIVE_INFINITY;
  /** Data nodes whose deletion it could take no note of. */
  readonly deletedWhileFull = new Set<string>();
  /** How often an earlier copy was put back. */
  restores = 0;

  constructor(world: World) {
    this.#world = world;
    const db = new DatabaseSync(":memory:");
    db.exec(SCHEMA);
    db.function("virtual_now", () => new Date(world.nowMs).toISOString().slice(0, SECONDS_LENGTH));
    this.#db = db;
    this.#statements = new Statements(db);
  }

  /** It takes no statement after which it has more rows than before. */
  get isFull(): boolean {
    return this.#isFull;
  }

  set isFull(isFull: boolean) {
    if (this.#isFull && !isFull) this.#hasRoomSinceMs = this.#world.nowMs;
    this.#isFull = isFull;
  }

  /** A deletion may be under way that takes no notes, as it was refused before. */
  get #wasFull(): boolean {
    return this.#world.nowMs < this.#hasRoomSinceMs + DEADLINES.drain.ms;
  }

  failFor(ms: number): void {
    this.#outageEndsMs = Math.max(this.#outageEndsMs, this.#world.nowMs + ms);
  }

  /** Calls that arrive in this time get no answer until it is over. */
  hangFor(ms: number): void {
    this.#hangEndsMs = Math.max(this.#hangEndsMs, this.#world.nowMs + ms);
  }

  /** A pooled scenario gets the domain that release 0.1.0 would have given it, before anything has run. */
  giveOwnDomain(scenario: string): void {
    const isPooled = "domain GLOB 'pool/*'";
    this.#statements.of(`UPDATE scenarios SET domain = id WHERE id = ? AND ${isPooled}`).run(scenario);
    for (const table of ["tasks", "data_nodes"]) {
      this.#statements.of(`UPDATE ${table} SET domain = owner_id WHERE owner_id = ? AND ${isPooled}`).run(scenario);
    }
  }

  /** Every row of every table, as JSON. */
  texts(): readonly { readonly table: string; readonly text: string }[] {
    return [...this.copy()].flatMap(([table, rows]) => rows.map((row) => ({ table, text: JSON.stringify(row) })));
  }

  copy(): DatabaseCopy {
    return copyOf(this.#db);
  }

  /** An earlier copy is put back. Calls that are under way fail. */
  restore(copy: DatabaseCopy): void {
    restore(this.#db, copy);
    this.restores += 1;
  }

  /** The database as the code under test sees it from one process. */
  connect(scope: Scope): D1Database {
    return this.#binding((name, effect) => {
      const { restores } = this;
      const answer = call(this.#world, scope, name, this.#world.faults.d1, async () => {
        if (this.#world.nowMs < this.#outageEndsMs) throw new Error("D1_ERROR: the database is not available");
        if (this.#world.nowMs < this.#hangEndsMs) await this.#endOfHang(name);
        if (restores < this.restores) throw new Error("D1_ERROR: the database was restored");
        if (scope.isErased) throw new Error("The sender is gone");
        return effect();
      });
      return bounded(this.#world, scope, name.startsWith("D1 batch") ? DEADLINES.d1Batch : DEADLINES.d1, answer);
    });
  }

  #endOfHang(name: string): Promise<void> {
    const lateMs = this.#world.random.between(0, 1_000);
    return new Promise((resolve) => {
      this.#world.schedule(this.#hangEndsMs - this.#world.nowMs + lateMs, `D1 has hung: ${name}`, resolve);
    });
  }

  /** A connection that is always there and takes no time. */
  connectDirectly(): D1Database {
    return this.#binding(async (_name, effect) => effect());
  }

  all<Row>(sql: string, ...bindings: SQLInputValue[]): Row[] {
    return this.#statements.of(sql).all(...bindings) as Row[];
  }

  #binding(send: Send): D1Database {
    const prepare = (sql: string, bindings: readonly SQLInputValue[] = []) => {
      const query: Query = { sql, bindings };
      const rows = async () => (await send("D1 query", () => this.#run(query))).results;
      return {
        query,
        bind: (...values: SQLInputValue[]) => prepare(sql, values),
        all: () => send("D1 query", () => this.#run(query)),
        run: () => send("D1 query", () => this.#run(query)),
        raw: async () => (await rows()).map((row) => Object.values(row)),
        first: async (column?: string) => {
          const [row] = await rows();
          return row === undefined ? null : column === undefined ? row : row[column];
        },
      };
    };
    const batch = (statements: readonly { readonly query: Query }[]) => {
      if (statements.length === 0) throw new Error("D1_ERROR: No SQL statements detected.");
      return send(`D1 batch of ${statements.length}`, () => this.#batch(statements.map(({ query }) => query)));
    };
    // The part of the binding that the service uses.
    return { prepare, batch } as unknown as D1Database;
  }

  #batch(queries: readonly Query[]): Result[] {
    if (!this.isFull && !this.#wasFull) {
      return this.#statements.transaction(() => queries.map((query) => this.#execute(query)));
    }
    const room = rowCount(this.#db);
    const nodes = this.#nodeIds();
    const results = this.#statements.transaction(() =>
      queries.map((query) => {
        const result = this.#execute(query);
        if (this.isFull && rowCount(this.#db) > room) throw new Error("D1_ERROR: Exceeded maximum DB size");
        return result;
      }),
    );
    const left = new Set(this.#nodeIds());
    for (const id of nodes) if (!left.has(id)) this.deletedWhileFull.add(id);
    return results;
  }

  #nodeIds(): string[] {
    return this.all<{ id: string }>("SELECT id FROM data_nodes").map(({ id }) => id);
  }

  #run(query: Query): Result {
    return this.isFull ? (this.#batch([query])[0] as Result) : this.#execute(query);
  }

  #execute({ sql, bindings }: Query): Result {
    const statement = this.#statements.of(sql.replaceAll(NOW, "virtual_now()"));
    try {
      if (statement.columns().length > 0) return { results: statement.all(...bindings), meta: { changes: 0 } };
      return { results: [], meta: { changes: Number(statement.run(...bindings).changes) } };
    } catch (error) {
      throw inWordsOfD1(error);
    }
  }
}

function inWordsOfD1(error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.includes("constraint failed")) return error;
  return new Error(`D1_ERROR: ${error.message}: SQLITE_CONSTRAINT`);
}
