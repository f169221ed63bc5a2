/** A table of a parsed TOML file. */
export type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Empty when the value is no table. */
export const tableOf = (value: unknown): Table => (isTable(value) ? value : {});
/** The tables of a list; none when the value is no list. */
export const tablesOf = (value: unknown): readonly Table[] => (Array.isArray(value) ? value.filter(isTable) : []);
