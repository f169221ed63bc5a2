import type { ScopeName } from "../../entities/data-node.ts";
import type { Properties } from "../../entities/fields.ts";
import type { StorageTypeName } from "../../storage-types.ts";
import type { Duration } from "./duration.ts";
import type { FunctionOptions, HasRequiredOptions, IsKept, StorageOptions } from "./option-types.ts";

/** A type as a value, made by `valueType`. */
export interface ValueType<Value> {
  readonly valueType?: Value;
}

export interface CommonOptions<Value> {
  /** The type of the value, if it does not follow from `defaultData`. See `valueType`. */
  readonly type?: ValueType<Value>;
  /** How widely the node is shared. Default: `Scope.SCENARIO`. */
  readonly scope?: ScopeName;
  /** How long a written value counts as valid, for `skippable` tasks. Default: for ever. */
  readonly validityPeriod?: Duration;
  /** Free keys of the application, such as `name`. Default: none. */
  readonly properties?: Readonly<Properties>;
}

/** Options of the storage types whose values the service itself keeps. */
export interface ManagedOptions<Value> {
  /** The first value of a new node, unless a file already has its path. Default: the node has no value. */
  readonly defaultData?: Value;
  /** How many of the newest values are kept, to be read, compared and restored: 1 or more. Default: 20. */
  readonly historyLimit?: number;
}

export type DataNodeOptions<S extends StorageTypeName, Value> = CommonOptions<Value> &
  (IsKept<S> extends true ? ManagedOptions<Value> : unknown) &
  FunctionOptions<S, Value> &
  StorageOptions<S>;

export type OptionsArgument<S extends StorageTypeName, Value, More = unknown> =
  HasRequiredOptions<S> extends true
    ? [options: DataNodeOptions<S, Value> & More]
    : [options?: DataNodeOptions<S, Value> & More];
