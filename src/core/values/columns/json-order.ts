import { isMapping } from "../../field-errors.ts";
import type { Budget } from "../budget.ts";
import { endOfSpan, endOfText } from "../json-spans.ts";
import { columnOrder, inOrder } from "./column-order.ts";

/** An object with more members is no row of a table. */
const MOST_COLUMNS = 10_000;

// docs/decisions/099-rows-keep-the-order-of-their-columns.md
/**
 * Gives the rows of a JSON text the order of the columns that the first row has in the text, or an object of columns its own: the
 * parsed value has lost it where columns are named by numbers. Changes the value.
 * @param budget charged for what rows carry
 */
export function inOrderOfText(value: unknown, text: string, budget: Budget): unknown {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (!isMapping(first)) return value;
  const names = Object.keys(first);
  // Names that are numbers are the first ones.
  if (names.length > MOST_COLUMNS || !/^\d/.test(names[0] ?? "")) return value;
  const order = columnOrder(namesOf(text, text.indexOf("{")));
  if (order === null) return value;
  if (!Array.isArray(value)) return inOrder(first, order);
  budget.charge("members", value.length, "the order of columns");
  for (const row of value) if (isMapping(row)) inOrder(row, order);
  return value;
}

/** The names of the members of the object that begins at a position of a well-formed JSON text. */
function namesOf(text: string, from: number): string[] {
  const names: string[] = [];
  let at = from;
  do {
    const start = text.indexOf('"', at);
    const end = endOfText(text, start);
    names.push(JSON.parse(text.slice(start, end + 1)));
    at = endOfMember(text, text.indexOf(":", end) + 1);
  } while (text[at] === ",");
  return names;
}

/** Where the comma or the brace behind a member stands. */
function endOfMember(text: string, from: number): number {
  let at = from;
  for (; at < text.length && text[at] !== "," && text[at] !== "}"; at += 1) {
    if (text[at] === '"') at = endOfText(text, at);
    else if (text[at] === "{" || text[at] === "[") at = endOfSpan(text, at) - 1;
  }
  return at;
}
