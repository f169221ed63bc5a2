import type { Row, Table } from "../table/table.ts";

/**
 * What values of a column are to a reader. `any`: every cell has a type of its own (SQLite). `json`: lists and objects,
 * which no filter compares. `bytes`: likewise.
 */
export type ColumnKind = "number" | "text" | "boolean" | "date" | "json" | "bytes" | "any";

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The engine's type that a filter's value is compared as; null = as it is. */
  readonly comparedAs: string | null;
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
export type Scalar = string | number | bigint | boolean;

/** The text that stands for a value in a statement; the value itself is bound. */
export type Bind = (value: Scalar) => string;

/** What differs from engine to engine in a statement. */
export interface Dialect {
  quote(identifier: string): string;
  /** What a boolean is to a reader. */
  readonly booleans: "boolean" | "number";
  /** A condition that is true or false wherever the column is not null, by the value that readers see. */
  compare(column: Column, comparison: Comparison, value: Scalar, bind: Bind): string;
  /** The end of a SELECT; null = no limit. */
  page(limit: number | null, offset: number): string;
  /** A place for the nth value, counted from 1. */
  placeholder(position: number): string;
  /** All values of a statement as the engine's parameters. */
  parameters(values: readonly Scalar[]): readonly unknown[];
  /** Keeps other writers of the table away until the transaction ends; none where writers wait anyway. */
  lock(table: string): readonly Statement[];
  /** Adds rows to a (quoted) table; in parts, so that no statement exceeds a limit. */
  insert(table: string, columns: readonly Column[], rows: Table["rows"]): Iterable<Statement>;
}

/** One connection, for one operation. */
export interface Database {
  readonly dialect: Dialect;
  query(statement: Statement): Promise<Answer>;
  /** All statements or none. They are asked for again when the engine says that the transaction may be repeated. */
  transaction(statements: () => Iterable<Statement>): Promise<void>;
  close(): Promise<void>;
}
