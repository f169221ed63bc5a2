import { TaipyError } from "../errors.ts";
import { isMapping } from "../field-errors.ts";
import { cut, listed } from "../listed.ts";
import { columnOrder, inOrder } from "./columns/column-order.ts";
import { columnsOf, type Filter, type FilterShape, filterValue } from "./filter.ts";

/** The part of a value that a request selects. */
export interface Selection {
  readonly filter: Filter | null;
  /** Columns of a table in this order; null = all. */
  readonly columns: readonly string[] | null;
  readonly offset: number;
  /** null = to the end. */
  readonly limit: number | null;
}

/** The selected part, and the number of rows that match the filter, without offset and limit; null = not known. */
export interface Selected {
  readonly value: unknown;
  readonly total: number | null;
}

export const isWhole = ({ filter, columns, offset, limit }: Selection): boolean =>
  filter === null && columns === null && offset === 0 && limit === null;

/**
 * The selected part of a value that has been read as a whole.
 * @throws TaipyError `invalid_filter` as {@link filterValue} does; `invalid_query` when rows or columns are chosen of a value
 *   that has none
 */
export function selectFrom(value: unknown, selection: Selection, shape: FilterShape): Selected {
  const { filter, columns, offset, limit } = selection;
  const matching = filter === null ? value : filterValue(value, filter, shape);
  if (!Array.isArray(matching)) {
    if (columns === null && offset === 0 && limit === null) return { value: matching, total: null };
    throw new TaipyError("invalid_query", "Rows and columns can be chosen of tables and lists only.");
  }
  if (columns !== null && shape === "table") checkColumns(value, columns);
  const isCut = offset > 0 || limit !== null;
  const rows: readonly unknown[] = isCut
    ? matching.slice(offset, limit === null ? undefined : offset + limit)
    : matching;
  if (columns === null) return { value: rows, total: matching.length };
  const order = columnOrder(columns);
  return { value: rows.map((row) => project(row, columns, order)), total: matching.length };
}

/** The number of all matching rows, if a part of them shows it by having fewer rows than its limit; null = not known. */
export function totalOf({ offset, limit }: Selection, rowCount: number): number | null {
  const isLastPart = limit === null || rowCount < limit;
  return isLastPart && (rowCount > 0 || offset === 0) ? offset + rowCount : null;
}

function checkColumns(table: unknown, columns: readonly string[]): void {
  const rows = Array.isArray(table) ? table.filter(isMapping) : [];
  const existing = columnsOf(rows);
  const unknown = columns.find((name) => !existing.has(name));
  if (unknown === undefined || rows.length === 0) return;
  throw new TaipyError("invalid_query", `Column '${cut(unknown)}' does not exist. Columns: ${listed([...existing])}.`);
}

function project(row: unknown, columns: readonly string[], order: readonly string[] | null): unknown {
  if (!isMapping(row))
    throw new TaipyError("invalid_query", "Columns can be chosen only where every row is an object.");
  const cells = Object.fromEntries(columns.map((name) => [name, Object.hasOwn(row, name) ? row[name] : null]));
  return inOrder(cells, order);
}
