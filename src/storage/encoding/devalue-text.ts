import { DevalueError, defaultStringifyOperations, stringify, unflatten } from "devalue";
import { TaipyError } from "../../core/errors.ts";
import type { Budget } from "../../core/values/budget.ts";
import { hasOtherSymbols } from "../../core/values/columns/column-order.ts";
import { Decimal } from "../../core/values/exact/decimal.ts";
import { dateOfText, PreciseDate } from "../../core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../core/values/exact/time-of-day.ts";
import { Duration } from "../../core/values/exact/time-span.ts";
import { isWhole, WholeFraction } from "../../core/values/exact/whole-fraction.ts";
import { chargeJson } from "../../core/values/json-scan.ts";
import type { Numbers } from "../../core/values/json-text.ts";
import { chargeDevalue } from "./devalue-size.ts";

/**
 * devalue's text of a value.
 * @throws TaipyError `invalid_value` with the path of a part that it can't hold, `value_too_large` when no reader could read it
 * @throws RangeError when the value is nested too deeply
 */
export function encodeDevalue(value: unknown, budget: Budget): string {
  const text = textOf(value);
  flatten(text, budget);
  return text;
}

function textOf(value: unknown): string {
  try {
    return stringify(value, { [EXACT_TAG]: exactText }, { operations: { shapeOf } });
  } catch (error) {
    if (!(error instanceof DevalueError)) throw error;
    throw new TaipyError("invalid_value", `${error.message} (at ${error.path === "" ? "the top" : error.path}).`);
  }
}

/** The order of a row's columns is no part of the value. */
function shapeOf(value: object): ReturnType<typeof defaultStringifyOperations.shapeOf> {
  const shape = defaultStringifyOperations.shapeOf(value);
  if (shape.kind !== "symbol-keys" || hasOtherSymbols(value)) return shape;
  return { kind: Object.getPrototypeOf(value) === null ? "null-proto" : "plain", keys: Object.keys(value) };
}

/**
 * @throws TaipyError `value_too_large`
 * @throws Error of the library when the text is not devalue's
 */
export const decodeDevalue = (text: string, budget: Budget, numbers: Numbers): unknown =>
  unflatten(
    flatten(text, budget) as number | unknown[],
    { [EXACT_TAG]: exactOf },
    {
      operations: { box: numbers === "written" ? fractionOf : primitiveOf },
    },
  );

/** devalue knows no other objects that stand for one number or time. Earlier releases can't read values with them. */
const EXACT_TAG = "Exact";

type ExactText = readonly [name: keyof typeof READERS, text: string];

const READERS = {
  date: dateOfText,
  decimal: Decimal.parse,
  time: TimeOfDay.parse,
  duration: Duration.parse,
} satisfies Readonly<Record<string, (text: string) => unknown>>;

function exactText(value: unknown): ExactText | false {
  if (value instanceof PreciseDate) return ["date", value.toISOString()];
  if (value instanceof Decimal) return ["decimal", String(value)];
  if (value instanceof TimeOfDay) return ["time", String(value)];
  return value instanceof Duration && ["duration", String(value)];
}

function exactOf(stored: unknown): unknown {
  const [name, text] = Array.isArray(stored) ? stored : [];
  const value = Object.hasOwn(READERS, name) && typeof text === "string" ? READERS[name as ExactText[0]](text) : null;
  if (value === null) throw new Error("an unknown exact value");
  return value;
}

/** A whole fraction is kept as an object of JavaScript's class Number, which earlier releases can read, too. */
const fractionOf = (primitive: unknown): unknown =>
  typeof primitive === "number" && isWhole(primitive) ? new WholeFraction(primitive) : Object(primitive);

const primitiveOf = (primitive: unknown): unknown => (typeof primitive === "number" ? primitive : Object(primitive));

/** The list of all parts that is devalue's text, charged with the value that it stands for. */
function flatten(text: string, budget: Budget): unknown {
  chargeJson(text, budget);
  const flat: unknown = JSON.parse(text);
  chargeDevalue(flat, budget);
  return flat;
}
