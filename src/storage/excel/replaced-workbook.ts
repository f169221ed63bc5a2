import type { Budget } from "../../core/values/budget.ts";
import { compared } from "../../core/values/exact/compare-cells.ts";
import type { Table } from "../table/tabular-value.ts";
import type { NumberFormat } from "./cell-styles.ts";
import type { Shown } from "./number-formats.ts";
import { namesOf, presentCell, type Workbook } from "./read-workbook.ts";
import { whereOf } from "./sheet-memory.ts";
import { SheetRows } from "./sheet-rows.ts";
import { scan } from "./workbook-parts.ts";
import { ColumnKinds } from "./write/column-kinds.ts";

/** What a new value takes over from the workbook that it replaces. */
export interface Replaced {
  /** The sheets with texts as what the cells of their columns were. */
  readonly sheets: ReadonlyMap<string, Table>;
  /** The number formats that a column had, the latest last. */
  kept(sheet: string, column: string): readonly NumberFormat[];
  /** No cell differs. */
  readonly isSame: boolean;
}

/** Compares the sheets of a value with those of a workbook, of which no row is kept. @throws as a read of the workbook does */
export async function comparedWith(
  workbook: Workbook,
  sheets: ReadonlyMap<string, Table>,
  hasHeader: boolean,
  budget: Budget,
): Promise<Replaced> {
  const columns = new Map<string, ReadonlyMap<string, OldColumn>>();
  const typed = new Map<string, Table>();
  let isSame = true;
  for (const [sheet, table] of sheets) {
    const old = workbook.hasSheet(sheet) ? await oldSheet(workbook, sheet, table, { hasHeader, budget }) : null;
    isSame &&= old?.isSame === true;
    columns.set(sheet, old?.columns ?? new Map());
    typed.set(sheet, old === null ? table : typedTable(table, old.columns));
  }
  return { sheets: typed, kept: (sheet, column) => columns.get(sheet)?.get(column)?.formats ?? [], isSame };
}

interface OldColumn {
  readonly kinds: ColumnKinds;
  readonly formats: readonly NumberFormat[];
}

interface OldSheet {
  readonly columns: ReadonlyMap<string, OldColumn>;
  readonly isSame: boolean;
}

interface Reading {
  readonly hasHeader: boolean;
  readonly budget: Budget;
}

async function oldSheet(workbook: Workbook, sheet: string, table: Table, reading: Reading): Promise<OldSheet> {
  const { hasHeader, budget } = reading;
  const cells = await workbook.cells();
  const comparison = new Comparison(table, Number(hasHeader));
  /** The last style of each kind of format, by the indexes of the columns. */
  const columns: { readonly kinds: ColumnKinds; readonly styles: Map<Shown, number> }[] = [];
  let names: readonly string[] = table.columns;
  const rows: SheetRows = new SheetRows(
    whereOf(sheet),
    cells,
    budget,
    (index, row) => {
      if (index === 0 && hasHeader) names = namesOf(row);
      else comparison.see(index, row);
    },
    (index, cell, style) => {
      while (columns.length <= index) columns.push({ kinds: new ColumnKinds(), styles: new Map() });
      const column = columns[index];
      if (column === undefined || cell === null || (rows.row === 0 && hasHeader)) return;
      column.kinds.see(cell);
      const shown = cells.styles.shown(style);
      column.styles.delete(shown);
      column.styles.set(shown, style);
    },
  );
  await scan(workbook.archive, workbook.partOf(sheet), rows);
  const isNamedSo = names.length === table.columns.length && names.every((name, at) => name === table.columns[at]);
  const old = names.map((name, at): [string, OldColumn] => {
    const { kinds = new ColumnKinds(), styles = new Map<Shown, number>() } = columns[at] ?? {};
    const formats = [...styles.values()].filter((style) => style >= 0).map((style) => cells.styles.format(style));
    return [name, { kinds, formats }];
  });
  return { columns: new Map(old), isSame: isNamedSo && comparison.isSame };
}

/** Compares the rows of a sheet with those of a table, one after the other. */
class Comparison {
  readonly #table: Table;
  readonly #first: number;
  #next = 0;
  #isSame = true;

  /** @param first the index of the sheet's first row below the header */
  constructor(table: Table, first: number) {
    this.#table = table;
    this.#first = first;
  }

  /** Whether all rows have been the same, and none is left. */
  get isSame(): boolean {
    return this.#isSame && this.#next === this.#table.rows.length;
  }

  see(index: number, cells: readonly unknown[]): void {
    if (!this.#isSame) return;
    const position = index - this.#first;
    this.#isSame = position >= this.#next;
    // Rows without values are not in the sheet.
    for (; this.#isSame && this.#next < position; this.#next += 1) this.#isSame = this.#hasRow(this.#next, []);
    this.#isSame &&= this.#hasRow(position, cells);
    this.#next = position + 1;
  }

  #hasRow(position: number, cells: readonly unknown[]): boolean {
    const row = this.#table.rows[position];
    if (row === undefined || cells.length > row.length) return false;
    return row.every((given, column) => isSameCell(given, presentCell(cells[column] ?? null)));
  }
}

/** A text beside a date, a time of day or a duration is compared as one. */
function isSameCell(given: unknown, old: unknown): boolean {
  const isMissing = given === undefined || Number.isNaN(given) || presentCell(given) === null;
  return old === null || isMissing ? old === null && isMissing : compared(old, given) === 0;
}

/** Texts become what the cells of their columns were. */
function typedTable({ columns, rows }: Table, old: ReadonlyMap<string, OldColumn>): Table {
  const kinds = columns.map((name) => old.get(name)?.kinds);
  return { columns, rows: rows.map((row) => row.map((cell, column) => kinds[column]?.typed(cell) ?? cell)) };
}
