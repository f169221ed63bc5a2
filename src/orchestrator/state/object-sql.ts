import { currentMeter } from "../../metering/meter.ts";

export type SqlValue = string | number | null;

/** The object's embedded SQLite: synchronous, and a transaction that throws has changed nothing. */
export interface Sql {
  run(query: string, ...bindings: SqlValue[]): void;
  all<Row extends Record<string, SqlValue>>(query: string, ...bindings: SqlValue[]): Row[];
  transaction<T>(work: () => T): T;
}

/** The SQLite of a Durable Object. Rows are counted for the call that reads and writes them. */
export function durableObjectSql(storage: DurableObjectStorage): Sql {
  return {
    run: (query, ...bindings) => {
      count(storage.sql.exec(query, ...bindings));
    },
    all: <Row extends Record<string, SqlValue>>(query: string, ...bindings: SqlValue[]) => {
      const cursor = storage.sql.exec<Row>(query, ...bindings);
      const rows = cursor.toArray();
      count(cursor);
      return rows;
    },
    transaction: (work) => storage.transactionSync(work),
  };
}

function count({ rowsRead, rowsWritten }: { readonly rowsRead: number; readonly rowsWritten: number }): void {
  const meter = currentMeter();
  if (meter === undefined) return;
  meter.sqlite.rows_read += rowsRead;
  meter.sqlite.rows_written += rowsWritten;
}
