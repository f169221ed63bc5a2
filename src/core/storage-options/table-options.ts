import { type OptionRow, optional } from "./option.ts";

/** A class whose instances are created from rows: `new RowClass(row)`. */
// biome-ignore lint/suspicious/noExplicitAny: each class has a row type of its own.
export type RowClass<Instance extends object = object> = new (row: any) => Instance;

/**
 * The form in which task functions get a table: `"rows"` is a list of objects (Taipy's `"pandas"` and `"numpy"` mean the same
 * here), `"columns"` is an object of lists.
 */
const EXPOSED_TYPES = ["rows", "columns", "pandas", "numpy"] as const;
/** A form, or the class whose instances task functions get. */
export type ExposedType = (typeof EXPOSED_TYPES)[number] | RowClass;

/** A table as an object of columns. */
export type Columns<Row extends object> = { [Name in keyof Row]: Row[Name][] };

export const encoding = optional<string>("encoding", "utf-8");
export const hasHeader = optional<boolean>("has_header", true);

/** Its type depends on that of the rows: see `DeclareTable`. */
export const exposedType: OptionRow<ExposedType, false> = {
  ...optional<ExposedType>("exposed_type", "pandas"),
  mayBeClass: true,
  oneOf: EXPOSED_TYPES,
};
