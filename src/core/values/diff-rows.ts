import { TaipyError } from "../errors.ts";
import { isMapping } from "../field-errors.ts";
import { MAX_DIFFERENCES, tooManyDifferences } from "./diff-value.ts";

/** A row that only one of two tables has. `row` is its number in that table, from 0. */
export interface LoneRow {
  readonly row: number;
  readonly value: unknown;
}

/** A row that both tables have, with its differing cells. `row` is its number in the newer table, from 0. */
export interface ChangedRow {
  readonly row: number;
  /** The cells of the key columns; missing when the rows were matched without a key. */
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
 * The differences between two tables of JSON values. With key columns, rows with equal keys are matched; rows that share
 * a key are matched in their order. Without key columns, equal rows are matched at any position, and the remaining rows by
 * their position.
 * @throws TaipyError `invalid_query` when not every row has all key columns, `too_large_to_compare` for too many differences
 */
export function diffRows(
  before: readonly unknown[],
  after: readonly unknown[],
  key: readonly string[] | null,
): RowDifference {
  if (key !== null) return diffByKey(before, after, key);
  const unmatched = match(before, after, textOf);
  const removed = new Set(unmatched.removed);
  const isChanged = (row: number) => removed.has(row);
  const changed = unmatched.added.filter(isChanged);
  checkCount(unmatched.added.length + unmatched.removed.length - changed.length);
  const changedRows = new Set(changed);
  return {
    added: rowsAt(
      after,
      unmatched.added.filter((row) => !isChanged(row)),
    ),
    removed: rowsAt(
      before,
      unmatched.removed.filter((row) => !changedRows.has(row)),
    ),
    changed: changed.map((row) => ({ row, ...difference(before[row], after[row]) })),
  };
}

function diffByKey(before: readonly unknown[], after: readonly unknown[], key: readonly string[]): RowDifference {
  for (const table of [before, after]) checkKey(table, key);
  const keyOf = (row: unknown) => Object.fromEntries(key.map((column) => [column, cell(row, column)]));
  const { added, removed, pairs } = match(before, after, (row) => textOf(keyOf(row)));
  const changed: ChangedRow[] = [];
  for (const [old, row] of pairs) {
    if (textOf(before[old]) === textOf(after[row])) continue;
    changed.push({ row, key: keyOf(after[row]), ...difference(before[old], after[row]) });
    checkCount(added.length + removed.length + changed.length);
  }
  return { added: rowsAt(after, added), removed: rowsAt(before, removed), changed };
}

interface Match {
  /** Numbers of the rows of the newer table that have no partner. */
  readonly added: readonly number[];
  /** Numbers of the rows of the older table that have no partner. */
  readonly removed: readonly number[];
  readonly pairs: readonly (readonly [before: number, after: number])[];
}

/** Pairs the rows of equal texts: the first with the first, the second with the second. */
function match(before: readonly unknown[], after: readonly unknown[], textOfRow: (row: unknown) => string): Match {
  const rowsOf = new Map<string, number[]>();
  // Backwards, so that `pop` takes the first row.
  for (let row = before.length - 1; row >= 0; row -= 1) {
    const text = textOfRow(before[row]);
    const found = rowsOf.get(text);
    if (found === undefined) rowsOf.set(text, [row]);
    else found.push(row);
  }
  const added: number[] = [];
  const pairs: (readonly [number, number])[] = [];
  for (const [row, value] of after.entries()) {
    const old = rowsOf.get(textOfRow(value))?.pop();
    if (old === undefined) added.push(row);
    else pairs.push([old, row]);
  }
  return { added, removed: [...rowsOf.values()].flat().sort((a, b) => a - b), pairs };
}

function checkCount(differences: number): void {
  if (differences > MAX_DIFFERENCES) throw tooManyDifferences();
}

const rowsAt = (table: readonly unknown[], rows: readonly number[]): LoneRow[] =>
  rows.map((row) => ({ row, value: table[row] }));

/** The cells that differ; whole rows when one of them is no object. */
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

/** The same text for equal JSON values, whatever the order of their members. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === "bigint") return { integer: String(item) };
    if (!isMapping(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
