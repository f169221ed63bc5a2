// docs/decisions/107-schemas-check-and-change-nothing.md
/**
 * What the option `schema` takes: an object of https://standardschema.dev, such as a schema of zod, Valibot or ArkType. `Value` is
 * the type of what fits it: its input. What it would make of a value counts nowhere.
 */
export interface DataSchema<Value = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult | Promise<SchemaResult>;
    readonly types?: { readonly input: Value; readonly output: unknown } | undefined;
  };
}

export interface SchemaResult {
  /** What the schema makes of a value that fits. */
  readonly value?: unknown;
  /** Missing for a value that fits. */
  readonly issues?: readonly SchemaIssue[] | undefined;
}

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Of a row in `dataNode.csv` and other tables, of the whole value elsewhere. */
export interface SchemaOption<Part> {
  /**
   * What every value of the node must fit: an upload, a write, an append, a result of a task. Of a table it describes one row.
   * It gives the value its type. Default: none.
   */
  readonly schema?: DataSchema<Part>;
}

export function isDataSchema(given: unknown): given is DataSchema {
  if ((typeof given !== "object" && typeof given !== "function") || given === null) return false;
  const standard: unknown = Reflect.get(given, "~standard");
  return typeof standard === "object" && standard !== null && typeof Reflect.get(standard, "validate") === "function";
}
