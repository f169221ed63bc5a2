import type { Document } from "mongodb";
import { TaipyError } from "../../core/errors.ts";
import { Decimal } from "../../core/values/exact/decimal.ts";
import { nanosecondsAfter } from "../../core/values/exact/precise-date.ts";
import { isClockValue } from "../../core/values/exact/scalar.ts";
import { typedCell } from "../../core/values/exact/typed-cell.ts";
import { WholeFraction } from "../../core/values/exact/whole-fraction.ts";
import type { Field } from "./field-kinds.ts";
import type { MongoDriver } from "./with-collection.ts";

/** MongoDB's own limit. */
const MAX_DEPTH = 180;
const INT64 = 2n ** 63n;
const OBJECT_ID = /^[0-9a-f]{24}$/i;

/**
 * The documents in MongoDB's types: decimals and integers beyond 64 bits are Decimal128, times of day and durations are text. Where
 * all documents of the collection have an ObjectId, a Decimal128 or bytes in a field, the text, the number or the list of numbers that
 * an answer shows for it becomes one again.
 * @throws TaipyError `invalid_value` for what MongoDB would round or leave out
 */
export function storedDocuments(documents: readonly Document[], fields: Field, { BSON, ObjectId }: MongoDriver) {
  const decimal = (digits: string, refuse: Refuse) => {
    try {
      return BSON.Decimal128.fromString(digits);
    } catch {
      throw refuse("a number of more digits than the 34 that MongoDB keeps");
    }
  };

  function stored(value: unknown, field: Field, depth: number, where: string): unknown {
    const refuse: Refuse = (what) => new TaipyError("invalid_value", `${where} is ${what}.`);
    switch (typeof value) {
      case "string":
        if (!value.isWellFormed()) throw refuse("text that UTF-8 cannot hold");
        return field.kind === "ObjectId" && OBJECT_ID.test(value) ? new ObjectId(value) : value;
      case "number":
        return field.kind === "Decimal128" && Number.isFinite(value) ? decimal(String(value), refuse) : value;
      case "bigint":
        if (field.kind !== "Decimal128" && value >= -INT64 && value < INT64) return value;
        return decimal(String(value), refuse);
      case "function":
      case "symbol":
        throw refuse(`a ${typeof value}`);
      case "object":
        return value === null ? null : storedObject(value, field, depth, where, refuse);
      default:
        return value;
    }
  }

  function storedObject(value: object, field: Field, depth: number, where: string, refuse: Refuse): unknown {
    if (value instanceof Decimal) return decimal(String(value), refuse);
    if (value instanceof WholeFraction) {
      return field.kind === "Decimal128" ? decimal(String(value), refuse) : new BSON.Double(value.valueOf());
    }
    if (value instanceof Date) return storedDate(value, refuse);
    if (isClockValue(value)) return String(value);
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if ("_bsontype" in value || value instanceof Uint8Array || value instanceof RegExp) return value;
    if (depth >= MAX_DEPTH) throw refuse(`deeper than the ${MAX_DEPTH} levels that MongoDB keeps`);
    const bytes = field.kind === "Binary" ? typedCell(value, "bytes") : undefined;
    if (bytes !== undefined) return bytes;
    if (Array.isArray(value) || value instanceof Set || ArrayBuffer.isView(value)) {
      const items = Array.from(value as Iterable<unknown>);
      return items.map((item, index) => stored(item, field.items, depth + 1, `${where}[${index}]`));
    }
    const members = value instanceof Map ? [...value] : Object.entries(value);
    return Object.fromEntries(
      members.map(([name, member]) => [
        String(name),
        stored(member, field.member(String(name)), depth + 1, `${where}.${name}`),
      ]),
    );
  }

  return documents.map((document, index) => stored(document, fields, 0, `document ${index + 1}`) as Document);
}

type Refuse = (what: string) => TaipyError;

function storedDate(date: Date, refuse: Refuse): Date {
  if (Number.isNaN(date.getTime())) throw refuse("an invalid date");
  if (nanosecondsAfter(date) === 0) return date;
  throw refuse(`the time ${date.toISOString()}, and MongoDB keeps milliseconds`);
}
