import { TaipyError } from "../core/errors.ts";
import { JSON_TYPE } from "../core/storage-types.ts";
import { Budget } from "../core/values/budget.ts";
import { isScalar, scalarName } from "../core/values/exact/scalar.ts";
import { decodeJson, encodedJson } from "./encoding/dated-json.ts";
import { storedText } from "./encoding/stored-text.ts";
import type { StorageType } from "./types.ts";

/** JSON text, with dates in Taipy's form. */
export const json: StorageType = {
  async read(context, ref) {
    return decodeJson(await storedText(context, ref), context.budget, context.numbers);
  },

  async write({ payloads, budget }, value) {
    const { body, plain } = encodedJson(value, budget);
    return payloads.put(body, JSON_TYPE, plain);
  },

  async append(context, ref, value) {
    const all = ref === null ? value : appended(await json.read(context, ref), value);
    return json.write({ ...context, budget: new Budget() }, all);
  },
};

/** As Taipy: a list gets the items of a list or one more item, an object the members of an object. */
function appended(current: unknown, value: unknown): unknown {
  if (Array.isArray(current)) return current.concat(value);
  if (isObject(current) && isObject(value))
    return Object.fromEntries([...Object.entries(current), ...Object.entries(value)]);
  throw new TaipyError(
    "invalid_value",
    `Lists and objects can be appended to, objects by objects only; this is ${kindOf(value)} to ${kindOf(current)}.`,
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isScalar(value);

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (isScalar(value)) return `a ${scalarName(value)}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
