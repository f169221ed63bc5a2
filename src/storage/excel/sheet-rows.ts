import type { Budget } from "../../core/values/budget.ts";
import { unreadable } from "./archive/workbook-errors.ts";
import { type CellContext, cellValue } from "./cell-value.ts";
import { isCellText } from "./shared-texts.ts";
import { chargeCell } from "./sheet-memory.ts";
import { TextBuffer } from "./text-buffer.ts";
import type { XmlVisitor } from "./xml/xml-scanner.ts";
import { attribute } from "./xml/xml-text.ts";

/** Receives each row of a sheet that is not empty. `cells` ends with one that is not null. */
export type RowSink = (index: number, cells: unknown[]) => void;

/** Excel's limit. */
const MAX_COLUMNS = 16_384;

/** Reads the cells of a sheet. It charges the budget for texts and dates, the sink for rows and cells. */
export class SheetRows implements XmlVisitor {
  readonly #where: string;
  readonly #workbook: CellContext;
  readonly #budget: Budget;
  readonly #sink: RowSink;
  readonly #buffer: TextBuffer;
  #row = -1;
  #cells: unknown[] = [];
  #column = -1;
  #type = "";
  #style = -1;
  #value = "";
  #inlineText = "";
  /** Whether the text of the innermost element is one of the cell. */
  #isText = false;

  /** @param where names the sheet */
  constructor(where: string, workbook: CellContext, budget: Budget, sink: RowSink) {
    this.#where = where;
    this.#workbook = workbook;
    this.#budget = budget;
    this.#sink = sink;
    this.#buffer = new TextBuffer(budget, where);
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
    else if (name === "is" && parent === "c") this.#inlineText = this.#buffer.take();
    else if (name === "c" && parent === "row") this.#closeCell();
    else if (name === "row" && parent === "sheetData" && this.#cells.length > 0) this.#sink(this.#row, this.#cells);
  }

  #openRow(tag: string): void {
    const given = attribute(tag, "r");
    this.#row = given === undefined ? this.#row + 1 : Number(given) - 1;
    if (!Number.isInteger(this.#row) || this.#row < 0) throw unreadable(this.#where, `there is no row "${given}"`);
    this.#cells = [];
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
  }

  #closeCell(): void {
    const raw = { type: this.#type, style: this.#style, value: this.#value, inlineText: this.#inlineText };
    const cell = cellValue(raw, this.#workbook);
    if (cell === null) return;
    chargeCell(this.#budget, cell, this.#where);
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
