import type { ScopeName } from "../../entities/data-node.ts";
import type { Properties } from "../../entities/fields.ts";
import type { SchemaOption } from "../../storage-options/data-schema.ts";
import type { OptionRow } from "../../storage-options/option.ts";
import {
  DEFAULT_STORAGE_TYPE,
  STORAGE_TYPES,
  type StorageTypeName,
  type StorageTypeRows,
  storageTypeRow,
} from "../../storage-types.ts";
import type { DataNodeConfig } from "../app-types.ts";
import { issuesOf } from "../check/issue.ts";
import { frozenCopy } from "../frozen.ts";
import type { AnyFunction } from "../function-names.ts";
import type { CommonOptions, ManagedOptions, OptionsArgument, ValueType } from "./data-node-options.ts";
import type { DeclareSheets, DeclareTable } from "./declare-table.ts";
import { durationOption } from "./duration.ts";
import { givenTo, withGiven } from "./given-options.ts";
import { type CamelCase, camelCase } from "./option-types.ts";

/** How widely a data node is shared: one for each scenario, for each cycle, or for the application's version. */
export const Scope = Object.freeze({ SCENARIO: "SCENARIO", CYCLE: "CYCLE", GLOBAL: "GLOBAL" }) satisfies {
  readonly [Name in ScopeName]: Name;
};
export type Scope = ScopeName;

const NO_VALUE: ValueType<never> = Object.freeze({});

// docs/decisions/023-literal-node-ids.md
/**
 * Names the type of a data node's value as an option: `dataNode.pickle("forecast", { type: valueType<Forecast[]>() })`.
 *
 * TypeScript infers all type arguments of a call or none. After `dataNode.pickle<Forecast[]>("forecast")` it knows the id of
 * the node only as `string`, so it cannot check the names of comparators; `defineApp` does. With this option, or with
 * `defaultData`, the compiler knows the id, and a wrong name is a type error.
 */
export const valueType = <Value>(): ValueType<Value> => NO_VALUE;

/** Declares a data node of one value. */
export type DeclareValue<S extends StorageTypeName> = <Value = unknown, const Id extends string = string>(
  id: Id,
  ...options: OptionsArgument<S, Value, SchemaOption<Value>>
) => DataNodeConfig<Value, Id>;

type DeclareDefault = DeclareValue<typeof DEFAULT_STORAGE_TYPE>;

type Declarations = {
  readonly [S in StorageTypeName as CamelCase<S>]: StorageTypeRows[S]["typeArgument"] extends "row"
    ? DeclareTable<S>
    : StorageTypeRows[S]["typeArgument"] extends "row or workbook"
      ? DeclareSheets<S>
      : DeclareValue<S>;
};

/**
 * Declares a data node: `dataNode.csv<Row>("history", { defaultPath: "history.csv" })`. The plain call is `pickle`.
 *
 * Options have Taipy's names in camelCase; free keys go in `properties`.
 *
 * The id has letters, digits and underscores, and is unique among all configs of the application. The result is a frozen plain
 * object. These functions never throw: `defineApp` reports all wrong ids and options at once.
 */
export const dataNode: DeclareDefault & Declarations = declarations();

function declarations(): DeclareDefault & Declarations {
  const methods = STORAGE_TYPES.map((name) => [camelCase(name), declare(name)]);
  // `Declarations` is derived from the same rows, so each method has the type of its row.
  return Object.freeze(Object.assign(declare(DEFAULT_STORAGE_TYPE), Object.fromEntries(methods))) as DeclareDefault &
    Declarations;
}

function declare(storageType: StorageTypeName) {
  return (id: string, options?: AnyOptions) => dataNodeConfig(id, storageType, options);
}

/** Options of any storage type, not checked yet. */
export type AnyOptions = CommonOptions<unknown> &
  ManagedOptions<unknown> &
  SchemaOption<unknown> &
  Readonly<Record<string, unknown>>;

/** The options that a config was declared with; null = {@link dataNodeConfig} did not create it. */
export const givenOptions = (config: DataNodeConfig): AnyOptions | null => givenTo(config) as AnyOptions | null;

/** A data node config of any storage type; `defineApp` checks it. */
export function dataNodeConfig(id: string, storageType: StorageTypeName, options: AnyOptions = {}): DataNodeConfig {
  const validity = durationOption(
    options.validityPeriod,
    null,
    "validity_period",
    `data node \`${id}\``,
    issuesOf("DataNodeConfigChecker"),
  );
  const config: DataNodeConfig = Object.freeze({
    kind: "DATA_NODE",
    id,
    storageType,
    scope: options.scope ?? "SCENARIO",
    validityPeriod: validity.duration,
    defaultData: frozenCopy(options.defaultData),
    properties: frozenCopy(propertiesOf(storageType, options)),
    ...functionsOf(storageType, options),
    ...(options.schema !== undefined && { schema: options.schema }),
    ...(validity.issues.length > 0 && { issues: validity.issues }),
  });
  return withGiven(config, options);
}

function propertiesOf(storageType: StorageTypeName, options: AnyOptions): Properties {
  const rows = Object.entries(storageTypeRow(storageType)?.options ?? {}).filter(
    ([name, row]) => !isFunctionOption(row, options[name]),
  );
  const defaults = rows.map(([, row]) => [row.property, row.defaultValue] as const);
  const given = [
    ...rows.map(([name, row]) => [row.property, options[name]] as const),
    ["history_limit", options.historyLimit] as const,
  ];
  const known = (entries: readonly (readonly [string, unknown])[]) =>
    entries.filter(([, value]) => value !== undefined);
  return Object.fromEntries([...known(defaults), ...Object.entries(options.properties ?? {}), ...known(given)]);
}

/** Empty when the storage type has no function options. A wrong value that is no function is kept, and the checks report it. */
function functionsOf(storageType: StorageTypeName, options: AnyOptions): Pick<DataNodeConfig, "functions"> {
  const rows = Object.entries(storageTypeRow(storageType)?.options ?? {}).filter(([name, row]) =>
    isFunctionOption(row, options[name]),
  );
  if (rows.length === 0) return {};
  const given = rows.map(([name, row]) => [row.property, options[name]] as const);
  const functions = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  return { functions: Object.freeze(functions) as Record<string, AnyFunction> };
}

/** Some options are either a function or data: `exposedType` is a class of rows or the name of a form. */
const isFunctionOption = ({ isFunction }: OptionRow, given: unknown): boolean =>
  isFunction === true || typeof given === "function";
