import type { Selection } from "../types.ts";
import { forEachRecord } from "./csv-records.ts";
import { checkWidth, columnNames } from "./csv-text.ts";
import { type CellKind, cellOf, narrowKind } from "./infer.ts";
import { checkColumns, RowPart } from "./row-part.ts";
import { type Row, rowsOf } from "./table.ts";

/** A preview infers the types of its columns from at least so many rows. */
export const PREVIEW_ROWS = 1_000;

const BATCH_ROWS = 1_000;

/**
 * The selected rows of CSV text, without making a table of the others. With a filter the types of columns are those of the
 * whole text. Without one nothing behind the last selected row is looked at, or behind the first 1,000: a column is then of
 * the type of its cells up to there, as `nrows` does it in pandas. Only a mixed column can differ from a full read.
 * @throws TaipyError as a full read does for the part that is looked at, and as {@link RowPart} and {@link checkColumns} do
 */
export function selectCsv(text: string, hasHeader: boolean, selection: Selection): Row[] {
  const end = selection.filter === null && selection.limit !== null ? selection.offset + selection.limit : Infinity;
  const { columns, kinds } = survey(text, hasHeader, Math.max(end, PREVIEW_ROWS));
  checkColumns(selection, columns);
  const part = new RowPart(selection);
  let batch: unknown[][] = [];
  const flush = () => {
    part.add(rowsOf({ columns, rows: batch }));
    batch = [];
  };
  forEachRecord(text, (record, number) => {
    if (hasHeader && number === 1) return true;
    batch.push(kinds.map((kind, column) => cellOf(kind, record[column] ?? "")));
    if (batch.length === BATCH_ROWS || number - Number(hasHeader) >= end) flush();
    return !part.isComplete;
  });
  flush();
  return part.rows;
}

/** The columns and their types, as far as `rowLimit` rows tell. */
function survey(text: string, hasHeader: boolean, rowLimit: number): { columns: string[]; kinds: CellKind[] } {
  let first: readonly string[] = [];
  let kinds: CellKind[] = [];
  forEachRecord(text, (record, number) => {
    if (number === 1) {
      first = record;
      kinds = record.map(() => "missing");
      if (hasHeader) return true;
    }
    checkWidth(record, number, first);
    kinds = kinds.map((kind, column) => narrowKind(kind, record[column] ?? ""));
    return number - Number(hasHeader) < rowLimit;
  });
  return { columns: columnNames(first, hasHeader), kinds };
}
