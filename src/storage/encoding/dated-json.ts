import { TaipyError } from "../../core/errors.ts";
import { Budget } from "../../core/values/budget.ts";
import { Decimal } from "../../core/values/exact/decimal.ts";
import { hasLongIntegers, integerLiteral } from "../../core/values/exact/json-integers.ts";
import { isClockValue } from "../../core/values/exact/scalar.ts";
import { dateOfTag, hasTags } from "../../core/values/exact/typed-cell.ts";
import { WholeFraction } from "../../core/values/exact/whole-fraction.ts";
import { jsonError, jsonErrorPlace } from "../../core/values/json-error.ts";
import { chargeJson } from "../../core/values/json-scan.ts";
import { type Numbers, parseNumbers } from "../../core/values/json-text.ts";
import { type PlainJson, plainJson } from "../../core/values/plain-json.ts";
import { MAX_DEPTH, nestedTooDeeply } from "./any-value.ts";

/**
 * JSON text. A date becomes `{"__type__": "Datetime", "__value__": "…Z"}`, as Taipy's encoder writes it; a BigInt and a decimal
 * become numbers with all their digits, a time of day and a duration text. As with `JSON.stringify`, members that are undefined are left out and -0 is 0. Any other value
 * that JSON would change is refused.
 * @param budget the text is charged as {@link decodeJson} will charge it
 * @throws TaipyError `invalid_value` with the path of the refused part, `value_too_large` when no reader could read it
 */
export const encodeJson = (value: unknown, budget: Budget): string => encodedJson(value, budget).body;

/** The same; `plain` is null when readers must decode the text. */
export function encodedJson(
  value: unknown,
  budget: Budget,
): { readonly body: string; readonly plain: PlainJson | null } {
  const isTagged = new JsonCheck(new Budget(budget.left)).visit(value, 0);
  const body = isTagged ? JSON.stringify(value, tag) : JSON.stringify(value);
  chargeDatedJson(body, budget);
  return { body, plain: isTagged ? null : plainJson(value, body) };
}

/**
 * @param numbers a job gets `exact` ones
 * @throws TaipyError `invalid_value` when the text is not JSON, `value_too_large`
 */
export function decodeJson(text: string, budget: Budget, numbers: Numbers = "exact"): unknown {
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  chargeDatedJson(json, budget);
  try {
    return parseNumbers(json, numbers, { budget, objectForm: hasTags(json) ? reviveDate : undefined });
  } catch (error) {
    if (error instanceof TaipyError) throw error;
    const isMalformed = error instanceof SyntaxError;
    const reason = isMalformed ? ` ${jsonErrorPlace(jsonError(json))}.` : `: ${String(error)}.`;
    throw new TaipyError("invalid_value", `The stored value is not JSON${reason}`);
  }
}

/** @throws TaipyError `value_too_large` */
function chargeDatedJson(json: string, budget: Budget): void {
  chargeJson(json, budget);
  if (!hasTags(json) && !hasLongIntegers(json)) return;
  budget.charge("characters", json.length, "the text, which has dates or long integers");
}

class JsonCheck {
  readonly #path: (string | number)[] = [];
  readonly #ancestors = new Set<object>();
  /** Charged for the text before it is made: a part that is referred to many times is many times in it. */
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Whether the value has a part that JSON.stringify needs a replacer for. */
  visit(value: unknown, depth: number): boolean {
    if (typeof value === "string") this.#budget.charge("characters", value.length, this.#where);
    if (typeof value === "string" || typeof value === "boolean" || value === null) return false;
    if (typeof value === "number") return Number.isFinite(value) ? false : this.#refuse(String(value));
    if (typeof value === "bigint") return true;
    if (value instanceof WholeFraction || value instanceof Decimal || isClockValue(value)) return false;
    if (typeof value !== "object") return this.#refuse(value === undefined ? "undefined" : `a ${typeof value}`);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? this.#refuse("an invalid date") : true;
    if (this.#ancestors.has(value)) return this.#refuse("a circular reference");
    if (depth >= MAX_DEPTH) throw nestedTooDeeply();
    this.#ancestors.add(value);
    this.#budget.charge("containers", 1, this.#where);
    const isTagged = Array.isArray(value) ? this.#visitItems(value, depth) : this.#visitMembers(value, depth);
    this.#ancestors.delete(value);
    return isTagged;
  }

  #visitItems(items: readonly unknown[], depth: number): boolean {
    this.#budget.charge("items", items.length, this.#where);
    let isTagged = "toJSON" in items && this.#step("toJSON", items.toJSON, depth);
    for (let index = 0; index < items.length; index += 1) isTagged = this.#step(index, items[index], depth) || isTagged;
    return isTagged;
  }

  #visitMembers(value: object, depth: number): boolean {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) this.#refuse(`an object of class ${classOf(value)}`);
    let isTagged = false;
    for (const [key, member] of Object.entries(value)) {
      if (member !== undefined) isTagged = this.#step(key, member, depth) || isTagged;
    }
    return isTagged;
  }

  #step(key: string | number, value: unknown, depth: number): boolean {
    this.#path.push(key);
    const isTagged = this.visit(value, depth + 1);
    this.#path.pop();
    return isTagged;
  }

  #refuse(what: string): never {
    throw new TaipyError("invalid_value", `JSON cannot hold ${what} (at ${this.#where()}).`);
  }

  readonly #where = (): string => {
    const path = this.#path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
    return path === "" ? "the top" : path;
  };
}

const classOf = (value: object) => (typeof value.constructor === "function" ? value.constructor.name : "unknown");

/** `JSON.stringify` passes a date as text already; the object that holds it still has the date. */
function tag(this: unknown, key: string, value: unknown): unknown {
  if (typeof value === "bigint") return integerLiteral(value);
  const original = (this as Record<string, unknown>)[key];
  return original instanceof Date ? { __type__: "Datetime", __value__: original.toISOString() } : value;
}

/** The date of Taipy's form, with all its digits; any other object as it is. */
const reviveDate = (value: object): unknown => dateOfTag(value) ?? value;
