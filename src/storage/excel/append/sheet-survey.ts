import { numberedNames } from "../../table/column-names.ts";
import { unreadable } from "../archive/workbook-errors.ts";
import type { CellContext } from "../cell-value.ts";
import { namesOf } from "../read-workbook.ts";
import { type Charging, SheetSize } from "../sheet-memory.ts";
import { SheetRows } from "../sheet-rows.ts";
import { ColumnStyles } from "../write/column-formats.ts";
import { ColumnKinds } from "../write/column-kinds.ts";
import { ElementFinder } from "../xml/xml-edits.ts";
import type { XmlVisitor } from "../xml/xml-scanner.ts";
import { attribute, prefixedAttribute } from "../xml/xml-text.ts";
import { type EmptyRow, EmptyRows } from "./empty-rows.ts";
import { rangeOf } from "./ranges.ts";

/** A column as the cells below its header have it. */
export interface SurveyedColumn {
  readonly styles: ColumnStyles;
  readonly kinds: ColumnKinds;
}

/** What an append must know of a sheet; it keeps no rows. It charges the budget as a reader of the sheet does. */
export class SheetSurvey implements XmlVisitor {
  readonly dimension = new ElementFinder("dimension", "worksheet");
  readonly sheetData = new ElementFinder("sheetData", "worksheet");
  readonly size: SheetSize;
  /** The ids of the sheet's relations to tables. */
  readonly tables: string[] = [];
  hasFormulas = false;
  /** The first merged cells that reach into the rows that will follow; null = none do. */
  mergedBelow: string | null = null;
  /** Where the last row ends that is not empty; null = all are. */
  lastRowEnd: number | null = null;
  readonly #columns: SurveyedColumn[] = [];
  readonly #where: string;
  readonly #hasHeader: boolean;
  readonly #room: number;
  readonly #rows: SheetRows;
  readonly #emptyRows: EmptyRows;
  readonly #styles: CellContext["styles"];
  readonly #budget: Charging;
  #header: readonly unknown[] = [];

  /**
   * @param where names the sheet
   * @param room how many rows will follow its own: the rows that stand there already are noted, and they must be empty
   */
  constructor(
    where: string,
    workbook: CellContext,
    { budget, hasHeader, room }: { readonly budget: Charging; readonly hasHeader: boolean; readonly room: number },
  ) {
    this.#where = where;
    this.#hasHeader = hasHeader;
    this.#room = room;
    this.#styles = workbook.styles;
    this.#budget = budget;
    this.size = new SheetSize(budget, where);
    this.#emptyRows = new EmptyRows(budget, where, room);
    this.#rows = new SheetRows(
      where,
      workbook,
      budget,
      (index, cells) => this.#seeRow(index, cells),
      (column, cell, style) => this.#seeCell(column, cell, style),
    );
  }

  /** The names of the columns, as a reader gives them. */
  get columnNames(): readonly string[] {
    const { width } = this.size;
    if (!this.#hasHeader) return numberedNames(width);
    return namesOf(Array.from({ length: width }, (_, column) => this.#header[column] ?? null));
  }

  /** The rows behind the last one that is not empty, by their indexes. */
  get emptyRows(): ReadonlyMap<number, EmptyRow> {
    return this.#emptyRows.rows;
  }

  column(index: number): SurveyedColumn {
    const known = this.#columns[index];
    if (known !== undefined) return known;
    const column = { styles: new ColumnStyles(), kinds: new ColumnKinds() };
    while (this.#columns.length < index) this.#columns.push({ styles: new ColumnStyles(), kinds: new ColumnKinds() });
    this.#columns[index] = column;
    return column;
  }

  open(name: string, tag: string, parent: string, start: number, end: number): void {
    this.#rows.open(name, tag, parent);
    this.dimension.open(name, tag, parent, start, end);
    this.sheetData.open(name, tag, parent, start, end);
    if (parent === "sheetData" && name === "row") this.#emptyRows.openRow(this.#rows.row, tag, start, end);
    else if (parent === "row" && name === "c") this.#emptyRows.openCell(this.#rows.column, tag, start);
    else if (parent === "c" && name === "f") this.#seeFormula();
    else if (parent === "mergeCells" && name === "mergeCell") this.#seeMerged(attribute(tag, "ref") ?? "");
    else if (parent === "tableParts" && name === "tablePart") this.#seeTable(prefixedAttribute(tag, "id") ?? "");
  }

  text(source: string, start: number, end: number, isMarkup: boolean): void {
    this.#rows.text(source, start, end, isMarkup);
  }

  close(name: string, parent: string, start: number, end: number): void {
    this.#rows.close(name, parent);
    this.dimension.close(name, parent, start, end);
    this.sheetData.close(name, parent, start, end);
    if (parent === "row" && name === "c") this.#emptyRows.closeCell(end);
    else if (parent === "sheetData" && name === "row" && this.#emptyRows.closeRow(start, end)) this.lastRowEnd = end;
  }

  #seeRow(index: number, cells: readonly unknown[]): void {
    if (index < this.size.rows) {
      throw unreadable(
        this.#where,
        `row ${index + 1} stands behind row ${this.size.rows}, so that no rows can be added`,
      );
    }
    if (index === 0 && this.#hasHeader) this.#header = cells;
    this.size.add(index, cells.length);
  }

  #seeCell(index: number, cell: unknown, style: number): void {
    this.#emptyRows.fillRow();
    if (cell === null || (this.#rows.row === 0 && this.#hasHeader)) return;
    const { styles, kinds } = this.column(index);
    styles.see(style, this.#styles.shown(style));
    kinds.see(cell);
  }

  #seeFormula(): void {
    this.hasFormulas = true;
    this.#emptyRows.seeFormula();
  }

  /** Merged cells are listed behind the rows. */
  #seeMerged(text: string): void {
    const range = rangeOf(text);
    const first = this.size.rows + 1;
    if (range !== null && range.bottom >= first && range.top < first + this.#room) this.mergedBelow ??= text;
  }

  #seeTable(id: string): void {
    this.#budget.charge("dictionaryEntries", 1, this.#where);
    this.tables.push(id);
  }
}
