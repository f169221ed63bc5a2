import { hasColumnOrder } from "../../core/values/columns/column-order.ts";
import { isScalar } from "../../core/values/exact/scalar.ts";
import { isPlainValue, jsonOfValue, MAX_CHARACTERS } from "../../core/values/json-value.ts";

/** Shorter lists are one piece. */
const PIECE_ITEMS = 1_000;
/** A piece has so many cells: a row of many columns has many of them. */
const PIECE_CELLS = 10_000;
/** The least number of characters of a date. */
const DATE_CHARACTERS = 50;
/** Quotes, a colon and a comma. */
const NAME_SIGNS = 4;

/**
 * The JSON text of a value in pieces, so that the text of a large list is not in memory as a whole.
 * @throws TaipyError `value_too_large` as {@link jsonOfValue} does
 */
export function* jsonPiecesOf(value: unknown): Generator<string> {
  const pieceOf = Array.isArray(value) && value.length > PIECE_ITEMS ? pieceMaker(value) : null;
  if (pieceOf === null) {
    yield jsonOfValue(value);
    return;
  }
  const items = value as readonly unknown[];
  const step = Math.ceil(Math.min(PIECE_ITEMS, PIECE_CELLS / cellsOf(items[0])));
  for (let at = 0; at < items.length; at += step) {
    yield (at === 0 ? "[" : ",") + pieceOf(items.slice(at, at + step)).slice(1, -1);
  }
  yield "]";
}

/** Makes the JSON of a part of a list; null when a part can't be made without the whole, which it may refer to. */
function pieceMaker(items: readonly unknown[]): ((part: readonly unknown[]) => string) | null {
  if (!hasColumnOrder(items) && isPlainValue(items)) return JSON.stringify;
  return areRows(items) ? jsonOfValue : null;
}

/** Whether the items are rows of texts, numbers, dates and the like, which are not too large. */
function areRows(items: readonly unknown[]): boolean {
  let characters = 0;
  const isCell = (cell: unknown): boolean => {
    if (typeof cell === "string") characters += cell.length;
    else if (cell instanceof Date) characters += DATE_CHARACTERS;
    else if (isScalar(cell)) return true;
    else if (typeof cell === "function" || (typeof cell === "object" && cell !== null)) return false;
    return characters <= MAX_CHARACTERS;
  };
  return (
    !("toJSON" in items) &&
    items.every((item) => {
      if (isCell(item)) return true;
      if (typeof item !== "object" || item === null || Object.getPrototypeOf(item) !== Object.prototype) return false;
      return Object.entries(item).every(([name, cell]) => {
        characters += name.length + NAME_SIGNS;
        return isCell(cell);
      });
    })
  );
}

const cellsOf = (item: unknown): number =>
  typeof item === "object" && item !== null ? Object.keys(item).length + 1 : 1;
