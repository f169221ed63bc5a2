/** A class whose objects are made of rows: `new RowClass(row)`. */
// biome-ignore lint/suspicious/noExplicitAny: the row's real type is the class's own affair.
export type RowClass<Instance extends object = object> = new (row: any) => Instance;

/**
 * What task functions get of a table: `"rows"` (a list of objects; Taipy's `"pandas"` and `"numpy"` mean the same here),
 * `"columns"` (an object of lists), or objects of a class.
 */
export const EXPOSED_TYPES = ["rows", "columns", "pandas", "numpy"] as const;
export type ExposedTypeName = (typeof EXPOSED_TYPES)[number];
export type ExposedType = ExposedTypeName | RowClass;

/** A table as an object of columns. */
export type Columns<Row extends object> = { [Name in keyof Row]: Row[Name][] };
