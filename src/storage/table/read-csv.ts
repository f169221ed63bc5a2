import { TaipyError } from "../../core/errors.ts";
import type { Budget } from "../../core/values/budget.ts";
import type { Selection } from "../types.ts";
import { distinctNames, numberedNames } from "./column-names.ts";
import { forEachRecord } from "./csv-records.ts";
import { type CellKind, cellOf, isLongInteger, LONGEST_SAFE, narrowKind } from "./infer.ts";
import { checkColumns, RowPart } from "./row-part.ts";
import { chargeRows } from "./table-memory.ts";
import { blankRow, type Row } from "./tabular-value.ts";

/** A preview infers the types of its columns from at least this many rows. */
const PREVIEW_ROWS = 1_000;

const BATCH_ROWS = 1_000;

/** CSV text, how it is read, and the memory that its rows may take. */
export interface CsvSource {
  readonly text: string;
  readonly hasHeader: boolean;
  readonly budget: Budget;
}

/**
 * The selected rows of CSV text, as pandas reads them: short rows filled with nulls; without a header the columns are "0", "1",
 * …. The text is read twice, so that nothing but the selected rows is kept, and they are charged before they are made. With a
 * filter, and without a limit, the types of columns are those of the whole text. Else the text is read up to the last selected
 * row, and at least 1,000 rows: a column then has the type of its cells in that part, as with `nrows` in pandas. Only a mixed
 * column can differ from a full read.
 * @throws TaipyError `invalid_value` for a row with too many fields or a quote that never ends, `value_too_large`, and as
 *   {@link RowPart} and {@link checkColumns} do
 */
export function readCsv(source: CsvSource, selection: Selection): Row[] {
  const { filter, columns: chosen, offset, limit } = selection;
  const end = filter === null && limit !== null ? offset + limit : Infinity;
  const survey = surveyOf(source, Math.max(end, PREVIEW_ROWS));
  checkColumns(selection, survey.columns);
  const kept = chosen ?? survey.columns;
  const skipped = filter === null ? offset : 0;
  if (filter === null) chargeRows(source.budget, kept, Math.max(0, Math.min(end, survey.rows) - skipped));
  const part = new RowPart({ ...selection, offset: offset - skipped });
  const makeRow = rowMaker(survey, namesToRead(selection, survey.columns));
  let batch: Row[] = [];
  const flush = () => {
    const before = part.rows.length;
    part.add(batch);
    if (filter !== null) chargeRows(source.budget, kept, part.rows.length - before);
    batch = [];
  };
  forEachRecord(source.text, source.budget, (record, number) => {
    const row = number - Number(source.hasHeader);
    if (row > end || part.isComplete) return false;
    if (row <= skipped) return true;
    batch.push(makeRow(record));
    if (batch.length === BATCH_ROWS) flush();
    return row < end && !part.isComplete;
  });
  flush();
  return part.rows;
}

/** The names of the columns; null when the text has no record. Reads the first record only. */
export function columnsOfCsv({ text, hasHeader, budget }: CsvSource): string[] | null {
  let columns: string[] | null = null;
  forEachRecord(text, budget, (record) => {
    columns = columnNames(record, hasHeader, budget);
    return false;
  });
  return columns;
}

/** How many rows there are. @throws as {@link readCsv} does for text that can't be read */
export const rowCountOf = (source: CsvSource): number => surveyOf(source, Infinity).rows;

interface Survey {
  readonly columns: readonly string[];
  readonly kinds: readonly CellKind[];
  readonly rows: number;
}

/** The columns and their types by the first `rowLimit` rows, and how many of these there are. */
function surveyOf({ text, hasHeader, budget }: CsvSource, rowLimit: number): Survey {
  let columns: readonly string[] = [];
  let kinds: CellKind[] = [];
  let rows = 0;
  forEachRecord(text, budget, (record, number) => {
    if (number === 1) {
      columns = columnNames(record, hasHeader, budget);
      kinds = record.map(() => "missing");
      if (hasHeader) return true;
    }
    checkWidth(record, number, columns.length);
    for (let column = 0; column < record.length; column += 1) {
      const kind = kinds[column] ?? "missing";
      if (kind === "text") continue;
      const text = record[column] ?? "";
      kinds[column] = narrowKind(kind, text);
      if (text.length > LONGEST_SAFE && isLongInteger(text)) budget.charge("digits", text.length, `row ${number}`);
    }
    rows += 1;
    return rows < rowLimit;
  });
  return { columns, kinds, rows };
}

function columnNames(first: readonly string[], hasHeader: boolean, budget: Budget): string[] {
  budget.charge("columns", first.length, "row 1");
  return hasHeader ? distinctNames(first) : numberedNames(first.length);
}

/** The selected columns, and those that the filter compares; all when one is unknown: the refusal lists them. */
function namesToRead({ filter, columns }: Selection, existing: readonly string[]): readonly string[] {
  if (columns === null) return existing;
  const names = new Set([...columns, ...(filter?.conditions.map(({ key }) => key) ?? [])]);
  const known = new Set(existing);
  for (const name of names) if (!known.has(name)) return existing;
  return [...names];
}

/** Makes rows of the named columns. */
function rowMaker({ columns, kinds }: Survey, names: readonly string[]): (record: readonly string[]) => Row {
  const indexOf = new Map(columns.map((name, index) => [name, index]));
  const indexes = names.map((name) => indexOf.get(name) ?? 0);
  const blank = blankRow(names);
  return (record) => {
    const row = { ...blank };
    for (let at = 0; at < names.length; at += 1) {
      const column = indexes[at] ?? 0;
      row[names[at] ?? ""] = cellOf(kinds[column] ?? "missing", record[column] ?? "");
    }
    return row;
  };
}

/** @throws TaipyError `invalid_value` when a record has more fields than the first one */
function checkWidth(record: readonly string[], number: number, width: number): void {
  if (record.length <= width) return;
  const message = `The CSV text has ${record.length} fields in row ${number}, but ${width} columns.`;
  throw new TaipyError("invalid_value", message);
}
