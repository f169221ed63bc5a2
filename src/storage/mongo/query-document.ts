import type { Document } from "mongodb";
import { TaipyError } from "../../core/errors.ts";
import { MICROSECONDS_PER_MILLISECOND, parseTime } from "../../core/time.ts";
import type { Condition, Filter } from "../../core/values/filter.ts";

/** Makes an id of 24 hexadecimal digits, as the driver's `ObjectId`. */
export type MakeId = (text: string) => unknown;

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
export function queryOf({ conditions, join }: Filter, makeId: MakeId): Document {
  return { [join === "AND" ? "$and" : "$or"]: conditions.map((condition) => queryOn(condition, makeId)) };
}

function queryOn({ key, operator, value }: Condition, makeId: MakeId): Document {
  // `$where` takes code.
  if (key === "" || key.startsWith("$")) throw new TaipyError("invalid_filter", `'${key}' is no field of a document.`);
  const meanings = meaningsOf(key, value, makeId);
  switch (operator) {
    case "EQUAL":
      return { [key]: { $in: meanings } };
    case "NOT_EQUAL":
      return { [key]: { $nin: meanings } };
    default:
      return { $or: meanings.map((meaning) => ({ [key]: { [ORDERINGS[operator]]: meaning } })) };
  }
}

/** JSON has neither dates nor ids: a text in the form of one matches the text and the date or id. Operators inside a value are data. */
function meaningsOf(key: string, value: unknown, makeId: MakeId): readonly unknown[] {
  if (typeof value !== "string") return [value];
  const time = parseTime(value);
  const date = time === null ? [] : [new Date(Math.floor(time / MICROSECONDS_PER_MILLISECOND))];
  const isId = /(?:^|\.)_id$/.test(key) && /^[0-9a-f]{24}$/i.test(value);
  return [value, ...date, ...(isId ? [makeId(value)] : [])];
}
