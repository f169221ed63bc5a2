import type { Table } from "../../table/tabular-value.ts";
import type { NumberFormat } from "../cell-styles.ts";
import { type Shown, shownByCode, shownByOwnFormat } from "../number-formats.ts";
import { type Charging, chargeSheet, whereOf } from "../sheet-memory.ts";
import { columnLetters } from "./cell-xml.ts";
import { ColumnStyles, NewFormats } from "./column-formats.ts";
import { checkSize, RowsXml } from "./rows-xml.ts";
import type { AddedStyles } from "./style-sheet.ts";
import { DECLARATION, MAIN, RELATIONS } from "./workbook-xml.ts";

/** A sheet that a write makes. */
export interface NewSheet {
  readonly name: string;
  readonly table: Table;
  readonly hasHeader: boolean;
  readonly is1904: boolean;
  /** Get the styles that its cells need. */
  readonly styles: AddedStyles;
  /** The number formats that a column had before, the latest last. */
  readonly kept: (column: string) => readonly NumberFormat[];
}

/**
 * The text of a sheet. A cell gets the format that its column had, else one for its value.
 * @param budget charged as a reader of the sheet does
 * @throws TaipyError `invalid_value` for values that Excel cannot hold; `value_too_large`
 */
export function* sheetXml(sheet: NewSheet, budget: Charging): Generator<string> {
  const { name, table, is1904 } = sheet;
  const { columns, rows } = table;
  const isHeaded = sheet.hasHeader && columns.length > 0;
  const first = Number(isHeaded);
  checkSize(name, rows.length + first, columns.length);
  chargeSheet(budget, columns, rows.length, whereOf(name));
  const formats = columns.map((_, column) => newFormats(table, column));
  const xml = new RowsXml(name, columns, { prefix: "", is1904, style: stylesOf(sheet, formats) });
  const last = `${columnLetters(Math.max(0, columns.length - 1))}${Math.max(1, rows.length + first)}`;
  yield `${DECLARATION}<worksheet ${MAIN} ${RELATIONS}><dimension ref="${last === "A1" ? last : `A1:${last}`}"/>`;
  yield `<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>`;
  yield widthsXml(formats);
  yield "<sheetData>";
  if (isHeaded) yield xml.row(xml.headerCells(), 0, true);
  for (const [index, row] of rows.entries()) {
    const cells = xml.cells(row, index);
    xml.charge(budget, cells);
    yield xml.row(cells, first + index);
  }
  yield "</sheetData></worksheet>";
}

/** The formats that the values of a column need. */
export function newFormats({ rows }: Table, column: number): NewFormats {
  const formats = new NewFormats();
  for (const row of rows) formats.see(row[column]);
  return formats;
}

function stylesOf({ table, styles, kept }: NewSheet, formats: readonly NewFormats[]) {
  const shownBy = new Map<number, Shown>();
  const columns = table.columns.map((name) => {
    const own = new ColumnStyles();
    for (const format of kept(name)) {
      const style = styles.style(format);
      const shown = format.code === null ? shownByOwnFormat(format.id) : shownByCode(format.code);
      shownBy.set(style, shown);
      own.see(style, shown);
    }
    return own;
  });
  return (column: number, cell: unknown): number => {
    const own = columns[column]?.styleFor(cell, (style) => shownBy.get(style) ?? "number");
    return own ?? styles.styleOfCode(formats[column]?.codeFor(cell) ?? null);
  };
}

/** Excel shows ##### where a date is wider than its column. */
function widthsXml(formats: readonly NewFormats[]): string {
  const widths = formats.map(({ dateCode }, column) => {
    const place = column + 1;
    return dateCode === null
      ? ""
      : `<col min="${place}" max="${place}" width="${dateCode.length + 2}" customWidth="1"/>`;
  });
  const xml = widths.join("");
  return xml === "" ? "" : `<cols>${xml}</cols>`;
}
