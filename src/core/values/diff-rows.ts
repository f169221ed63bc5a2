import { TaipyError } from "../errors.ts";
import { isMapping } from "../field-errors.ts";

/** A row that only one of two tables has; `row` counts from 0 in that table. */
export interface LoneRow {
  readonly row: number;
  readonly value: unknown;
}

/** A row that both tables have; only the cells that differ. `row` counts from 0 in the newer table. */
export interface ChangedRow {
  readonly row: number;
  /** The cells that the rows were matched by, if any. */
  readonly key?: Readonly<Record<string, unknown>>;
  readonly from: unknown;
  readonly to: unknown;
}

export interface RowDifference {
  readonly added: readonly LoneRow[];
  readonly removed: readonly LoneRow[];
  readonly changed: readonly ChangedRow[];
}

/**
 * What changed between two tables of JSON values. With key columns, rows of equal keys belong together, in their order
 * where a key occurs more than once. Without, equal rows do, wherever they are; of the others those at the same place.
 * @throws TaipyError `invalid_query` when a key column does not exist
 */
export function diffRows(
  before: readonly unknown[],
  after: readonly unknown[],
  key: readonly string[] | null,
): RowDifference {
  if (key !== null) return diffByKey(before, after, key);
  const lone = match(before, after, textOf);
  const gone = new Set(lone.removed);
  const isChanged = (row: number) => gone.has(row);
  const changed = lone.added.filter(isChanged);
  const places = new Set(changed);
  return {
    added: rowsAt(
      after,
      lone.added.filter((row) => !isChanged(row)),
    ),
    removed: rowsAt(
      before,
      lone.removed.filter((row) => !places.has(row)),
    ),
    changed: changed.map((row) => ({ row, ...difference(before[row], after[row]) })),
  };
}

function diffByKey(before: readonly unknown[], after: readonly unknown[], key: readonly string[]): RowDifference {
  for (const table of [before, after]) checkKey(table, key);
  const keyOf = (row: unknown) => Object.fromEntries(key.map((column) => [column, cell(row, column)]));
  const { added, removed, pairs } = match(before, after, (row) => textOf(keyOf(row)));
  const changed = pairs.flatMap(([old, row]) =>
    textOf(before[old]) === textOf(after[row])
      ? []
      : [{ row, key: keyOf(after[row]), ...difference(before[old], after[row]) }],
  );
  return { added: rowsAt(after, added), removed: rowsAt(before, removed), changed };
}

interface Match {
  /** Places in the newer table without a partner. */
  readonly added: readonly number[];
  /** Places in the older table without a partner. */
  readonly removed: readonly number[];
  readonly pairs: readonly (readonly [before: number, after: number])[];
}

/** Pairs the rows of equal texts, first with first. */
function match(before: readonly unknown[], after: readonly unknown[], textOfRow: (row: unknown) => string): Match {
  const places = new Map<string, number[]>();
  // Backwards, so that the first place is the next to be taken from the end.
  for (let row = before.length - 1; row >= 0; row -= 1) {
    const text = textOfRow(before[row]);
    const found = places.get(text);
    if (found === undefined) places.set(text, [row]);
    else found.push(row);
  }
  const added: number[] = [];
  const pairs: (readonly [number, number])[] = [];
  for (const [row, value] of after.entries()) {
    const old = places.get(textOfRow(value))?.pop();
    if (old === undefined) added.push(row);
    else pairs.push([old, row]);
  }
  return { added, removed: [...places.values()].flat().sort((a, b) => a - b), pairs };
}

const rowsAt = (table: readonly unknown[], places: readonly number[]): LoneRow[] =>
  places.map((row) => ({ row, value: table[row] }));

/** The cells that differ; rows that are not both objects as a whole. */
function difference(from: unknown, to: unknown): Pick<ChangedRow, "from" | "to"> {
  if (!isMapping(from) || !isMapping(to)) return { from, to };
  const columns = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const differing = columns.filter(
    (column) =>
      Object.hasOwn(from, column) !== Object.hasOwn(to, column) || textOf(from[column]) !== textOf(to[column]),
  );
  const cells = (row: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(differing.flatMap((column) => (Object.hasOwn(row, column) ? [[column, row[column]]] : [])));
  return { from: cells(from), to: cells(to) };
}

const cell = (row: unknown, column: string): unknown =>
  isMapping(row) && Object.hasOwn(row, column) ? row[column] : null;

function checkKey(table: readonly unknown[], key: readonly string[]): void {
  const unknown = key.find((column) => !table.every((row) => isMapping(row) && Object.hasOwn(row, column)));
  if (unknown === undefined) return;
  throw new TaipyError("invalid_query", `Not every row has the key column '${unknown}'.`);
}

/** Equal for equal JSON values, whatever the order of their members. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === "bigint") return { integer: String(item) };
    if (!isMapping(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
