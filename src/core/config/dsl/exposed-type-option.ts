/** A class whose instances are created from rows: `new RowClass(row)`. */
// biome-ignore lint/suspicious/noExplicitAny: each class has a row type of its own.
export type RowClass<Instance extends object = object> = new (row: any) => Instance;

/**
 * The form in which task functions get a table: `"rows"` is a list of objects (Taipy's `"pandas"` and `"numpy"` mean the same
 * here), `"columns"` is an object of lists.
 */
export const EXPOSED_TYPES = ["rows", "columns", "pandas", "numpy"] as const;
export type ExposedTypeName = (typeof EXPOSED_TYPES)[number];
/** A form, or the class whose instances task functions get. */
export type ExposedType = ExposedTypeName | RowClass;

/** A table as an object of columns. */
export type Columns<Row extends object> = { [Name in keyof Row]: Row[Name][] };
