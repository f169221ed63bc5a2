import type { DriverName } from "./storage-options/drivers.ts";
import { checkEncoding } from "./storage-options/encodings.ts";
import { checkFileOptions, FILE_OPTIONS } from "./storage-options/file-options.ts";
import { checkGeneric, GENERIC_OPTIONS } from "./storage-options/generic-options.ts";
import { MONGO_OPTIONS, missingMongoProperties } from "./storage-options/mongo-options.ts";
import {
  type Checked,
  functionOption,
  type Given,
  type OptionRow,
  optional,
  type Problem,
  required,
} from "./storage-options/option.ts";
import { missingS3Properties, S3_OPTIONS } from "./storage-options/s3-options.ts";
import {
  type AnyQueryBuilder,
  checkDatabase,
  checkTable,
  missingConnectionProperties,
  SQL_CONNECTION_OPTIONS,
  sqlDriver,
} from "./storage-options/sql-options.ts";
import { encoding, exposedType, hasHeader } from "./storage-options/table-options.ts";

export const JSON_TYPE = "application/json";
export const DEVALUE_TYPE = "application/vnd.taipy-edge.devalue+json";

/** A D1 database, an R2 bucket, or any other binding, variable or secret. */
export type BindingKind = "d1" | "r2" | "other";

const sqlBinding = ({ db_engine }: Given): BindingKind => (db_engine === "sqlite" ? "d1" : "other");

/** The bytes of a value that the service keeps. */
export interface Content {
  /** Media types of the bytes, the usual one first. */
  readonly mediaTypes: readonly [usual: string, ...others: string[]];
  /** Ending of the file of a node without a path: `user_data/<name>s/<id>.<extension>`; null = nodes have no file. */
  readonly extension: string | null;
  /** The bytes are JSON text that the API may answer as it is stored: see `PlainJson`. */
  readonly isPlainJson: boolean;
}

/** The facts of one storage type. The file of its name in `src/storage/` reads and writes its values. */
export interface StorageTypeRow {
  /** null = values lie in an outside system, which may have some before anything is written here. */
  readonly content: Content | null;
  /** Values are tables: a filter, a selection and a comparison work on rows. */
  readonly isTabular: boolean;
  /** Of a tabular type: whether a value is one list of rows. Missing = always. */
  readonly isOneTable?: (properties: Given) => boolean;
  /** Whether the type argument in `dataNode.csv<…>` is the type of one row, of the whole value, or of a row or a workbook. */
  readonly typeArgument: "row" | "value" | "row or workbook";
  /** Values live only as long as the process in Taipy, so that a job in another process can't read them. */
  readonly isDevelopmentOnly?: boolean;
  /** Taipy's REST server can show no option of a new node: it fails after it has created one. */
  readonly isUnknownToTaipy?: boolean;
  /** By the option's name in TypeScript. */
  readonly options: Readonly<Record<string, OptionRow>>;
  /** The keys of the configuration that Taipy shows when a node is created; credentials are in none of them. */
  readonly shown: readonly string[];
  /** The properties that are missing although no option alone is required. */
  readonly missing?: (properties: Given) => readonly string[];
  /** Rules that no option has alone. `owner` names the data node in messages. */
  readonly check?: (config: Checked, owner: string) => Iterable<Problem>;
  /** The driver that the application must bring; null = none. */
  readonly driver?: (properties: Given) => DriverName | null;
  /** What the option `binding` names. */
  readonly binds?: (properties: Given) => BindingKind;
}

// docs/decisions/039-one-row-a-fact.md
/**
 * Every storage type, in the order in which messages and documents list them. All other lists are derived from these rows.
 * To add one: docs/contributing/storage-type.md.
 */
export const STORAGE_TYPE_ROWS = {
  /** Any plain value, with dates, maps, sets, big integers and typed arrays among them. */
  pickle: {
    content: { mediaTypes: [JSON_TYPE, DEVALUE_TYPE], extension: "p", isPlainJson: true },
    isTabular: false,
    typeArgument: "value",
    options: FILE_OPTIONS,
    check: checkFileOptions,
    shown: ["path", "default_path", "default_data"],
  },
  /** As `pickle`; only in job mode `development`. */
  in_memory: {
    content: { mediaTypes: [JSON_TYPE, DEVALUE_TYPE], extension: null, isPlainJson: true },
    isTabular: false,
    typeArgument: "value",
    isDevelopmentOnly: true,
    options: {},
    shown: ["default_data"],
  },
  /** A table as comma-separated text. The type argument is the type of one row. */
  csv: {
    content: { mediaTypes: ["text/csv"], extension: "csv", isPlainJson: false },
    isTabular: true,
    typeArgument: "row",
    options: { ...FILE_OPTIONS, encoding, hasHeader, exposedType },
    check: (...given) => [...checkFileOptions(...given), ...checkEncoding(...given)],
    shown: ["path", "default_path", "has_header"],
  },
  /** Sheets of a workbook. The type argument is the type of one row with the name of one sheet, else a `Workbook`. */
  excel: {
    content: {
      mediaTypes: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
      extension: "xlsx",
      isPlainJson: false,
    },
    isTabular: true,
    isOneTable: ({ sheet_name }: Given) => typeof sheet_name === "string",
    typeArgument: "row or workbook",
    options: {
      ...FILE_OPTIONS,
      hasHeader,
      sheetName: optional<string | readonly string[]>("sheet_name"),
      exposedType,
    },
    check: checkFileOptions,
    shown: ["path", "default_path", "has_header", "sheet_name"],
  },
  /** A JSON document. */
  json: {
    content: { mediaTypes: [JSON_TYPE], extension: "json", isPlainJson: true },
    isTabular: false,
    typeArgument: "value",
    options: { ...FILE_OPTIONS, encoding },
    check: checkFileOptions,
    shown: ["path", "default_path"],
  },
  /** A table as Parquet. The type argument is the type of one row. */
  parquet: {
    content: { mediaTypes: ["application/vnd.apache.parquet"], extension: "parquet", isPlainJson: false },
    isTabular: true,
    typeArgument: "row",
    isUnknownToTaipy: true,
    options: {
      ...FILE_OPTIONS,
      engine: optional<"pyarrow" | "fastparquet">("engine", "pyarrow"),
      compression: optional<"snappy" | "gzip" | "brotli" | "none">("compression", "snappy"),
      readKwargs: optional<Readonly<Record<string, unknown>>>("read_kwargs"),
      writeKwargs: optional<Readonly<Record<string, unknown>>>("write_kwargs"),
      exposedType,
    },
    check: checkFileOptions,
    shown: ["path", "default_path"],
  },
  /** A table of a database. The type argument is the type of one row. */
  sql_table: {
    content: null,
    isTabular: true,
    typeArgument: "row",
    options: { ...SQL_CONNECTION_OPTIONS, tableName: required<string>("table_name"), exposedType },
    shown: ["db_name", "table_name"],
    missing: missingConnectionProperties,
    check: checkTable,
    driver: sqlDriver,
    binds: sqlBinding,
  },
  /** The rows of a query; query builders say how a value is written. The type argument is the type of one row. */
  sql: {
    content: null,
    isTabular: true,
    typeArgument: "row",
    options: {
      ...SQL_CONNECTION_OPTIONS,
      readQuery: required<string>("read_query"),
      writeQueryBuilder: functionOption<AnyQueryBuilder, true>("write_query_builder", true),
      appendQueryBuilder: functionOption<AnyQueryBuilder, false>("append_query_builder", false),
      exposedType,
    },
    shown: ["db_name", "read_query", "write_query"],
    missing: missingConnectionProperties,
    check: checkDatabase,
    driver: sqlDriver,
    binds: sqlBinding,
  },
  /** A value that two functions of the application read and write. */
  generic: {
    content: null,
    isTabular: false,
    typeArgument: "value",
    options: GENERIC_OPTIONS,
    shown: [],
    check: checkGeneric,
  },
  /** One object of a bucket: text, bytes, or any other value as JSON. */
  s3_object: {
    content: null,
    isTabular: false,
    typeArgument: "value",
    isUnknownToTaipy: true,
    options: S3_OPTIONS,
    shown: ["aws_s3_bucket_name", "aws_s3_object_key"],
    missing: missingS3Properties,
    binds: () => "r2",
  },
  /** The documents of a collection. The type argument is the type of the list. */
  mongo_collection: {
    content: null,
    isTabular: false,
    typeArgument: "value",
    options: MONGO_OPTIONS,
    shown: ["db_name", "collection_name"],
    missing: missingMongoProperties,
    driver: () => "mongodb",
    binds: () => "other",
  },
} as const satisfies Readonly<Record<string, StorageTypeRow>>;

export type StorageTypeRows = typeof STORAGE_TYPE_ROWS;
export type StorageTypeName = keyof StorageTypeRows;

type Names = [StorageTypeName, ...StorageTypeName[]];

export const STORAGE_TYPES: Readonly<Names> = Object.keys(STORAGE_TYPE_ROWS) as Names;

/** The type of a node whose configuration names none. */
export const DEFAULT_STORAGE_TYPE = "pickle" satisfies StorageTypeName;

/** The row of a storage type; null for a name that is none, which a file or an older version may hold. */
export function storageTypeRow(name: string): StorageTypeRow | null {
  return Object.hasOwn(STORAGE_TYPE_ROWS, name) ? STORAGE_TYPE_ROWS[name as StorageTypeName] : null;
}

/** How the service keeps values of the type; null = they lie in an outside system. */
export const contentOf = (name: string): Content | null => storageTypeRow(name)?.content ?? null;

/** Whether values of the type lie in an outside system: a database, a bucket, or where functions of the application put them. */
export const isOutside = (name: string): boolean => storageTypeRow(name)?.content === null;

/** Whether values of the type tell 1.0 from 1; others hold tables, or what a system outside makes of a number. */
export const keepsFractions = (name: string): boolean => contentOf(name)?.isPlainJson === true;

export const isTabular = (name: string): boolean => storageTypeRow(name)?.isTabular === true;
