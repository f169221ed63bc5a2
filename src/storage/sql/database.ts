import type { Budget } from "../../core/values/budget.ts";
import type { Decimal } from "../../core/values/exact/decimal.ts";
import type { Row, Table } from "../table/tabular-value.ts";

/**
 * The type of a column for readers. `any`: every cell has a type of its own (SQLite). `json`: lists and objects,
 * which no filter compares. `bytes`: likewise.
 */
export type ColumnKind = "number" | "text" | "boolean" | "date" | "json" | "bytes" | "any";

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The engine's type that a filter's value is compared as; null = as it is. */
  readonly comparedAs: string | null;
  /** Of a date: how many digits of the second it keeps; null = it has no time of day. Missing = all. */
  readonly timeDigits?: number | null;
  /** A column that rounds fractions without a word. */
  readonly isInteger?: true;
}

/** What columns of a table are beyond their types. */
export interface TableFacts {
  /** The columns of the primary key. */
  readonly key: readonly string[];
  /** Columns that the database computes: no one can write them. */
  readonly generated: ReadonlySet<string>;
  /** Columns whose values the database gives unless it is told otherwise. */
  readonly identity: ReadonlySet<string>;
  /** Columns for bytes, where a column's type does not say so. */
  readonly bytes: ReadonlySet<string>;
  /** Rows lie in it; otherwise it is a view. */
  readonly isTable: boolean;
}

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface Answer {
  readonly columns: readonly Column[];
  readonly rows: Row[];
}

export type Comparison = "=" | "<" | "<=" | ">" | ">=";
export type Scalar = string | number | bigint | boolean | Decimal;

/** Binds a value and returns its placeholder in the statement. */
export type Bind = (value: Scalar) => string;

/** The differences between engines in a statement. */
export interface Dialect {
  quote(identifier: string): string;
  /** The type in which readers get a boolean. */
  readonly booleans: "boolean" | "number";
  /** A condition that is true or false where the column is not null. It compares the value that readers get. */
  compare(column: Column, comparison: Comparison, value: Scalar, bind: Bind): string;
  /** The end of a SELECT; null = no limit. */
  page(limit: number | null, offset: number): string;
  /** The placeholder of the nth value, counted from 1. */
  placeholder(position: number): string;
  /** All values of a statement as the engine's parameters. */
  parameters(values: readonly Scalar[]): readonly unknown[];
  /** A count reads at most so many rows: D1 bills the rows that a query reads. */
  readonly mostCounted: number;
  /** Statements that make other writers of the table wait until the transaction ends; none where the engine does so itself. */
  lock(table: string): readonly Statement[];
  /** Adds rows to a (quoted) table; in parts, so that no statement exceeds a limit. */
  insert(
    table: string,
    columns: readonly Column[],
    rows: Table["rows"],
    facts: Pick<TableFacts, "identity">,
  ): Iterable<Statement>;
  /** Asks for the facts of a (quoted) table, a row a column. */
  facts(table: string): Statement;
  /** What orders the rows of a table without a key; null = only its columns do. */
  rowOrder(isTable: boolean): readonly string[] | null;
  /** A query as a source that keeps its ORDER BY. A line break ends a comment that it may end with. */
  inItsOrder(query: string): string;
}

/** What a transaction has done so far. */
export interface Progress {
  /** Its COMMIT is on its way: without an answer it is not known whether the change was made. */
  mayBeDone: boolean;
}

/** One connection, for one operation. */
export interface Database {
  readonly dialect: Dialect;
  /**
   * @param budget charged for each row when it arrives; the rest is not fetched where the driver allows it
   * @param limitMs a shorter time than the connection's, after which a server ends the query
   */
  query(statement: Statement, budget: Budget, limitMs?: number): Promise<Answer>;
  /** Runs all statements or none. Calls `statements` again when the engine allows to repeat the transaction. */
  transaction(statements: () => Iterable<Statement>, progress?: Progress): Promise<void>;
  close(): Promise<void>;
  /** Ends the connection at once, and with it what still runs there. */
  cut(): void;
}
