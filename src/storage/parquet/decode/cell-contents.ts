import type { SchemaTree } from "hyparquet";
import { TaipyError } from "../../../core/errors.ts";
import { cut } from "../../../core/listed.ts";
import { isScalar } from "../../../core/values/exact/scalar.ts";
import type { Charges } from "./loan.ts";

/** A name that is no longer is part of the weight of a cell or an item. */
const SHORT_NAME = 16;

/**
 * Charges what a cell holds beside itself. Each reference to a text counts: the answer repeats it.
 * @throws TaipyError `value_too_large`
 */
export function chargeContents(cell: unknown, charges: Charges, where: string): void {
  if (typeof cell === "string") charges.charge("characters", cell.length, where);
  else if (typeof cell === "bigint") charges.charge("items", 1, where);
  else if (typeof cell !== "object" || cell === null) return;
  else if (isScalar(cell)) charges.charge("dates", 1, where);
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
  const type = element.logical_type?.type;
  if (type === "VARIANT") {
    throw new TaipyError(
      "invalid_value",
      `The column or member "${cut(element.name)}" has Parquet's type ${type}, which can't be read. ` +
        "Choose other columns, or write it as text.",
    );
  }
  for (const child of children) checkReadable(child);
}
