import type { Document } from "mongodb";
import { TaipyError } from "../../core/errors.ts";
import { MICROSECONDS_PER_MILLISECOND, parseTime } from "../../core/time.ts";
import type { Condition, Filter } from "../../core/values/filter.ts";

/** A compared value in MongoDB's types, and what else an answer shows in the same form. */
export interface Comparable {
  /** As the value would be stored. */
  stored(value: unknown): unknown;
  /** An id of 24 hexadecimal digits, as the driver's `ObjectId`. */
  id(text: string): unknown;
  /** A `Decimal128`. */
  decimal(digits: string): unknown;
}

const ORDERINGS = {
  LESS_THAN: "$lt",
  LESS_OR_EQUAL: "$lte",
  GREATER_THAN: "$gt",
  GREATER_OR_EQUAL: "$gte",
} as const;

/**
 * The filter as a query document. As in Taipy, MongoDB matches by its own rules: a dot in a key leads into a document,
 * a list matches when an item does, and values of another type than the compared one never match.
 * @throws TaipyError `invalid_filter` for a key that would be an operator
 */
export function queryOf({ conditions, join }: Filter, as: Comparable): Document {
  return { [join === "AND" ? "$and" : "$or"]: conditions.map((condition) => queryOn(condition, as)) };
}

function queryOn({ key, operator, value }: Condition, as: Comparable): Document {
  // `$where` takes code.
  if (key === "" || key.startsWith("$")) throw new TaipyError("invalid_filter", `'${key}' is no field of a document.`);
  const meanings = meaningsOf(key, value, as);
  switch (operator) {
    case "EQUAL":
      return { [key]: { $in: meanings } };
    case "NOT_EQUAL":
      return { [key]: { $nin: meanings } };
    default:
      // Numbers of all types have one order: the decimal would find what is next to it twice.
      return {
        $or: meanings
          .filter((_, index) => index === 0 || typeof value === "string")
          .map((meaning) => ({ [key]: { [ORDERINGS[operator]]: meaning } })),
      };
  }
}

/**
 * JSON has neither dates nor ids: a text in the form of one matches the text and the date or id. A fraction is another number as a
 * double than as a decimal: it equals both. Operators inside a value are data.
 */
function meaningsOf(key: string, value: unknown, as: Comparable): readonly unknown[] {
  if (typeof value !== "string") return [as.stored(value), ...(isFraction(value) ? [as.decimal(String(value))] : [])];
  const time = parseTime(value);
  const date = time === null ? [] : [new Date(Math.floor(time / MICROSECONDS_PER_MILLISECOND))];
  const isId = /(?:^|\.)_id$/.test(key) && /^[0-9a-f]{24}$/i.test(value);
  return [value, ...date, ...(isId ? [as.id(value)] : [])];
}

const isFraction = (value: unknown): boolean =>
  typeof value === "number" && Number.isFinite(value) && !Number.isInteger(value);
