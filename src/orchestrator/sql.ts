export type SqlValue = string | number | null;

/** The object's embedded SQLite: synchronous, and a transaction that throws has changed nothing. */
export interface Sql {
  run(query: string, ...bindings: SqlValue[]): void;
  all<Row extends Record<string, SqlValue>>(query: string, ...bindings: SqlValue[]): Row[];
  transaction<T>(work: () => T): T;
}

/** The SQLite of a Durable Object. */
export function durableObjectSql(storage: DurableObjectStorage): Sql {
  return {
    run: (query, ...bindings) => {
      storage.sql.exec(query, ...bindings);
    },
    all: <Row extends Record<string, SqlValue>>(query: string, ...bindings: SqlValue[]) =>
      storage.sql.exec<Row>(query, ...bindings).toArray(),
    transaction: (work) => storage.transactionSync(work),
  };
}
