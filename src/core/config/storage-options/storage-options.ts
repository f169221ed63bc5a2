import type { StorageTypeName } from "../../entities/data-node.ts";
import type { Properties } from "../../entities/fields.ts";
import type { ExposedType } from "../dsl/exposed-type-option.ts";
import { GENERIC_OPTIONS } from "./generic-options.ts";
import { MONGO_OPTIONS, missingMongoProperties } from "./mongo-options.ts";
import { missingS3Properties, S3_OPTIONS } from "./s3-options.ts";
import { missingConnectionProperties, queryBuilder, SQL_CONNECTION_OPTIONS } from "./sql-options.ts";

/** One option of a storage type: the property that it becomes, and what it is when it is not given. */
export interface OptionRow<Type = unknown, Required extends boolean = boolean> {
  /** Taipy's name. */
  readonly property: string;
  readonly required: Required;
  readonly defaultValue: Type | undefined;
  /** Kept in the configuration alone: no entity shows it. */
  readonly secret?: boolean;
  /** Kept in the configuration's `functions`. */
  readonly isFunction?: boolean;
}

export interface StorageRow {
  /** The value is a list of rows. */
  readonly tabular: boolean;
  /** Whether `defaultData` is written when a node is created. */
  readonly takesDefaultData: boolean;
  /** By the option's name in TypeScript. */
  readonly options: Readonly<Record<string, OptionRow>>;
  /** The properties that are missing although no option alone is required. */
  readonly missing?: (properties: Readonly<Properties>) => readonly string[];
}

const optional = <Type>(property: string, defaultValue?: Type): OptionRow<Type, false> => ({
  property,
  required: false,
  defaultValue,
});

const required = <Type>(property: string): OptionRow<Type, true> => ({
  property,
  required: true,
  defaultValue: undefined,
});

const defaultPath = optional<string>("default_path");
const encoding = optional<string>("encoding", "utf-8");
const hasHeader = optional<boolean>("has_header", true);
/** Its type depends on that of the rows: see `DeclareTable`. A class is kept with the functions. */
const exposedType = optional<ExposedType>("exposed_type", "pandas");

/** Every storage type that the DSL can declare. A row here gives `dataNode` its method, its types and its checks. */
export const STORAGE_ROWS = {
  /** Any plain value, with dates, maps, sets, big integers and typed arrays among them. */
  pickle: { tabular: false, takesDefaultData: true, options: { defaultPath } },
  /** As `pickle`; only in job mode `development`. */
  in_memory: { tabular: false, takesDefaultData: true, options: {} },
  /** A table as comma-separated text. The type argument is the type of one row. */
  csv: { tabular: true, takesDefaultData: true, options: { defaultPath, encoding, hasHeader, exposedType } },
  /**
   * Sheets of a workbook. The type argument is the type of the value: a list of rows with the name of one sheet, else an
   * object of sheets.
   */
  excel: {
    tabular: false,
    takesDefaultData: true,
    options: { defaultPath, hasHeader, sheetName: optional<string | readonly string[]>("sheet_name"), exposedType },
  },
  /** A JSON document. */
  json: { tabular: false, takesDefaultData: true, options: { defaultPath, encoding } },
  /** A table as Parquet. The type argument is the type of one row. */
  parquet: {
    tabular: true,
    takesDefaultData: true,
    options: {
      defaultPath,
      engine: optional<"pyarrow" | "fastparquet">("engine", "pyarrow"),
      compression: optional<"snappy" | "gzip" | "brotli" | "none">("compression", "snappy"),
      readKwargs: optional<Readonly<Record<string, unknown>>>("read_kwargs"),
      writeKwargs: optional<Readonly<Record<string, unknown>>>("write_kwargs"),
      exposedType,
    },
  },
  /** A table of a database. The type argument is the type of one row. */
  sql_table: {
    tabular: true,
    takesDefaultData: false,
    options: { ...SQL_CONNECTION_OPTIONS, tableName: required<string>("table_name"), exposedType },
    missing: missingConnectionProperties,
  },
  /** What a query answers; what writing means is up to query builders. The type argument is the type of one row. */
  sql: {
    tabular: true,
    takesDefaultData: false,
    options: {
      ...SQL_CONNECTION_OPTIONS,
      readQuery: required<string>("read_query"),
      writeQueryBuilder: queryBuilder("write_query_builder", true),
      appendQueryBuilder: queryBuilder("append_query_builder", false),
      exposedType,
    },
    missing: missingConnectionProperties,
  },
  /** Whatever two functions of the application read and write. */
  generic: { tabular: false, takesDefaultData: false, options: GENERIC_OPTIONS },
  /** One object of a bucket: text, bytes, or any other value as JSON. */
  s3_object: { tabular: false, takesDefaultData: false, options: S3_OPTIONS, missing: missingS3Properties },
  /** The documents of a collection. The type argument is the type of the list. */
  mongo_collection: {
    tabular: false,
    takesDefaultData: false,
    options: MONGO_OPTIONS,
    missing: missingMongoProperties,
  },
} as const satisfies { readonly [Name in StorageTypeName]?: StorageRow };

type StorageRows = typeof STORAGE_ROWS;
export type DeclaredStorageType = keyof StorageRows;

/** The row of a storage type by its name, which may come from anywhere. */
export function storageRow(storageType: string): StorageRow | null {
  return Object.hasOwn(STORAGE_ROWS, storageType) ? STORAGE_ROWS[storageType as DeclaredStorageType] : null;
}

type OptionsOf<S extends DeclaredStorageType> = StorageRows[S]["options"];
type RequiredName<S extends DeclaredStorageType> = {
  [Name in keyof OptionsOf<S>]: OptionsOf<S>[Name] extends OptionRow<unknown, true> ? Name : never;
}[keyof OptionsOf<S>];
type TypeOf<Row> = Row extends OptionRow<infer Type> ? Type : never;

/** The options that only this storage type has. */
export type StorageOptions<S extends DeclaredStorageType> = {
  readonly [Name in RequiredName<S>]: TypeOf<OptionsOf<S>[Name]>;
} & {
  readonly [Name in Exclude<keyof OptionsOf<S>, RequiredName<S>>]?: TypeOf<OptionsOf<S>[Name]>;
};

export type HasRequiredOptions<S extends DeclaredStorageType> = [RequiredName<S>] extends [never] ? false : true;
export type IsTabular<S extends DeclaredStorageType> = StorageRows[S]["tabular"];
export type TakesDefaultData<S extends DeclaredStorageType> = StorageRows[S]["takesDefaultData"];

/** `in_memory` → `inMemory`. */
export type CamelCase<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

export const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
