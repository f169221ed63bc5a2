import type { FunctionNames } from "../function-names.ts";
import { templateOf } from "../settings/env-template.ts";
import { hasSuffix } from "./decode-value.ts";

/** A value in Taipy's TOML: a text with a type suffix, or a list or a table of such values. */
export type Written = string | readonly Written[] | { readonly [key: string]: Written };

/** Thrown for a value that Taipy's TOML cannot express, such as a `Map`. */
export class UnwritableValue extends Error {
  override readonly name = "UnwritableValue";
}

/** A text that already has its type suffix, such as `orders:SECTION`. */
export class TypedText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value as Taipy's serialiser writes it, without members that are null or undefined. @throws UnwritableValue */
export function encodeValue(value: unknown, functions: FunctionNames): Written {
  switch (typeof value) {
    case "string":
      return encodeText(value);
    case "boolean":
      return value ? "True:bool" : "False:bool";
    case "bigint":
      return `${value}:int`;
    case "number":
      return encodeNumber(value);
    case "function":
      return functions.write(value);
    case "object":
      return encodeObject(value, functions);
    default:
      throw new UnwritableValue(`A value of type ${typeof value}`);
  }
}

/** A text that ends with the suffix of a type gets the suffix of texts, too. */
const encodeText = (text: string): string => (hasSuffix(text) && templateOf(text) === null ? `${text}:str` : text);

function encodeNumber(value: number): string {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return `${value}:int`;
  if (Number.isNaN(value)) return "nan:float";
  if (!Number.isFinite(value)) return value > 0 ? "inf:float" : "-inf:float";
  const text = Object.is(value, -0) ? "-0" : String(value);
  return `${/[.e]/.test(text) ? text : `${text}.0`}:float`;
}

function encodeObject(value: object | null, functions: FunctionNames): Written {
  if (value instanceof TypedText) return value.text;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return `${dateText(value)}:datetime`;
  if (Array.isArray(value)) return value.map((item) => encodeValue(item, functions));
  const prototype: unknown = value === null ? undefined : Object.getPrototypeOf(value);
  if (value === null || (prototype !== Object.prototype && prototype !== null)) {
    throw new UnwritableValue(`A value such as ${Object.prototype.toString.call(value)}`);
  }
  const members = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(members.map(([key, item]) => [key, encodeValue(item, functions)]));
}

/** As Python prints it: with six digits of microseconds, or with none. */
const dateText = (date: Date): string =>
  date
    .toISOString()
    .replace(/(?:\.000|(\.\d{3}))Z$/, (_, fraction?: string) => (fraction === undefined ? "" : `${fraction}000`));
