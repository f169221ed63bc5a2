import type { Document } from "mongodb";
import { TaipyError } from "../../core/errors.ts";
import { Decimal } from "../../core/values/exact/decimal.ts";

/**
 * The documents of a written value, which is a list of objects or one object.
 * @throws TaipyError `invalid_value` for anything else
 */
export function documentsOf(value: unknown): Document[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item, index) => {
    // A copy: the driver adds an `_id` to what it inserts.
    if (isPlainObject(item)) return { ...item };
    const what = item === null ? "null" : Array.isArray(item) ? "a list" : `a ${typeof item}`;
    throw new TaipyError("invalid_value", `A document is an object with fields; item ${index + 1} is ${what}.`);
  });
}

/**
 * A document in JavaScript's own types: 64-bit integers beyond the safe ones are big integers, decimals keep their
 * digits, binary data is bytes. Ids stay objects of the driver, so that they can be written again; their JSON form is text.
 */
export function plainValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(plainValue);
  if ("_bsontype" in value) return plainBson(value as BsonValue);
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item)]));
}

interface BsonValue {
  readonly _bsontype: unknown;
  toString(): string;
  readonly buffer?: Uint8Array;
  readonly position?: number;
}

function plainBson(value: BsonValue): unknown {
  switch (value._bsontype) {
    case "Long":
      return BigInt(value.toString());
    case "Decimal128":
      return numberOf(value.toString());
    case "Binary":
      return new Uint8Array((value.buffer ?? new Uint8Array()).slice(0, value.position));
    default:
      return value;
  }
}

/** Decimal128 writes large exponents as `1.5E+10`. NaN and the infinities are JavaScript's. */
const numberOf = (digits: string): unknown => Decimal.parse(digits) ?? Number(digits);

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
