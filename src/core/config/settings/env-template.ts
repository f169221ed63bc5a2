/** The value of a variable or secret of the Worker by its name; undefined = there is none. */
export type Environment = (name: string) => unknown;

/** Taipy's template for a value of the environment, such as `ENV[NAME]:int`: the variable, and the type of its text. */
const TEMPLATE = /^ENV\[([A-Za-z_]\w*)\](?::(bool|int|float|str))?$/;

export type ScalarType = "bool" | "int" | "float" | "str";

export interface Template {
  readonly name: string;
  readonly type: ScalarType;
}

/** The template, if the whole text is one; null = it is another text. */
export function templateOf(text: string): Template | null {
  const match = TEMPLATE.exec(text);
  return match === null ? null : { name: match[1] ?? "", type: (match[2] ?? "str") as ScalarType };
}

/** Thrown when the variable of a template is missing, and when a text cannot be read as its type. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

/**
 * The value of a template.
 * @throws TemplateError when the variable is missing, is a binding, or does not have the type
 */
export function resolveTemplate({ name, type }: Template, environment: Environment): unknown {
  const found = environment(name);
  if (found === undefined || found === null) throw new TemplateError(`Environment variable ${name} is not set.`);
  if (typeof found === "string") return scalarOf(found, type, `The environment variable ${name} has`);
  if (typeof found === "number" || typeof found === "boolean") return found;
  throw new TemplateError(`${name} is a binding of the Worker, not a text.`);
}

/**
 * A copy of a value in which all templates are replaced, also those inside plain objects and lists.
 * @throws TemplateError when the variable of a template is missing, is a binding, or does not have the type
 */
export function resolveTemplates(value: unknown, environment: Environment): unknown {
  if (typeof value === "string") {
    const template = templateOf(value);
    return template === null ? value : resolveTemplate(template, environment);
  }
  if (Array.isArray(value)) return value.map((item) => resolveTemplates(item, environment));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveTemplates(item, environment)]));
}

/** Whether a value is a template or contains one. */
export function hasTemplate(value: unknown): boolean {
  if (typeof value === "string") return templateOf(value) !== null;
  if (Array.isArray(value)) return value.some(hasTemplate);
  return isPlainObject(value) && Object.values(value).some(hasTemplate);
}

const INT = /^[+-]?\d+(?:_\d+)*$/;
const FLOAT = /^[+-]?(?:(?:\d+(?:_\d+)*)(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const FLOAT_NAMES: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
};

/**
 * Parses a text as Python's `int` or `float`, or as `true` or `false` in upper or lower case. An integer that a number cannot hold
 * exactly becomes a BigInt.
 * @param subject begins the message, such as "The value is". The message does not contain the text, which may be a secret.
 * @throws TemplateError
 */
export function scalarOf(given: string, type: ScalarType, subject: string): unknown {
  if (type === "str") return given;
  const text = given.trim();
  const digits = text.replaceAll("_", "");
  if (type === "int" && INT.test(text)) return Number.isSafeInteger(Number(digits)) ? Number(digits) : bigInt(digits);
  if (type === "float") {
    if (FLOAT.test(text)) return Number(digits);
    const named = FLOAT_NAMES[text.toLowerCase().replace(/^[+-]/, "")];
    if (named !== undefined) return text.startsWith("-") ? -named : named;
  }
  if (type === "bool" && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  throw new TemplateError(`${subject} no ${NOUNS[type]}.`);
}

const NOUNS = { int: "whole number", float: "number", bool: "true or false", str: "text" } as const;

const bigInt = (digits: string): bigint =>
  digits.startsWith("-") ? -BigInt(digits.slice(1)) : BigInt(digits.replace("+", ""));

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
