import type { SchemaOption } from "../../storage-options/data-schema.ts";
import type { Columns, RowClass } from "../../storage-options/table-options.ts";
import type { StorageTypeName } from "../../storage-types.ts";
import type { DataNodeConfig } from "../app-types.ts";
import type { DataNodeOptions, OptionsArgument } from "./data-node-options.ts";

/**
 * Declares a data node of a table; the type argument is the type of one row. `exposedType` is the form in which task functions
 * get and return the table: a list of rows (default), an object of columns, or instances of a class.
 */
export interface DeclareTable<S extends StorageTypeName> {
  <Row extends object = Record<string, unknown>, const Id extends string = string>(
    id: Id,
    options: DataNodeOptions<S, Row[]> & SchemaOption<Row> & { readonly exposedType: "columns" },
  ): DataNodeConfig<Columns<Row>, Id>;
  <Instance extends object, const Id extends string = string>(
    id: Id,
    options: DataNodeOptions<S, object[]> & SchemaOption<unknown> & { readonly exposedType: RowClass<Instance> },
  ): DataNodeConfig<Instance[], Id>;
  <Row extends object = Record<string, unknown>, const Id extends string = string>(
    id: Id,
    ...options: OptionsArgument<S, Row[], SchemaOption<Row> & { readonly exposedType?: "rows" | "pandas" | "numpy" }>
  ): DataNodeConfig<Row[], Id>;
}

/** The value of several sheets: `Workbook<{ January: Row; February: Row }>` has the rows of each sheet under its name. */
export type Workbook<Sheets extends Readonly<Record<string, object>>> = { [Name in keyof Sheets]: Sheets[Name][] };

/** Lists of rows, or `exposedType: "columns"`. */
type Sheet = readonly unknown[] | Readonly<Record<string, readonly unknown[]>>;

type AnyWorkbook = Record<string, Record<string, unknown>[]>;

/** `Row[]` for a row; a type argument that is a list of rows already stays as it is. */
type RowsOf<Row extends object> = Row extends readonly unknown[] ? Row : Row[];

type WorkbookOptions<S extends StorageTypeName, Book> = DataNodeOptions<S, Book> & {
  readonly sheetName?: readonly string[];
};

/**
 * Declares a data node of an Excel file. With the name of one sheet it is a table, as in {@link DeclareTable}; without, or
 * with a list of names, it is a {@link Workbook}.
 */
export interface DeclareSheets<S extends StorageTypeName> {
  <Row extends object = Record<string, unknown>, const Id extends string = string>(
    id: Id,
    options: DataNodeOptions<S, RowsOf<Row>> &
      SchemaOption<Row> & { readonly sheetName: string; readonly exposedType: "columns" },
  ): DataNodeConfig<Columns<Row>, Id>;
  <Instance extends object, const Id extends string = string>(
    id: Id,
    options: DataNodeOptions<S, object[]> &
      SchemaOption<unknown> & { readonly sheetName: string; readonly exposedType: RowClass<Instance> },
  ): DataNodeConfig<Instance[], Id>;
  <Book extends object = AnyWorkbook, const Id extends string = string>(
    id: Id,
    ...options: Book extends { readonly [Name in keyof Book]: Sheet }
      ? [options?: WorkbookOptions<S, Book>]
      : [options: "a row needs the option 'sheetName', several sheets the type argument 'Workbook<…>'"]
  ): DataNodeConfig<Book, Id>;
  <Row extends object = Record<string, unknown>, const Id extends string = string>(
    id: Id,
    options: DataNodeOptions<S, RowsOf<Row>> &
      SchemaOption<Row> & {
        readonly sheetName: string;
        readonly exposedType?: "rows" | "pandas" | "numpy";
      },
  ): DataNodeConfig<RowsOf<Row>, Id>;
}
