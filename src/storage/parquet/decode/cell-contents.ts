import type { SchemaTree } from "hyparquet";
import { TaipyError } from "../../../core/errors.ts";
import { cut } from "../../../core/listed.ts";
import type { Charges } from "./loan.ts";

/** The library's `toFixed` allows no more. */
const MOST_DIGITS = 100;
/** A name that is no longer is part of the weight of a cell or an item. */
const SHORT_NAME = 16;

/** How the cells of a column get their JavaScript form. */
export function conversionOf(column: SchemaTree): (cell: unknown) => unknown {
  const scale = decimalScale(column);
  const convert = (cell: unknown): unknown => {
    if (cell === null || cell === undefined) return null;
    if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
    // The library multiplies by 0.01, which is not exact; the nearest decimal of that scale is.
    if (typeof cell === "number") return scale === null ? cell : Number(cell.toFixed(scale));
    if (typeof cell !== "object" || cell instanceof Date || cell instanceof Uint8Array) return cell;
    if (Array.isArray(cell)) return cell.map(convert);
    return Object.fromEntries(Object.entries(cell).map(([key, value]) => [key, convert(value)]));
  };
  return convert;
}

/** The scale of a column of decimals, or of lists of them; null for all others. */
function decimalScale({ element, children }: SchemaTree): number | null {
  const [child, ...others] = children;
  if (child !== undefined) return others.length === 0 ? decimalScale(child) : null;
  return element.converted_type === "DECIMAL" ? Math.min(Math.max(element.scale ?? 0, 0), MOST_DIGITS) : null;
}

/**
 * Charges what a cell holds beside itself. Each reference to a text counts: the answer repeats it.
 * @throws TaipyError `value_too_large`
 */
export function chargeContents(cell: unknown, charges: Charges, where: string): void {
  if (typeof cell === "string") charges.charge("characters", cell.length, where);
  else if (typeof cell === "bigint") charges.charge("items", 1, where);
  else if (typeof cell !== "object" || cell === null) return;
  else if (cell instanceof Date) charges.charge("dates", 1, where);
  else if (cell instanceof Uint8Array) {
    charges.charge("containers", 2, where);
    charges.charge("characters", cell.length, where);
  } else if (Array.isArray(cell)) {
    charges.charge("containers", 1, where);
    charges.charge("items", cell.length, where);
    for (const item of cell) chargeContents(item, charges, where);
  } else {
    charges.charge("containers", 1, where);
    for (const [name, item] of Object.entries(cell)) {
      charges.charge("items", 1, where);
      charges.charge("characters", excessOf(name), where);
      chargeContents(item, charges, where);
    }
  }
}

/** What a long name of a member adds to each object. */
const excessOf = (name: string): number => Math.max(0, name.length - SHORT_NAME);

/** @throws TaipyError `invalid_value` for types that the library lacks, or expands without a bound */
export function checkReadable({ element, children }: SchemaTree): void {
  const type = element.converted_type === "INTERVAL" ? "INTERVAL" : element.logical_type?.type;
  if (type === "INTERVAL" || type === "VARIANT") {
    throw new TaipyError(
      "invalid_value",
      `The column or member "${cut(element.name)}" has Parquet's type ${type}, which can't be read. ` +
        "Choose other columns, or write it as text.",
    );
  }
  for (const child of children) checkReadable(child);
}

/** Lists in lists, with room for no more than their items. */
export const fullLists = (value: unknown): unknown => (Array.isArray(value) ? value.map(fullLists) : value);

/** How many lists, and how many items, some values have in all. */
export function sizesOf(values: ArrayLike<unknown>): { lists: number; items: number } {
  let [lists, items] = [0, values.length];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (!Array.isArray(value)) continue;
    const inner = sizesOf(value);
    lists += 1 + inner.lists;
    items += inner.items;
  }
  return { lists, items };
}
