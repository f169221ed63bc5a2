import type { AnyFunction } from "../core/config/function-names.ts";
import { TaipyError } from "../core/errors.ts";
import { cut } from "../core/listed.ts";
import type { GenericContext } from "../core/storage-options/generic-options.ts";
import { chargeValue } from "../core/values/charge-value.ts";
import { notJsonIn } from "./generic/not-json.ts";
import { configurationOf, settingsOf } from "./settings/node-settings.ts";
import { misconfigured } from "./settings/outside-failure.ts";
import { withinLimit } from "./settings/request-limit.ts";
import { OUTSIDE, type StorageContext, type StorageType } from "./types.ts";

/**
 * A value that two functions of the application read and write. Properties: `read_fct_args`, `write_fct_args`. Each function
 * gets a {@link GenericContext} as its last argument and may return a promise; its errors are passed on.
 */
export const generic: StorageType = {
  async read(context) {
    const value = await called(context, "read");
    if (context.numbers === "written") refuseNotJson(context, value);
    chargeValue(context.budget, value, "the result of the read function");
    // `undefined` would mean that there is no value.
    return value ?? null;
  },

  async write(context, value) {
    await called(context, "write", value);
    return OUTSIDE;
  },
};

/**
 * An answer would show `{}` or null, as if that were the value. A task may get any value.
 * @throws TaipyError `storage_misconfigured`
 */
function refuseNotJson({ dataNode }: StorageContext, value: unknown): void {
  const found = notJsonIn(value);
  if (found === null) return;
  const { what, where, advice } = found;
  const at = where === "" ? "" : ` at ${cut(where)}`;
  throw misconfigured(
    `The read function of data node config ${dataNode.config_id} has returned ${what}${at}: JSON can't show it. ${advice}`,
  );
}

type Direction = "read" | "write";

async function called(context: StorageContext, direction: Direction, ...value: readonly unknown[]): Promise<unknown> {
  const call = async () => functionOf(context, direction)(...value, ...argumentsOf(context, direction));
  const part = `The ${direction} function of data node config ${context.dataNode.config_id}`;
  return withinLimit(context, { part, done: () => (direction === "write" ? "unknown" : "nothing") }, call());
}

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
