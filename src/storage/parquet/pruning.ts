import { compared } from "../../core/values/exact/compare-cells.ts";
import type { Condition, Filter } from "../../core/values/filter.ts";
import type { Bounds, Statistics } from "./decode/statistics.ts";
import type { LeafNode, Node } from "./types/tree.ts";

/**
 * Whether a row group may have a row that fulfils the filter, by its statistics: false only when it certainly has none, and no
 * condition is one that the filter would refuse.
 * @param group counts from 0
 */
export function mayMatch(
  { conditions, join }: Filter,
  columns: ReadonlyMap<string, Node>,
  statistics: Statistics,
  group: number,
): boolean {
  const answers = conditions.map((condition) => {
    const leaf = flatLeaf(columns.get(condition.key));
    const bounds = leaf === null ? null : statistics.boundsOf(group, leaf);
    return bounds === null || leaf === null ? null : mayHold(condition, bounds, leaf);
  });
  if (answers.includes(null)) return true;
  return join === "AND" ? answers.every(Boolean) : answers.some(Boolean);
}

function flatLeaf(column: Node | undefined): LeafNode | null {
  const [leaf] = column?.leaves ?? [];
  return leaf === undefined || leaf !== column || leaf.repetition > 0 ? null : leaf;
}

/** null: the statistics do not say it. */
function mayHold({ value, operator }: Condition, { least, most, hasMissing }: Bounds, leaf: LeafNode): boolean | null {
  if (value === null || (typeof value === "string" && !isInBothOrders(value))) return null;
  const [low, high] = [compared(least, value), compared(most, value)];
  if (low === null || high === null || Number.isNaN(low) || Number.isNaN(high)) return null;
  switch (operator) {
    case "EQUAL":
      return low <= 0 && high >= 0;
    case "NOT_EQUAL":
      return low !== 0 || high !== 0 || hasMissing || isFloat(leaf);
    case "LESS_THAN":
      return low < 0;
    case "LESS_OR_EQUAL":
      return low <= 0;
    case "GREATER_THAN":
      return high > 0;
    case "GREATER_OR_EQUAL":
      return high >= 0;
  }
}

/** A column of floats may have NaN, of which statistics say nothing. */
const isFloat = ({ tree, form }: LeafNode): boolean =>
  tree.element.type === "FLOAT" || tree.element.type === "DOUBLE" || form.type.name === "FLOAT16";

/** Parquet orders texts by their UTF-8, a filter by JavaScript's characters: equal up to the surrogates. */
function isInBothOrders(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) >= 0xd800) return false;
  return true;
}
