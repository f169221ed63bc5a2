import { FREQUENCIES } from "../../entities/cycle.ts";
import { SCOPES } from "../../entities/data-node.ts";
import { MICROSECONDS_PER_MILLISECOND, parseTime } from "../../time.ts";
import { parseDuration } from "../dsl/duration.ts";
import type { FunctionNames } from "../function-names.ts";
import { type Environment, resolveTemplate, scalarOf, TemplateError, templateOf } from "../settings/env-template.ts";

/** The type suffix of a text. A text without one is a plain text. */
const SUFFIX = /^([^\n]+):(bool|str|float|int|datetime|timedelta|SCOPE|FREQUENCY|SECTION|function|class)$/;

const ENUM = /:(?:SCOPE|FREQUENCY)$/;

export const hasSuffix = (text: string): boolean => SUFFIX.test(text);

/** Thrown for a value that cannot be read as its type. */
export class ValueError extends Error {
  override readonly name = "ValueError";
}

/** Thrown for a template while the environment is not known. */
export class PendingTemplate extends Error {
  override readonly name = "PendingTemplate";
}

export interface Decoding {
  /** `keep` leaves templates as texts, for free keys. */
  readonly templates: "keep" | "resolve";
  /** null = references to functions stay texts, for free keys. */
  readonly functions: FunctionNames | null;
  readonly environment: Environment | null;
}

/**
 * The value of a TOML value. A duration becomes a text in the form of the DSL, a reference the id of its config, a scope or a
 * frequency its name without the suffix.
 * @throws ValueError when the value cannot be read as its type
 * @throws PendingTemplate for a template while the environment is not known
 */
export function decodeValue(raw: unknown, decoding: Decoding): unknown {
  if (typeof raw === "string") return decodeText(raw, decoding);
  if (raw instanceof Date) return dateOf(raw.toISOString());
  if (Array.isArray(raw)) return raw.map((item) => decodeValue(item, decoding));
  if (typeof raw !== "object" || raw === null || Object.getPrototypeOf(raw) !== Object.prototype) return raw;
  return Object.fromEntries(Object.entries(raw).map(([key, item]) => [key, decodeValue(item, decoding)]));
}

function decodeText(text: string, decoding: Decoding): unknown {
  const template = templateOf(text);
  if (template !== null) {
    if (decoding.templates === "keep") return text;
    if (decoding.environment === null) throw new PendingTemplate();
    const { environment } = decoding;
    const value = asValueError(() => resolveTemplate(template, environment));
    // A variable may contain a scope or a frequency with its suffix, as a file does.
    return typeof value === "string" && ENUM.test(value) ? decodeText(value, decoding) : value;
  }
  const [, value = "", type] = SUFFIX.exec(text) ?? [];
  switch (type) {
    case undefined:
      return text;
    case "bool":
    case "int":
    case "float":
    case "str":
      return asValueError(() => scalarOf(value, type, "The value is"));
    case "datetime":
      return dateOf(value);
    case "timedelta":
      if (parseDuration(value) === null)
        throw new ValueError(`"${value}" is no duration: write days, hours, minutes and seconds as in "1d2h3m4s".`);
      return value;
    case "SCOPE":
      return oneOf(value, SCOPES, "scope");
    case "FREQUENCY":
      return oneOf(value, FREQUENCIES, "frequency");
    case "SECTION":
      return value;
    default:
      return decoding.functions === null ? text : functionOf(value, decoding.functions);
  }
}

function functionOf(reference: string, functions: FunctionNames): unknown {
  const found = functions.find(reference);
  if (found.ok) return found.value;
  throw new ValueError(found.message);
}

/** Digits after the milliseconds are cut off. `Date.parse` is used because exact microseconds end in the year 2255. */
function dateOf(text: string): Date {
  const time = parseTime(text);
  if (time === null) throw new ValueError(`"${text}" is no ISO date and time such as "2024-01-31T12:00:00".`);
  const exact = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10)) || text.length === 10 ? text : `${text}Z`);
  return new Date(Number.isNaN(exact) ? Math.floor(time / MICROSECONDS_PER_MILLISECOND) : exact);
}

function oneOf(value: string, names: readonly string[], noun: string): string {
  if (names.includes(value)) return value;
  throw new ValueError(`"${value}" is no ${noun}: write one of ${names.join(", ")}, in capitals.`);
}

function asValueError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof TemplateError ? new ValueError(error.message) : error;
  }
}
