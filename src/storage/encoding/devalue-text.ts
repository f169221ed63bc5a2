import { DevalueError, stringify, unflatten } from "devalue";
import { TaipyError } from "../../core/errors.ts";
import type { Budget } from "../../core/values/budget.ts";
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
    return stringify(value);
  } catch (error) {
    if (!(error instanceof DevalueError)) throw error;
    throw new TaipyError("invalid_value", `${error.message} (at ${error.path === "" ? "the top" : error.path}).`);
  }
}

/**
 * @throws TaipyError `value_too_large`
 * @throws Error of the library when the text is not devalue's
 */
export const decodeDevalue = (text: string, budget: Budget, numbers: Numbers): unknown =>
  unflatten(flatten(text, budget) as number | unknown[], undefined, {
    operations: { box: numbers === "written" ? fractionOf : primitiveOf },
  });

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
