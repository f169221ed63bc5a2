import type { FunctionNames } from "../function-names.ts";
import { hiddenName, shownValue } from "../secrets/shown-values.ts";
import { encodeValue, UnwritableValue } from "./encode-value.ts";
import type { Entry } from "./layer.ts";

/**
 * Whether a file has at a key what an export shows of the value below, its secrets hidden. Then the value below stays, so
 * that an exported configuration can be loaded over the code that it comes from.
 */
export function keepsSecret(key: string, below: Entry, { value }: Entry, functions: FunctionNames): boolean {
  if (hiddenName({ [key]: value }) === null) return false;
  const exported = exportedValue(below, functions);
  return exported !== undefined && canonical(shownValue(exported, key)) === canonical(value);
}

function exportedValue({ value, isWritten }: Entry, functions: FunctionNames): unknown {
  if (isWritten) return value;
  try {
    return encodeValue(value, functions);
  } catch (error) {
    if (error instanceof UnwritableValue) return undefined;
    throw error;
  }
}

/** The same text for equal values, whatever the order of their keys. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === "bigint") return `${item}n`;
    if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
