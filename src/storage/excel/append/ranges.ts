import { columnLetters } from "../write/cell-xml.ts";
import type { Edit, ElementSpan } from "../xml/xml-edits.ts";
import { attribute, withAttribute } from "../xml/xml-text.ts";

const LETTERS = 26;
const LETTER_A = 0x41;

/** Cells from the first to the last row and column, counted from 1. */
export interface Range {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The range of a text such as "A1:C5" or "B2"; null for any other text. */
export function rangeOf(text: string): Range | null {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?$/.exec(text);
  if (match === null) return null;
  const [, left = "", top = "", right = left, bottom = top] = match;
  return { top: Number(top), left: columnNumber(left), bottom: Number(bottom), right: columnNumber(right) };
}

const columnNumber = (letters: string): number =>
  [...letters.toUpperCase()].reduce((sum, letter) => sum * LETTERS + letter.charCodeAt(0) - LETTER_A + 1, 0);

const rangeText = ({ top, left, bottom, right }: Range): string =>
  `${columnLetters(left - 1)}${top}:${columnLetters(right - 1)}${bottom}`;

/** The edits that let the range of an element, its attribute `ref`, end where `to` says; none for an element without one. */
export function rangeEdits({ tag, start, end, closeStart }: ElementSpan, to: (range: Range) => Range): Edit[] {
  const range = rangeOf(attribute(tag, "ref") ?? "");
  if (range === null) return [];
  const changed = withAttribute(tag, "ref", rangeText(to(range)));
  return [{ start, end, text: `<${changed}${closeStart === start ? "/" : ""}>` }];
}
