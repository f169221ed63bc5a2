import { DEADLINES, type Deadline } from "../core/deadlines.ts";
import { bounded } from "./bounded.ts";
import { currentMeter, type Meter, timed } from "./meter.ts";

/**
 * A D1 database whose calls have a deadline, and are counted with the rows that D1 says it read and wrote, as it bills them.
 * This is on the way of every request: each call costs some promises and a timer more.
 * @param deadline of one statement
 */
export function meteredD1(db: D1Database, deadline: Deadline = DEADLINES.d1): D1Database {
  return {
    ...callsOf(db, deadline),
    withSession: (...call: Parameters<D1Database["withSession"]>) => {
      const session = db.withSession(...call);
      return { ...callsOf(session, deadline), getBookmark: () => session.getBookmark() };
    },
    exec: (sql: string) => bounded(DEADLINES.d1Batch, db.exec(sql)),
    dump: () => bounded(DEADLINES.d1Batch, db.dump()),
  } as unknown as D1Database;
}

const callsOf = (source: Pick<D1Database, "prepare" | "batch">, deadline: Deadline) => ({
  prepare: (sql: string) => new MeteredStatement(source.prepare(sql), deadline),
  batch: (statements: readonly object[]) => {
    const meter = currentMeter();
    const call = bounded(DEADLINES.d1Batch, source.batch(statements.map(originalOf)));
    return meter === undefined ? call : countedBatch(meter, call);
  },
});

const originalOf = (statement: object): D1PreparedStatement =>
  (statement instanceof MeteredStatement ? statement.original : statement) as D1PreparedStatement;

class MeteredStatement {
  readonly original: D1PreparedStatement;
  readonly #deadline: Deadline;

  constructor(original: D1PreparedStatement, deadline: Deadline) {
    this.original = original;
    this.#deadline = deadline;
  }

  bind(...values: unknown[]): MeteredStatement {
    return new MeteredStatement(this.original.bind(...values), this.#deadline);
  }

  all(): Promise<D1Result> {
    const meter = currentMeter();
    const call = bounded(this.#deadline, this.original.all());
    return meter === undefined ? call : counted(meter, call);
  }

  run(): Promise<D1Result> {
    const meter = currentMeter();
    const call = bounded(this.#deadline, this.original.run());
    return meter === undefined ? call : counted(meter, call);
  }

  /** D1's own `first` reads all rows, too, but does not say how many. */
  async first(column?: string): Promise<unknown> {
    const meter = currentMeter();
    if (meter === undefined) {
      return bounded(this.#deadline, column === undefined ? this.original.first() : this.original.first(column));
    }
    meter.d1.calls += 1;
    const startMs = Date.now();
    try {
      const { results, meta } = await bounded(this.#deadline, this.original.all<Record<string, unknown>>());
      addRows(meter, meta);
      return firstOf(results, column);
    } finally {
      meter.d1.ms += Date.now() - startMs;
    }
  }

  /** D1 does not say what this has read: at least the rows that it answers. */
  async raw(options?: { columnNames?: boolean }): Promise<unknown[][]> {
    const meter = currentMeter();
    const statement = this.original as unknown as { raw(given?: object): Promise<unknown[][]> };
    const call = bounded(this.#deadline, statement.raw(options));
    if (meter === undefined) return call;
    meter.d1.calls += 1;
    const rows = await timed(meter.d1, call);
    meter.d1.rows_read += rows.length - (options?.columnNames === true ? 1 : 0);
    return rows;
  }
}

async function counted(meter: Meter, call: Promise<D1Result>): Promise<D1Result> {
  meter.d1.calls += 1;
  const startMs = Date.now();
  try {
    const result = await call;
    addRows(meter, result.meta);
    return result;
  } finally {
    meter.d1.ms += Date.now() - startMs;
  }
}

async function countedBatch(meter: Meter, call: Promise<D1Result[]>): Promise<D1Result[]> {
  meter.d1.calls += 1;
  const results = await timed(meter.d1, call);
  for (const { meta } of results) addRows(meter, meta);
  return results;
}

/** What D1 says that a statement has used. */
export type Rows = Pick<D1Result["meta"], "rows_read" | "rows_written">;

export function addRows({ d1 }: Meter, meta: Rows): void {
  d1.rows_read += meta.rows_read;
  d1.rows_written += meta.rows_written;
}

function firstOf(results: readonly Record<string, unknown>[], column: string | undefined): unknown {
  const [row = null] = results;
  if (row === null || column === undefined) return row;
  const value = row[column];
  if (value === undefined) throw new Error(`D1_COLUMN_NOTFOUND: Column not found (${column})`);
  return value;
}
