import type { FieldErrors } from "./errors.ts";
import { UNKNOWN_FIELD } from "./names/unknown-fields.ts";

/** The type of a field of a request body. `any` is every value but null. */
export type FieldType =
  | "string"
  | "integer"
  | "mapping"
  | "any"
  | { readonly list: FieldType }
  | { readonly object: Fields };

/** The fields of a body. All are optional; other fields are refused. */
export type Fields = Readonly<Record<string, FieldType>>;

/** All problems of a request body, by field, with the messages of Taipy's validation; null = no problems. */
export function fieldErrors(body: unknown, fields: Fields): FieldErrors | null {
  if (!isMapping(body)) return { _schema: ["Invalid input type."] };
  return collect(
    Object.entries(body).map(([name, value]) => {
      const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return [name, type === undefined ? [UNKNOWN_FIELD] : valueErrors(value, type)];
    }),
  );
}

/** The names of the fields at a path into a body: those of an object, or none. Items of a list are all alike. */
export function fieldsAt(fields: Fields, path: readonly string[]): readonly string[] {
  let type: FieldType | undefined = { object: fields };
  for (const step of path) {
    if (typeof type !== "object") return [];
    type = "list" in type ? type.list : type.object[step];
  }
  return typeof type === "object" && "object" in type ? Object.keys(type.object) : [];
}

/** Whether a value is a JSON object: not null, no list, no instance of a class. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

type Problem = readonly string[] | FieldErrors | null;

function valueErrors(value: unknown, type: FieldType): Problem {
  if (value === null || value === undefined) return ["Field may not be null."];
  if (typeof type === "object") {
    if ("object" in type) return fieldErrors(value, type.object);
    if (!Array.isArray(value)) return ["Not a valid list."];
    return collect(value.map((item, index) => [String(index), valueErrors(item, type.list)]));
  }
  switch (type) {
    case "string":
      return typeof value === "string" ? null : ["Not a valid string."];
    case "integer":
      return isInteger(value) ? null : ["Not a valid integer."];
    case "mapping":
      return isMapping(value) ? null : ["Not a valid mapping type."];
    case "any":
      return null;
  }
}

/** As in Taipy, a number with a fraction is an integer, too, and so is a text of digits. */
const isInteger = (value: unknown): boolean =>
  Number.isFinite(value) || typeof value === "bigint" || (typeof value === "string" && /^\s*[+-]?\d+\s*$/.test(value));

function collect(problems: readonly (readonly [string, Problem])[]): FieldErrors | null {
  const found = problems.filter((entry): entry is [string, readonly string[] | FieldErrors] => entry[1] !== null);
  return found.length === 0 ? null : Object.fromEntries(found);
}
