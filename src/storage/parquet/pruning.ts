import type { ParquetQueryFilter, SchemaTree } from "hyparquet";
import { MICROSECONDS_PER_MILLISECOND, parseTime } from "../../core/time.ts";
import type { Condition, Filter, FilterOperator } from "../../core/values/filter.ts";

const OPERATORS = {
  EQUAL: "$eq",
  NOT_EQUAL: "$ne",
  LESS_THAN: "$lt",
  LESS_OR_EQUAL: "$lte",
  GREATER_THAN: "$gt",
  GREATER_OR_EQUAL: "$gte",
} as const satisfies Record<FilterOperator, string>;

/**
 * The filter for the library's check of statistics; null when it can't express one of the conditions. It only excludes row
 * groups that certainly have no matching row: the filter itself is applied to every row that is read.
 */
export function pruningFilter({ conditions, join }: Filter, columns: readonly SchemaTree[]): ParquetQueryFilter | null {
  const parts = conditions.map((condition) => {
    const column = columns.find(({ element }) => element.name === condition.key);
    const value = column === undefined ? undefined : comparedValue(condition, column);
    return value === undefined ? null : { [condition.key]: { [OPERATORS[condition.operator]]: value } };
  });
  if (parts.includes(null)) return null;
  const known = parts.filter((part) => part !== null);
  return join === "AND" ? { $and: known } : { $or: known };
}

/** The value in the form of the column's statistics; undefined when they do not compare as rows do. */
function comparedValue(
  { key, value }: Condition,
  { element, children }: SchemaTree,
): number | string | Date | undefined {
  const { type, converted_type, logical_type } = element;
  // A dot would be taken for a member of a struct.
  if (children.length > 0 || key.includes(".")) return undefined;
  const logical = logical_type?.type;
  if (converted_type === "UTF8" || logical === "STRING") return typeof value === "string" ? value : undefined;
  if (converted_type?.startsWith("TIMESTAMP") || logical === "TIMESTAMP" || converted_type === "DATE") {
    return wholeMilliseconds(value);
  }
  const isUnsigned = logical_type?.type === "INTEGER" && !logical_type.isSigned;
  const isPlain = !isUnsigned && (converted_type ?? "INT_").startsWith("INT_") && (logical ?? "INTEGER") === "INTEGER";
  const isNumber = type === "INT32" || type === "INT64" || type === "FLOAT" || type === "DOUBLE";
  return isPlain && isNumber && typeof value === "number" ? value : undefined;
}

/** Dates of rows have milliseconds: no row has a time with microseconds. */
function wholeMilliseconds(value: unknown): Date | undefined {
  if (value instanceof Date) return value;
  const time = typeof value === "string" ? parseTime(value) : null;
  return time === null || time % MICROSECONDS_PER_MILLISECOND !== 0
    ? undefined
    : new Date(time / MICROSECONDS_PER_MILLISECOND);
}
