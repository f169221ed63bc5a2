import { TaipyError } from "../../core/errors.ts";
import { cut, listed } from "../../core/listed.ts";
import { columnOrder, inOrder } from "../../core/values/columns/column-order.ts";
import { filterValue } from "../../core/values/filter.ts";
import type { Selection } from "../types.ts";
import type { Row } from "./tabular-value.ts";

/** Collects the selected rows of a table that is added in batches, from the first row on. */
export class RowPart {
  readonly rows: Row[] = [];
  readonly #selection: Selection;
  readonly #order: readonly string[] | null;
  #toSkip: number;

  constructor(selection: Selection) {
    this.#selection = selection;
    this.#order = selection.columns === null ? null : columnOrder(selection.columns);
    this.#toSkip = selection.offset;
  }

  /** Whether no further row can be part of the selection. */
  get isComplete(): boolean {
    return this.#selection.limit !== null && this.rows.length >= this.#selection.limit;
  }

  /** @throws TaipyError `invalid_filter` as {@link filterValue} does */
  add(batch: readonly Row[]): void {
    const { filter, columns } = this.#selection;
    const matching = filter === null ? batch : (filterValue(batch, filter, "table") as Row[]);
    for (const row of matching) {
      if (this.isComplete) return;
      if (this.#toSkip > 0) this.#toSkip -= 1;
      else this.rows.push(columns === null ? row : inOrder(project(row, columns), this.#order));
    }
  }
}

/** @throws TaipyError `invalid_query` when a chosen column is not among those of the table, if it has any */
export function checkColumns({ columns }: Selection, existing: readonly string[]): void {
  if (existing.length === 0) return;
  const known = new Set(existing);
  const unknown = columns?.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new TaipyError("invalid_query", `Column '${cut(unknown)}' does not exist. Columns: ${listed(existing)}.`);
}

const project = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((name) => [name, row[name]]));
