import type { Budget } from "../../core/values/budget.ts";
import { distinctNames, numberedNames } from "../table/column-names.ts";
import { isMissing } from "../table/infer.ts";
import { blankRow, type Row } from "../table/tabular-value.ts";
import { Archive } from "./archive/archive.ts";
import { unreadable } from "./archive/workbook-errors.ts";
import { CellStyles } from "./cell-styles.ts";
import type { CellContext } from "./cell-value.ts";
import { SharedTexts } from "./shared-texts.ts";
import { SheetSize, whereOf } from "./sheet-memory.ts";
import { SheetRows } from "./sheet-rows.ts";
import { scan, type WorkbookParts, workbookParts } from "./workbook-parts.ts";

// docs/decisions/052-workbooks-are-read-in-one-pass.md

interface OwnTable {
  readonly columns: readonly string[];
  /** The caller may change them. */
  readonly rows: unknown[][];
}

/** A workbook whose sheets are read when they are asked for. */
export class Workbook {
  readonly archive: Archive;
  readonly parts: WorkbookParts;
  readonly #budget: Budget;
  #cellContext: CellContext | null = null;

  private constructor(archive: Archive, parts: WorkbookParts, budget: Budget) {
    this.archive = archive;
    this.parts = parts;
    this.#budget = budget;
  }

  /** @throws TaipyError `invalid_value` for bytes that are no workbook; `value_too_large` */
  static async open(bytes: Uint8Array, budget: Budget): Promise<Workbook> {
    const archive = Archive.open(bytes, budget);
    return new Workbook(archive, await workbookParts(archive, budget), budget);
  }

  /** The names of the sheets in their order. */
  get sheetNames(): string[] {
    return [...this.parts.sheets.keys()];
  }

  hasSheet(name: string): boolean {
    return this.parts.sheets.has(name);
  }

  /** The part of a sheet. @throws TaipyError `invalid_value` when the workbook does not say which it is */
  partOf(sheet: string): string {
    const part = this.parts.sheets.get(sheet) ?? null;
    if (part === null) throw unreadable(whereOf(sheet), "the workbook does not say which part it is");
    return part;
  }

  /**
   * A sheet as pandas reads it: with a header its first row names the columns, else they are "0", "1", …. Empty rows count
   * up to the last that is not.
   * @throws TaipyError `invalid_value` when the sheet cannot be read; `value_too_large`
   */
  async table(sheet: string, hasHeader: boolean): Promise<OwnTable> {
    const where = whereOf(sheet);
    const rows: unknown[][] = [];
    const size = new SheetSize(this.#budget, where);
    const sink = (index: number, cells: unknown[]) => {
      size.add(index, cells.length);
      while (rows.length < index) rows.push([]);
      // A copy has no room to grow.
      rows[index] = index === 0 && hasHeader ? cells.slice() : cells.map(presentCell);
    };
    await scan(this.archive, this.partOf(sheet), new SheetRows(where, await this.cells(), this.#budget, sink));
    for (const cells of rows) while (cells.length < size.width) cells.push(null);
    const columns = hasHeader ? namesOf(rows.shift() ?? []) : numberedNames(size.width);
    size.settle(columns, rows.length);
    return { columns, rows };
  }

  /** The rows of a sheet as objects. @throws as {@link table} does */
  async rows(sheet: string, hasHeader: boolean): Promise<Row[]> {
    const { columns, rows } = await this.table(sheet, hasHeader);
    const blank = blankRow(columns);
    // Each object takes the place of its cells: the list is never in memory twice.
    const objects: (Row | readonly unknown[])[] = rows;
    for (const [index, cells] of rows.entries()) {
      const row = { ...blank };
      for (let column = 0; column < columns.length; column += 1) row[columns[column] ?? ""] = cells[column];
      objects[index] = row;
    }
    return objects as Row[];
  }

  /** The parts that all sheets share; they are read once. */
  async cells(): Promise<CellContext> {
    this.#cellContext ??= await this.#readCellContext();
    return this.#cellContext;
  }

  async #readCellContext(): Promise<CellContext> {
    const { sharedTexts, styles, is1904 } = this.parts;
    const shared = new SharedTexts(sharedTexts ?? "", this.#budget);
    if (sharedTexts !== null) await scan(this.archive, sharedTexts, shared);
    const cellStyles = new CellStyles(styles ?? "", this.#budget);
    if (styles !== null) await scan(this.archive, styles, cellStyles);
    return { texts: shared.texts, styles: cellStyles, is1904 };
  }
}

/** The names of columns by the cells of a header. */
export const namesOf = (header: readonly unknown[]): string[] => distinctNames(header.map(nameOf));

function nameOf(cell: unknown): string {
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "True" : "False";
  return cell instanceof Date ? cell.toISOString() : String(cell);
}

/** A cell below the header: pandas takes some texts as missing, as in csv. */
export const presentCell = (cell: unknown): unknown => (typeof cell === "string" && isMissing(cell) ? null : cell);
