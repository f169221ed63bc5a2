import { TaipyError } from "../errors.ts";
import { type Fields, fieldErrors, fieldsAt, isMapping } from "../field-errors.ts";
import { cut, listed } from "../listed.ts";
import { refusedFields } from "../names/unknown-fields.ts";
import { columnNames } from "./columns/column-order.ts";
import { compared, isOrdered } from "./exact/compare-cells.ts";
import { isScalar, scalarName } from "./exact/scalar.ts";

export const FILTER_OPERATORS = [
  "EQUAL",
  "NOT_EQUAL",
  "LESS_THAN",
  "LESS_OR_EQUAL",
  "GREATER_THAN",
  "GREATER_OR_EQUAL",
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

export const JOIN_OPERATORS = ["AND", "OR"] as const;
export type JoinOperator = (typeof JOIN_OPERATORS)[number];

export interface Condition {
  readonly key: string;
  /** Compared with `row[key]`; null when the condition has no value. */
  readonly value: unknown;
  readonly operator: FilterOperator;
}

export interface Filter {
  readonly conditions: readonly Condition[];
  readonly join: JoinOperator;
}

/** In a `table` a column that no row has is an error; the items of a `plain` list may have different keys. */
export type FilterShape = "table" | "plain";

/** A filter takes time proportional to the product of its conditions and the rows. */
export const MAX_CONDITIONS = 1_000;
/** Limits the recursion into objects of objects: an uploaded value may be nested deeper than the stack allows. */
const MAX_DEPTH = 500;

const BODY: Fields = {
  operators: { list: { object: { key: "string", value: "any", operator: "string" } } },
  join_operator: "string",
  // Accepted and ignored, as in Taipy: they come from its schema of a data node.
  name: "string",
  storage_type: "string",
  scope: "integer",
};

/**
 * The filter in a request body. null = read everything: no body, an empty one, or an empty list of operators.
 * @param always joins the conditions, whatever the body says; null = the body says it
 * @throws TaipyError `validation_failed` when a field has a wrong type or is unknown, `invalid_filter` for all other problems
 */
export function parseFilter(body: unknown, always: JoinOperator | null = null): Filter | null {
  if (isEmpty(body)) return null;
  const errors = fieldErrors(body, BODY);
  if (errors !== null) throw refusedFields(errors, (path) => fieldsAt(BODY, path), "The filter is not valid.");
  const { operators, join_operator = "AND" } = body as { operators?: RawCondition[]; join_operator?: string };
  if (operators === undefined) throw invalid("A filter needs 'operators', a list of {key, value, operator}.");
  if (operators.length > MAX_CONDITIONS) {
    throw invalid(`A filter may have ${MAX_CONDITIONS} conditions; this one has ${operators.length}.`);
  }
  const join = always ?? oneOf(JOIN_OPERATORS, join_operator, "Join operator");
  const conditions = operators.map(parseCondition);
  return conditions.length === 0 ? null : { conditions, join };
}

/**
 * The part of a value that fulfils the filter: the matching rows of a list in their order, or an object with each of its
 * values filtered. A missing cell is null. null equals only null, and an ordering never holds for it.
 * @throws TaipyError `invalid_filter` when the value has no rows, a table lacks the column, or types cannot be ordered
 */
export function filterValue(value: unknown, filter: Filter, shape: FilterShape = "plain", depth = 0): unknown {
  if (Array.isArray(value)) return filterRows(value, filter, shape);
  if (!isMapping(value)) {
    throw invalid(`Only tables, lists, and objects of them can be filtered, not a value of type ${typeName(value)}.`);
  }
  if (depth >= MAX_DEPTH) throw invalid(`The value is nested deeper than ${MAX_DEPTH} levels: it can't be filtered.`);
  const parts = Object.entries(value).map(([key, part]) => [key, filterValue(part, filter, shape, depth + 1)]);
  return Object.fromEntries(parts);
}

interface RawCondition {
  readonly key?: string;
  readonly value?: unknown;
  readonly operator?: string;
}

function parseCondition({ key, value = null, operator }: RawCondition): Condition {
  if (key === undefined) throw invalid("A filter condition needs a 'key'.");
  if (operator === undefined)
    throw invalid(`The condition on '${key}' needs an 'operator': ${listOf(FILTER_OPERATORS)}.`);
  const condition = { key, value, operator: oneOf(FILTER_OPERATORS, operator, "Operator") };
  if (isOrdering(condition.operator) && !isOrdered(value)) {
    throw invalid(`Operator ${condition.operator} cannot compare '${key}' with a value of type ${typeName(value)}.`);
  }
  return condition;
}

function filterRows(rows: readonly unknown[], { conditions, join }: Filter, shape: FilterShape): unknown[] {
  if (shape === "table" && rows.length > 0) checkColumns(rows, conditions);
  return rows.filter((row) => {
    // Every condition is evaluated, so that a wrong type is refused whatever the other conditions give.
    const results = conditions.map((condition) => holds(cell(row, condition.key), condition));
    return join === "AND" ? results.every(Boolean) : results.some(Boolean);
  });
}

function checkColumns(rows: readonly unknown[], conditions: readonly Condition[]): void {
  for (const { key } of conditions) {
    if (rows.some((row) => hasCell(row, key))) continue;
    throw invalid(`Column '${cut(key)}' does not exist. Columns: ${listed([...columnsOf(rows)])}.`);
  }
}

/** The names of the members that any of the rows has. */
export function columnsOf(rows: readonly unknown[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const row of rows) if (isMapping(row)) for (const name of columnNames(row)) names.add(name);
  return names;
}

/** The columns of a row that is a list are "0", "1", and so on. */
const hasCell = (row: unknown, key: string): boolean =>
  Array.isArray(row) ? Object.prototype.propertyIsEnumerable.call(row, key) : isMapping(row) && Object.hasOwn(row, key);

const cell = (row: unknown, key: string): unknown =>
  hasCell(row, key) ? ((row as Readonly<Record<string, unknown>>)[key] ?? null) : null;

function holds(value: unknown, { key, operator, value: wanted }: Condition): boolean {
  if (operator === "EQUAL") return isEqual(value, wanted);
  if (operator === "NOT_EQUAL") return !isEqual(value, wanted);
  if (value === null) return false;
  const order = compared(value, wanted);
  if (order === null) {
    throw invalid(
      `Operator ${operator} cannot compare '${key}' of type ${typeName(value)} with a value of type ${typeName(wanted)}.`,
    );
  }
  switch (operator) {
    case "LESS_THAN":
      return order < 0;
    case "LESS_OR_EQUAL":
      return order <= 0;
    case "GREATER_THAN":
      return order > 0;
    case "GREATER_OR_EQUAL":
      return order >= 0;
  }
}

/** Equality by value, as in Python for JSON data. NaN equals nothing. */
function isEqual(value: unknown, wanted: unknown): boolean {
  const order = compared(value, wanted);
  if (order !== null) return order === 0;
  if (Array.isArray(value) && Array.isArray(wanted)) {
    return value.length === wanted.length && value.every((item, index) => isEqual(item, wanted[index]));
  }
  if (isMapping(value) && isMapping(wanted)) {
    const keys = Object.keys(value);
    return (
      keys.length === Object.keys(wanted).length &&
      keys.every((key) => Object.hasOwn(wanted, key) && isEqual(value[key], wanted[key]))
    );
  }
  return value === wanted;
}

const isOrdering = (operator: FilterOperator): boolean => operator !== "EQUAL" && operator !== "NOT_EQUAL";

function isEmpty(body: unknown): boolean {
  if (Array.isArray(body)) return body.length === 0;
  return isMapping(body) ? Object.keys(body).length === 0 : !body;
}

function oneOf<Name extends string>(allowed: readonly Name[], name: string, what: string): Name {
  const found = allowed.find((candidate) => candidate === name.toUpperCase());
  if (found === undefined) throw invalid(`${what} '${name}' is not one of ${listOf(allowed)}.`);
  return found;
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "list";
  if (isScalar(value)) return scalarName(value);
  return typeof value === "bigint" ? "number" : typeof value;
}

const listOf = (names: readonly string[]): string => names.join(", ");

const invalid = (message: string): TaipyError => new TaipyError("invalid_filter", message);
