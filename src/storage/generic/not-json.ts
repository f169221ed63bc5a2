import { isScalar } from "../../core/values/exact/scalar.ts";
import { MAX_DEPTH } from "../../core/values/json-value.ts";

/** A part of a value that an answer can't show. */
export interface NotJson {
  /** What it is, and what to do about it. */
  readonly what: string;
  readonly advice: string;
  /** Such as `[3].total`; empty = the value itself. */
  readonly where: string;
}

/**
 * The first part of a value of the application that JSON would show as `{}`, as null or without what it holds: a promise, a stream,
 * an iterator, a function, an instance of a class that hides its members, a cycle. null = JSON can show all of it.
 */
export const notJsonIn = (value: unknown): NotJson | null => new Check().part(value, 0);

const AWAIT = "Await it.";
const LIST = "Return a list: [...items].";
const PLAIN = "Return a plain object or a list, or give its class a method toJSON.";

class Check {
  /** Parts that are good, and that may stand in several places. */
  readonly #good = new WeakSet<object>();
  readonly #enclosing = new Set<object>();

  part(value: unknown, depth: number): NotJson | null {
    if (typeof value === "function") return found("a function", "Call it.");
    if (typeof value === "symbol") return found("a symbol", PLAIN);
    if (typeof value !== "object" || value === null || isShown(value) || this.#good.has(value)) return null;
    if (this.#enclosing.has(value)) return found("a reference to what encloses it", "Return a value without cycles.");
    if (depth >= MAX_DEPTH) return found(`more than ${MAX_DEPTH} levels`, "Return a flatter value.");
    const problem = hiding(value);
    if (problem !== null) return problem;
    this.#enclosing.add(value);
    for (const [where, item] of partsOf(value)) {
      const inside = this.part(item, depth + 1);
      if (inside !== null) return { ...inside, where: where + inside.where };
    }
    this.#enclosing.delete(value);
    this.#good.add(value);
    return null;
  }
}

const found = (what: string, advice: string): NotJson => ({ what, advice, where: "" });

/** What the answer has a form for, or says itself what it is in JSON. */
const isShown = (value: object): boolean =>
  isScalar(value) ||
  value instanceof RegExp ||
  value instanceof ArrayBuffer ||
  ArrayBuffer.isView(value) ||
  value instanceof String ||
  value instanceof Boolean ||
  typeof Reflect.get(value, "toJSON") === "function";

function* partsOf(value: object): Generator<readonly [where: string, item: unknown]> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield [`[${index}]`, item];
  else if (value instanceof Set) for (const [index, item] of [...value].entries()) yield [`[${index}]`, item];
  else if (value instanceof Map) {
    for (const [key, item] of value) {
      yield [".key", key];
      yield [`.${typeof key === "string" ? key : "value"}`, item];
    }
  } else for (const [name, item] of Object.entries(value)) yield [`.${name}`, item];
}

function hiding(value: object): NotJson | null {
  if (Array.isArray(value) || value instanceof Map || value instanceof Set) return null;
  const name = nameOf(value);
  if (typeof Reflect.get(value, "then") === "function") return found("a promise", AWAIT);
  if (Symbol.iterator in value || Symbol.asyncIterator in value) return found(`an iterator (${name})`, LIST);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return null;
  const isEmpty = Object.keys(value).length === 0;
  return isEmpty || hasGetters(prototype as object) ? found(`an instance of ${name}`, PLAIN) : null;
}

const nameOf = (value: object): string => {
  const { constructor: made } = value as { readonly constructor?: { readonly name?: unknown } };
  return typeof made?.name === "string" && made.name !== "" ? made.name : "a class";
};

/** Whether the class computes members, which JSON leaves out. */
function hasGetters(prototype: object): boolean {
  for (let at: object = prototype; at !== Object.prototype; ) {
    const members = Object.entries(Object.getOwnPropertyDescriptors(at));
    if (members.some(([name, { get }]) => get !== undefined && name !== "__proto__")) return true;
    const next: unknown = Object.getPrototypeOf(at);
    if (typeof next !== "object" || next === null) return false;
    at = next;
  }
  return false;
}
