import { TaipyError } from "../../../core/errors.ts";
import type { Table } from "../../table/tabular-value.ts";
import { unreadable } from "../archive/workbook-errors.ts";
import { whereOf } from "../sheet-memory.ts";
import { type Cell, columnLetters } from "../write/cell-xml.ts";
import type { RowsXml } from "../write/rows-xml.ts";
import { type Edit, insertion } from "../xml/xml-edits.ts";
import { qualifiedName, withAttribute } from "../xml/xml-text.ts";
import type { EmptyRow } from "./empty-rows.ts";
import type { SheetSurvey } from "./sheet-survey.ts";

/** Rows that are added to a sheet. */
export interface AddedRows {
  readonly sheet: string;
  readonly rows: Table["rows"];
  readonly xml: RowsXml;
  /** Whether the sheet gets its header, too. */
  readonly isHeaded: boolean;
}

/**
 * The edits that add rows behind the last one of a sheet that is not empty. Rows that stand there already keep their height, and
 * their cells their styles and formulas.
 * @throws TaipyError `invalid_value` where a value would replace a formula or hide in merged cells
 */
export function rowEdits(survey: SheetSurvey, added: AddedRows): Edit[] {
  const { sheet } = added;
  const { span } = survey.sheetData;
  if (span === null) throw unreadable(whereOf(sheet), "it has no list of rows");
  const first = survey.size.rows;
  const count = added.rows.length + Number(added.isHeaded);
  const { mergedBelow } = survey;
  if (mergedBelow !== null) throw refused(sheet, `its cells ${mergedBelow} are merged, where the rows would be added`);
  const edits: Edit[] = [];
  let end = survey.lastRowEnd ?? span.end;
  let next = 0;
  for (const [index, row] of survey.emptyRows) {
    const position = index - first;
    if (position < next) throw unreadable(whereOf(sheet), `row ${index + 1} stands behind a later one`);
    if (position >= count) break;
    edits.push(insertion(row.start, rowTexts(added, first, next, position)));
    for (const edit of filledRow(row, added, first, position)) edits.push(edit);
    end = row.closeEnd;
    next = position + 1;
  }
  const rest = rowTexts(added, first, next, count);
  if (span.closeStart !== span.start) return [...edits, insertion(end, rest)];
  return [{ start: span.start, end: span.end, text: around(`<${span.tag}>`, rest, `</${qualifiedName(span.tag)}>`) }];
}

const refused = (sheet: string, what: string) =>
  new TaipyError("invalid_value", `Nothing can be appended to the sheet "${sheet}": ${what}.`);

/** The cells of an added row by its position; the first may be the header. */
function cellsAt({ rows, xml, isHeaded }: AddedRows, position: number): readonly Cell[] {
  const index = position - Number(isHeaded);
  return index < 0 ? xml.headerCells() : xml.cells(rows[index] ?? [], index);
}

/** Each row is made when it is written. */
function* rowTexts(added: AddedRows, first: number, from: number, to: number): Generator<string> {
  for (let at = from; at < to; at += 1) yield added.xml.row(cellsAt(added, at), first + at, isHeader(added, at));
}

const isHeader = ({ isHeaded }: AddedRows, position: number) => isHeaded && position === 0;

function* around(before: string, texts: Iterable<string>, after: string): Generator<string> {
  yield before;
  yield* texts;
  yield after;
}

/** The edits that put cells into a row that stands there already. */
function filledRow(row: EmptyRow, added: AddedRows, first: number, position: number): Edit[] {
  const cells = cellsAt(added, position);
  const at = first + position;
  const isEmpty = cells.every((cell) => cell === null);
  const textOf = (column: number, preset = -1) =>
    isEmpty && column === 0
      ? added.xml.emptyText(at)
      : added.xml.cell(cells[column] ?? null, { at, column, preset, isHeader: isHeader(added, position) });
  const between = (from: number, to: number) =>
    Array.from({ length: Math.max(0, Math.min(to, cells.length) - from) }, (_, index) => textOf(from + index)).join("");
  // A hint of how many cells the row has.
  const tag = withAttribute(row.tag, "spans", null);
  if (row.closeStart === row.start) {
    const text = `<${tag}>${between(0, cells.length)}</${qualifiedName(tag)}>`;
    return [{ start: row.start, end: row.end, text }];
  }
  const edits: Edit[] = [{ start: row.start, end: row.end, text: `<${tag}>` }];
  let next = 0;
  for (const { column, style, start, end, hasFormula } of row.cells) {
    const place = `${columnLetters(column)}${at + 1}`;
    if (column < next) throw unreadable(whereOf(added.sheet), `the cell ${place} stands behind a later one`);
    edits.push(insertion(start, between(next, column)));
    const text = textOf(column, style);
    if (text !== "" && hasFormula && !isEmpty) {
      throw refused(added.sheet, `a value would replace the formula of the cell ${place}; leave out its column`);
    }
    if (text !== "" && !hasFormula) edits.push({ start, end, text });
    next = column + 1;
  }
  return [...edits, insertion(row.closeStart, between(next, cells.length))];
}
