import { TaipyError } from "../../../core/errors.ts";
import type { Table } from "../../table/tabular-value.ts";
import { type Charging, chargeCell, whereOf } from "../sheet-memory.ts";
import { type Cell, cellOf, cellXml, columnLetters } from "./cell-xml.ts";

/** Excel's limits. */
const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;

/** How the rows of a sheet are written. */
export interface RowForm {
  readonly prefix: string;
  readonly is1904: boolean;
  /** The index of a cell's style; 0 = none. @param preset the style that its place has already; -1 = none */
  style(column: number, cell: Cell, preset: number): number;
}

/** @param rows with the header @throws TaipyError `invalid_value` */
export function checkSize(sheet: string, rows: number, columns: number): void {
  if (rows <= MAX_ROWS && columns <= MAX_COLUMNS) return;
  const size = `${rows} rows of ${columns} columns`;
  throw new TaipyError("invalid_value", `The sheet "${sheet}" has ${size}; Excel holds ${MAX_ROWS} of ${MAX_COLUMNS}.`);
}

/** The rows of a sheet as XML. */
export class RowsXml {
  readonly #sheet: string;
  readonly #columns: readonly string[];
  readonly #letters: readonly string[];
  readonly #form: RowForm;
  readonly #where: string;

  /** @param sheet its name */
  constructor(sheet: string, columns: readonly string[], form: RowForm) {
    this.#sheet = sheet;
    this.#columns = columns;
    this.#letters = columns.map((_, column) => columnLetters(column));
    this.#form = form;
    this.#where = whereOf(sheet);
  }

  /** The names of the columns. @throws TaipyError `invalid_value` for a name that Excel can't hold */
  headerCells(): Cell[] {
    return this.#columns.map((name) => cellOf(name, this.#form.is1904, () => "a name of a column"));
  }

  /** @param index of the row in the written table @throws TaipyError `invalid_value` for a cell that Excel can't hold */
  cells(row: Table["rows"][number], index: number): Cell[] {
    return row.map((value, column) =>
      cellOf(
        value,
        this.#form.is1904,
        () => `row ${index + 1} of column "${this.#columns[column]}" in "${this.#sheet}"`,
      ),
    );
  }

  /** Charges what a reader will for the texts and dates of a row. */
  charge(budget: Charging, cells: readonly Cell[]): void {
    for (const cell of cells) chargeCell(budget, cell, this.#where);
  }

  /** @param at the index of the row in the sheet */
  row(cells: readonly Cell[], at: number, isHeader = false): string {
    const { prefix } = this.#form;
    const children = cells.map((cell, column) => this.cell(cell, { at, column, preset: -1, isHeader })).join("");
    return `<${prefix}row r="${at + 1}">${children === "" ? this.emptyText(at) : children}</${prefix}row>`;
  }

  /** The only cell of a row without values: a reader counts no row behind the last one with a cell. */
  emptyText(at: number): string {
    const { prefix } = this.#form;
    return `<${prefix}c r="A${at + 1}" t="inlineStr"><${prefix}is><${prefix}t></${prefix}t></${prefix}is></${prefix}c>`;
  }

  /** "" for a cell without a value. */
  cell(cell: Cell, { at, column, preset, isHeader }: CellOfRow): string {
    if (cell === null) return "";
    const { prefix, is1904 } = this.#form;
    const style = isHeader ? preset : this.#form.style(column, cell, preset);
    return cellXml(cell, { place: `${this.#letters[column]}${at + 1}`, style, prefix, is1904 });
  }
}

interface CellOfRow {
  /** The index of the row in the sheet. */
  readonly at: number;
  readonly column: number;
  /** The style that its place has already; -1 = none. */
  readonly preset: number;
  readonly isHeader: boolean;
}
