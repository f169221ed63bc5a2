import type { AnyFunction } from "../core/config/function-names.ts";
import { TaipyError } from "../core/errors.ts";
import type { GenericContext } from "../core/storage-options/generic-options.ts";
import { chargeValue } from "../core/values/charge-value.ts";
import { configurationOf, settingsOf } from "./settings/node-settings.ts";
import { OUTSIDE, type StorageContext, type StorageType } from "./types.ts";

/**
 * A value that two functions of the application read and write. Properties: `read_fct_args`, `write_fct_args`. Each function
 * gets a {@link GenericContext} as its last argument and may return a promise; its errors are passed on.
 */
export const generic: StorageType = {
  async read(context) {
    const value: unknown = await functionOf(context, "read")(...argumentsOf(context, "read"));
    chargeValue(context.budget, value, "the result of the read function");
    // `undefined` would mean that there is no value.
    return value ?? null;
  },

  async write(context, value) {
    await functionOf(context, "write")(value, ...argumentsOf(context, "write"));
    return OUTSIDE;
  },
};

type Direction = "read" | "write";

function functionOf(context: StorageContext, direction: Direction): AnyFunction {
  const { id, functions = {} } = configurationOf(context);
  const found = functions[`${direction}_fct`];
  if (found !== undefined) return found;
  throw new TaipyError("invalid_value", `The ${direction} function is not defined in data node config ${id}.`);
}

function argumentsOf(context: StorageContext, direction: Direction): readonly unknown[] {
  const listed = settingsOf(context)[`${direction}_fct_args`];
  const own: GenericContext = { dataNodeId: context.dataNode.id, binding: context.binding };
  return [...(Array.isArray(listed) ? listed : []), own];
}
