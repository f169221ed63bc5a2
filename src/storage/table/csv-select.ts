import type { Selection } from "../types.ts";
import { forEachRecord } from "./csv-records.ts";
import { checkWidth, columnNames } from "./csv-text.ts";
import { type CellKind, cellOf, narrowKind } from "./infer.ts";
import { checkColumns, RowPart } from "./row-part.ts";
import { type Row, rowsOf } from "./tabular-value.ts";

/** A preview infers the types of its columns from at least this many rows. */
const PREVIEW_ROWS = 1_000;

const BATCH_ROWS = 1_000;

/**
 * The selected rows of CSV text, without a table of the other rows. With a filter the types of columns are those of the whole
 * text. Without one the text is read up to the last selected row, and at least 1,000 rows: a column then has the type of its
 * cells in that part, as with `nrows` in pandas. Only a mixed column can differ from a full read.
 * @throws TaipyError as a full read does for the part that is read, and as {@link RowPart} and {@link checkColumns} do
 */
export function selectCsv(text: string, hasHeader: boolean, selection: Selection): Row[] {
  const end = selection.filter === null && selection.limit !== null ? selection.offset + selection.limit : Infinity;
  const { columns, kinds } = survey(text, hasHeader, Math.max(end, PREVIEW_ROWS));
  checkColumns(selection, columns);
  const skipped = selection.filter === null ? selection.offset : 0;
  const part = new RowPart({ ...selection, offset: selection.offset - skipped });
  let batch: unknown[][] = [];
  const flush = () => {
    part.add(rowsOf({ columns, rows: batch }));
    batch = [];
  };
  forEachRecord(text, (record, number) => {
    const row = number - Number(hasHeader);
    if (row <= skipped) return row < end;
    batch.push(kinds.map((kind, column) => cellOf(kind, record[column] ?? "")));
    if (batch.length === BATCH_ROWS) flush();
    return row < end && !part.isComplete;
  });
  flush();
  return part.rows;
}

/** The columns and their types by the first `rowLimit` rows. */
function survey(text: string, hasHeader: boolean, rowLimit: number): { columns: string[]; kinds: CellKind[] } {
  let first: readonly string[] = [];
  const kinds: CellKind[] = [];
  forEachRecord(text, (record, number) => {
    if (number === 1) {
      first = record;
      kinds.push(...record.map(() => "missing" as const));
      if (hasHeader) return true;
    }
    checkWidth(record, number, first);
    for (const [column, text] of record.entries()) kinds[column] = narrowKind(kinds[column] ?? "missing", text);
    return number - Number(hasHeader) < rowLimit;
  });
  return { columns: columnNames(first, hasHeader), kinds };
}
