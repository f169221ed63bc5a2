import { TaipyError } from "../../core/errors.ts";
import { cut, listed } from "../../core/listed.ts";
import { Decimal } from "../../core/values/exact/decimal.ts";
import { dateOfText, textOfDate } from "../../core/values/exact/precise-date.ts";
import type { Condition, Filter, FilterOperator } from "../../core/values/filter.ts";
import type { Bind, Column, Comparison, Dialect, Scalar } from "./database.ts";

/** NOT_EQUAL negates EQUAL. */
const COMPARISON: Readonly<Record<FilterOperator, Comparison>> = {
  EQUAL: "=",
  NOT_EQUAL: "=",
  LESS_THAN: "<",
  LESS_OR_EQUAL: "<=",
  GREATER_THAN: ">",
  GREATER_OR_EQUAL: ">=",
};

/**
 * The filter as an SQL condition with the same meaning as `filterValue`: null equals null only, values of different types are
 * never equal and have no order.
 * @throws TaipyError `invalid_filter` for an unknown column or one that can't be compared with the value
 */
export function whereClause(filter: Filter, columns: readonly Column[], dialect: Dialect, bind: Bind): string {
  const conditions = filter.conditions.map((condition) => {
    const column = columnNamed(condition.key, columns);
    return `(${conditionOn(column, condition, dialect, bind)})`;
  });
  return joined(conditions, ` ${filter.join} `);
}

/** As a balanced tree: D1 counts the length of a flat chain as its depth, and allows a depth of 100. */
function joined(conditions: readonly string[], join: string): string {
  if (conditions.length <= 2) return conditions.join(join);
  const half = Math.ceil(conditions.length / 2);
  return `(${joined(conditions.slice(0, half), join)})${join}(${joined(conditions.slice(half), join)})`;
}

/** @throws TaipyError `invalid_filter` */
export function columnNamed(name: string, columns: readonly Column[]): Column {
  const column = columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  const names = listed(columns.map((candidate) => candidate.name));
  throw new TaipyError("invalid_filter", `Column '${cut(name)}' does not exist. Columns: ${names}.`);
}

function conditionOn(column: Column, { operator, value }: Condition, dialect: Dialect, bind: Bind): string {
  const name = dialect.quote(column.name);
  const isEquality = operator === "EQUAL" || operator === "NOT_EQUAL";
  if (isEquality && value === null) return operator === "EQUAL" ? `${name} IS NULL` : `${name} IS NOT NULL`;
  if (column.kind === "json" || column.kind === "bytes") {
    throw new TaipyError("invalid_filter", `Column '${column.name}' holds ${column.kind}, which no filter compares.`);
  }
  const comparable = comparableWith(column, value, dialect);
  if (comparable === null) {
    if (isEquality) return operator === "EQUAL" ? "1 = 0" : "1 = 1";
    const message = `Operator ${operator} cannot compare '${column.name}' of type ${column.kind} with this value.`;
    throw new TaipyError("invalid_filter", message);
  }
  const condition = dialect.compare(column, COMPARISON[operator], comparable, bind);
  return operator === "NOT_EQUAL" ? `${name} IS NULL OR NOT (${condition})` : condition;
}

/** The value in the column's type, dates as UTC text; null when the column can never hold it. */
function comparableWith({ kind }: Column, value: unknown, { booleans }: Dialect): Scalar | null {
  if (typeof value === "boolean" && kind === "number" && booleans === "number") return Number(value);
  if (kind === "date") return dateText(value);
  if (kind === "any") return value instanceof Date ? value.toISOString() : isScalar(value) ? value : null;
  if (!isScalar(value)) return null;
  if (value instanceof Decimal) return kind === "number" ? value : null;
  return (typeof value === "bigint" ? "number" : typeof value) === (kind === "text" ? "string" : kind) ? value : null;
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" ||
  typeof value === "number" ||
  typeof value === "bigint" ||
  typeof value === "boolean" ||
  value instanceof Decimal;

function dateText(value: unknown): string | null {
  const date = value instanceof Date ? value : typeof value === "string" ? dateOfText(value) : null;
  return date === null || Number.isNaN(date.getTime()) ? null : textOfDate(date);
}
