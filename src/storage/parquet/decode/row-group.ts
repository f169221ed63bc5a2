import type { DecodedArray, RowGroup, SchemaTree } from "hyparquet";
import type { Budget } from "../../../core/values/budget.ts";
import { chargeRows } from "../../table/table-memory.ts";
import { assembleNested, DEFAULT_PARSERS } from "../parquet-library.ts";
import type { Unpack } from "../unpack/codecs.ts";
import { chargeContents, checkReadable, conversionOf } from "./cell-contents.ts";
import { type Chunk, Pages } from "./column-pages.ts";
import { Loan } from "./loan.ts";
import { wholeNumber } from "./page-header.ts";
import { isFlat, type Leaf, leavesOf } from "./schema.ts";

/** Rows from `start` up to, not including, `end`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** What to read of one row group. */
export interface GroupPart {
  readonly file: Uint8Array;
  readonly root: SchemaTree;
  readonly group: RowGroup;
  /** Counts from 1. */
  readonly number: number;
  /** Rows of the group. */
  readonly range: RowRange;
  readonly columns: readonly SchemaTree[];
}

type Cells = unknown[];

/**
 * The cells of some columns, column by column. Everything is charged before it is made.
 * @throws Error when the row group is malformed
 */
export function readGroup(part: GroupPart, unpack: Unpack, budget: Budget, rowCharges: Loan): Cells[] {
  const { columns, range, number } = part;
  const where = `row group ${number}`;
  chargeRows(
    rowCharges,
    columns.map(({ element }) => element.name),
    range.end - range.start,
  );
  const chunks = new Map(part.group.columns.map((chunk) => [keyOf(chunk.meta_data?.path_in_schema ?? []), chunk]));
  return columns.map((column) => {
    const place = `column "${column.element.name}", ${where}`;
    checkReadable(column);
    const reader = { part, chunks, unpack, budget, rowCharges, column, where: place };
    try {
      return isFlat(column) ? readFlat(reader) : readNested(reader);
    } catch (error) {
      throw named(error, place);
    }
  });
}

interface ColumnReader {
  readonly part: GroupPart;
  readonly chunks: ReadonlyMap<string, RowGroup["columns"][number]>;
  readonly unpack: Unpack;
  readonly budget: Budget;
  readonly rowCharges: Loan;
  readonly column: SchemaTree;
  readonly where: string;
}

/** Pages before the selected rows are not unpacked, nor those after them. */
function readFlat(reader: ColumnReader): Cells {
  const { part, column, budget, unpack, rowCharges, where } = reader;
  const { start, end } = part.range;
  const cells: Cells = [];
  const convert = conversionOf(column);
  for (const leaf of leavesOf(part.root, column)) {
    const pages = new Pages(chunkOf(reader, leaf), unpack, budget);
    const loan = new Loan(budget);
    for (let row = 0; row < end; ) {
      const page = pages.next(loan);
      if (page === null) throw new Error(`it has ${row} rows, and the row group declares more`);
      const next = row + page.values;
      if (next > start && page.values > 0) {
        const values = pages.decode(page, loan);
        for (let index = Math.max(0, start - row); index < Math.min(page.values, end - row); index++) {
          const cell = convert(values[index]);
          if (typeof cell === "string" || typeof cell === "object") chargeContents(cell, rowCharges, where);
          cells.push(cell);
        }
      }
      loan.repay();
      row = next;
    }
    pages.close();
  }
  return cells;
}

function readNested(reader: ColumnReader): Cells {
  const { part, column, budget, rowCharges, where } = reader;
  const loan = new Loan(budget);
  const leaves = leavesOf(part.root, column).map((leaf) => [leaf, readLeaf(reader, leaf, loan)] as const);
  // Each leaf may have skipped other pages before the selected rows.
  const { start, end } = part.range;
  const values = new Map<string, DecodedArray>();
  for (const [leaf, { data, skipped }] of leaves) {
    if (skipped + data.length < end)
      throw new Error(`it has ${skipped + data.length} rows, and the row group declares more`);
    values.set(leaf.path.at(-1)?.path.join(".") ?? "", data.slice(start - skipped, end - skipped));
  }
  assembleNested(values, column, DEFAULT_PARSERS);
  const assembled = values.get(column.path.join("."));
  if (assembled === undefined || assembled.length !== end - start) throw new Error("its members have different rows");
  loan.repay();
  const convert = conversionOf(column);
  return Array.from(assembled, (value) => {
    const cell = convert(value);
    chargeContents(cell, rowCharges, where);
    return cell;
  });
}

/** All rows of a leaf up to the last selected one, after `skipped` rows in pages that know their rows. */
function readLeaf(reader: ColumnReader, leaf: Leaf, loan: Loan): { data: DecodedArray; skipped: number } {
  const { part, unpack, budget } = reader;
  const { start, end } = part.range;
  const pages = new Pages(chunkOf(reader, leaf), unpack, budget);
  const parts: DecodedArray[] = [];
  let skipped = 0;
  // A row is complete when the next one has begun.
  for (let rows = 0; rows <= end; rows = skipped + parts.reduce((sum, { length }) => sum + length, 0)) {
    const page = pages.next(loan);
    if (page === null) break;
    if (page.values === 0) continue;
    if (page.rows !== null && parts.length === 0 && skipped + page.rows <= start) {
      skipped += page.rows;
      continue;
    }
    const before = parts.at(-1);
    const values = pages.decode(page, loan, before);
    if (values !== before) parts.push(values);
  }
  pages.close();
  const [first, ...others] = parts;
  if (others.length === 0) return { data: first ?? [], skipped };
  const data: unknown[] = [];
  for (const values of parts) for (const value of values) data.push(value);
  return { data, skipped };
}

/** Where a leaf lies in the file. @throws Error when the row group lacks it, or it lies elsewhere */
function chunkOf({ part, chunks, where }: ColumnReader, leaf: Leaf): Chunk {
  const { file, group } = part;
  const chunk = chunks.get(keyOf(leaf.path.at(-1)?.path ?? []));
  const metadata = chunk?.meta_data;
  if (metadata === undefined) throw new Error("the row group does not have it");
  if (chunk?.file_path !== undefined) throw new Error("it lies in another file");
  if (metadata.type !== leaf.element.type)
    throw new Error(`it has the type ${metadata.type}, in the schema ${leaf.element.type}`);
  const offset = metadata.dictionary_page_offset || metadata.data_page_offset;
  const start = wholeNumber(offset, "its place in the file");
  const size = wholeNumber(metadata.total_compressed_size, "its size");
  if (leaf.maxRepetition === 0 && wholeNumber(metadata.num_values, "its number of values") !== Number(group.num_rows)) {
    throw new Error(`it has ${metadata.num_values} values in ${group.num_rows} rows`);
  }
  return { file, leaf, metadata, start: Math.min(start, file.length), end: Math.min(start + size, file.length), where };
}

const keyOf = (path: readonly string[]): string => path.join("\0");

/** A failure of the library or of a check, with the place. */
function named(error: unknown, where: string): unknown {
  if (!(error instanceof Error) || error.name === "TaipyError") return error;
  return new Error(`${where}: ${error.message}`, { cause: error });
}
