import type { GENERIC_OPTIONS, GenericFunctions } from "../../storage-options/generic-options.ts";
import type { OptionRow } from "../../storage-options/option.ts";
import type { StorageTypeName, StorageTypeRows } from "../../storage-types.ts";

type OptionsOf<S extends StorageTypeName> = StorageTypeRows[S]["options"];
type RequiredName<S extends StorageTypeName> = {
  [Name in keyof OptionsOf<S>]: OptionsOf<S>[Name] extends OptionRow<unknown, true> ? Name : never;
}[keyof OptionsOf<S>];
type TypeOf<Row> = Row extends OptionRow<infer Type> ? Type : never;

/** The options that only this storage type has. */
export type StorageOptions<S extends StorageTypeName> = {
  readonly [Name in RequiredName<S>]: TypeOf<OptionsOf<S>[Name]>;
} & {
  readonly [Name in Exclude<keyof OptionsOf<S>, RequiredName<S>>]?: TypeOf<OptionsOf<S>[Name]>;
};

export type HasRequiredOptions<S extends StorageTypeName> = [RequiredName<S>] extends [never] ? false : true;

/** The functions among a type's options whose types depend on the type of the value. */
export type FunctionOptions<S extends StorageTypeName, Value> =
  OptionsOf<S> extends typeof GENERIC_OPTIONS ? GenericFunctions<Value> : unknown;

/** Whether the service keeps values of the type, so that it has their history and can write a first one. */
export type IsKept<S extends StorageTypeName> = StorageTypeRows[S]["content"] extends null ? false : true;

/** `in_memory` → `inMemory`. */
export type CamelCase<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

export const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
