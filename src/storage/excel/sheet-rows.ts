import { unreadable } from "./archive/workbook-errors.ts";
import { type CellContext, cellValue } from "./cell-value.ts";
import { isCellText } from "./shared-texts.ts";
import { type Charging, chargeCell } from "./sheet-memory.ts";
import { TextBuffer } from "./text-buffer.ts";
import type { XmlVisitor } from "./xml/xml-scanner.ts";
import { attribute } from "./xml/xml-text.ts";

/** Receives each row of a sheet that is not empty. `cells` ends with one that is not null; a row may have an empty text alone. */
export type RowSink = (index: number, cells: unknown[]) => void;

/** Receives each cell that is not empty; null = an empty text. @param style its index in the workbook; -1 = none */
export type CellSink = (column: number, cell: unknown, style: number) => void;

/** Excel's limit. */
const MAX_COLUMNS = 16_384;

/** Reads the cells of a sheet. It charges the budget for texts and dates, the sink for rows and cells. */
export class SheetRows implements XmlVisitor {
  readonly #where: string;
  readonly #workbook: CellContext;
  readonly #budget: Charging;
  readonly #sink: RowSink;
  readonly #cellSink: CellSink | null;
  readonly #buffer: TextBuffer;
  #row = -1;
  #cells: unknown[] = [];
  #column = -1;
  #type = "";
  #style = -1;
  #value = "";
  #inlineText = "";
  #hasInlineText = false;
  /** Whether a cell of the row has an empty text: a write marks rows without values so. */
  #hasEmptyText = false;
  /** Whether the text of the innermost element is one of the cell. */
  #isText = false;

  /** @param where names the sheet */
  constructor(where: string, workbook: CellContext, budget: Charging, sink: RowSink, cellSink: CellSink | null = null) {
    this.#where = where;
    this.#workbook = workbook;
    this.#budget = budget;
    this.#sink = sink;
    this.#cellSink = cellSink;
    this.#buffer = new TextBuffer(budget, where);
  }

  /** The index of the row that was opened last, and that of the cell's column. */
  get row(): number {
    return this.#row;
  }

  get column(): number {
    return this.#column;
  }

  open(name: string, tag: string, parent: string): void {
    this.#isText = isValue(name, parent) || isCellText(name, parent);
    if (name === "c" && parent === "row") this.#openCell(tag);
    else if (name === "row" && parent === "sheetData") this.#openRow(tag);
  }

  text(source: string, start: number, end: number, isMarkup: boolean): void {
    if (this.#isText) this.#buffer.add(source, start, end, isMarkup);
  }

  close(name: string, parent: string): void {
    this.#isText = false;
    if (isValue(name, parent)) {
      this.#buffer.endRun();
      this.#value = this.#buffer.take();
    } else if (isCellText(name, parent)) this.#buffer.endRun();
    else if (name === "is" && parent === "c") {
      this.#inlineText = this.#buffer.take();
      this.#hasInlineText = true;
    } else if (name === "c" && parent === "row") this.#closeCell();
    else if (name === "row" && parent === "sheetData" && (this.#cells.length > 0 || this.#hasEmptyText)) {
      this.#sink(this.#row, this.#cells);
    }
  }

  #openRow(tag: string): void {
    const given = attribute(tag, "r");
    this.#row = given === undefined ? this.#row + 1 : Number(given) - 1;
    if (!Number.isInteger(this.#row) || this.#row < 0) throw unreadable(this.#where, `there is no row "${given}"`);
    this.#cells = [];
    this.#hasEmptyText = false;
    this.#column = -1;
  }

  #openCell(tag: string): void {
    const place = attribute(tag, "r");
    this.#column = place === undefined ? this.#column + 1 : columnOf(place);
    if (this.#column < 0 || this.#column >= MAX_COLUMNS) {
      throw unreadable(this.#where, `there is no cell "${place ?? this.#column}"`);
    }
    this.#type = attribute(tag, "t") ?? "";
    this.#style = Number(attribute(tag, "s") ?? -1);
    this.#value = "";
    this.#inlineText = "";
    this.#hasInlineText = false;
  }

  #closeCell(): void {
    const raw = { type: this.#type, style: this.#style, value: this.#value, inlineText: this.#inlineText };
    const cell = cellValue(raw, this.#workbook);
    if (cell === null) {
      if (this.#type !== "inlineStr" || !this.#hasInlineText) return;
      this.#hasEmptyText = true;
      this.#cellSink?.(this.#column, null, this.#style);
      return;
    }
    chargeCell(this.#budget, cell, this.#where);
    this.#cellSink?.(this.#column, cell, this.#style);
    while (this.#cells.length < this.#column) this.#cells.push(null);
    this.#cells[this.#column] = cell;
  }
}

const isValue = (name: string, parent: string) => name === "v" && parent === "c";

const LETTER_A = 0x41;
const LETTERS = 26;

/** The column of a place such as "AB12"; -1 = no place. */
function columnOf(place: string): number {
  let column = 0;
  for (let at = 0; at < place.length; at += 1) {
    const letter = (place.charCodeAt(at) & ~0x20) - LETTER_A;
    if (letter < 0 || letter >= LETTERS) break;
    column = column * LETTERS + letter + 1;
  }
  return column - 1;
}
