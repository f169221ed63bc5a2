import type { DecodedArray, RowGroup, SchemaTree } from "hyparquet";
import type { Budget } from "../../../core/values/budget.ts";
import { chargeRows } from "../../table/table-memory.ts";
import { assembleNested, DEFAULT_PARSERS } from "../parquet-library.ts";
import type { Unpack } from "../unpack/codecs.ts";
import { chargeContents, checkReadable, conversionOf, fullLists, sizesOf } from "./cell-contents.ts";
import { type Chunk, Pages } from "./column-pages.ts";
import { Loan } from "./loan.ts";
import { wholeNumber } from "./page-header.ts";
import { isFlat, type Leaf, leavesOf, makesObjects } from "./schema.ts";

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
  // Of columns with the same name the first is read.
  const first = part.group.columns.toReversed();
  const chunks = new Map(first.map((chunk) => [keyOf(chunk.meta_data?.path_in_schema ?? []), chunk]));
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

/** Rows that become objects at once: the library makes several lists of each object on the way. */
const BATCH_ROWS = 256;
/** Lists of the leaves on the way to objects, in lists. */
const LISTS_ON_THE_WAY = 5;

function readNested(reader: ColumnReader): Cells {
  const { part, column, budget, rowCharges, where } = reader;
  const loan = new Loan(budget);
  const leaves = leavesOf(part.root, column).map((leaf) => readLeaf(reader, leaf, loan));
  const { start, end } = part.range;
  for (const { data, skipped } of leaves) {
    if (skipped + data.length >= end) continue;
    throw new Error(`it has ${skipped + data.length} rows, and the row group declares more`);
  }
  const convert = conversionOf(column);
  const cells: Cells = [];
  for (let row = start; row < end; row += BATCH_ROWS) {
    const batch = new Loan(budget);
    for (const value of assembled(reader, leaves, { start: row, end: Math.min(row + BATCH_ROWS, end) }, batch)) {
      const cell = convert(value);
      chargeContents(cell, rowCharges, where);
      cells.push(cell);
    }
    batch.repay();
  }
  loan.repay();
  return cells;
}

function assembled(
  { column, where }: ColumnReader,
  leaves: readonly LeafData[],
  { start, end }: RowRange,
  loan: Loan,
): DecodedArray {
  const values = new Map<string, DecodedArray>();
  // Each leaf may have skipped other pages before the selected rows.
  for (const { leaf, data, skipped } of leaves) {
    const rows = data.slice(start - skipped, end - skipped);
    if (makesObjects(column)) loan.charge("containers", LISTS_ON_THE_WAY * sizesOf(rows).lists, where);
    values.set(leaf.path.at(-1)?.path.join(".") ?? "", rows);
  }
  assembleNested(values, column, DEFAULT_PARSERS);
  const rows = values.get(column.path.join("."));
  if (rows?.length === end - start) return rows;
  throw new Error("its members have different rows");
}

/** All rows of a leaf up to the last selected one, after `skipped` rows in pages that know their rows. */
interface LeafData {
  readonly leaf: Leaf;
  readonly data: DecodedArray;
  readonly skipped: number;
}

function readLeaf(reader: ColumnReader, leaf: Leaf, loan: Loan): LeafData {
  const { part, unpack, budget, where } = reader;
  const { start, end } = part.range;
  const pages = new Pages(chunkOf(reader, leaf), unpack, budget);
  const data: unknown[] = [];
  let skipped = 0;
  /** What the pages of the last row have taken, which may go on in the next page. */
  let open: Loan[] = [];
  /** Keeps rows as full lists, in place of those that had room to grow. */
  const keep = (from: number, to: number): void => {
    for (let row = from; row < to; row += 1) data[row] = fullLists(data[row]);
    const { lists, items } = sizesOf(data.slice(from, to));
    loan.charge("containers", lists, where);
    loan.charge("items", items, where);
  };
  let kept = 0;
  // A row is complete when the next one has begun.
  while (skipped + data.length <= end) {
    const pageLoan = new Loan(budget);
    const page = pages.next(pageLoan);
    if (page === null) break;
    if (page.values === 0) continue;
    if (page.rows !== null && data.length === 0 && skipped + page.rows <= start) {
      skipped += page.rows;
      continue;
    }
    const values = pages.decode(page, pageLoan, data);
    if (values !== data) for (const value of values) data.push(value);
    open.push(pageLoan);
    if (data.length - 1 <= kept) continue;
    keep(kept, data.length - 1);
    kept = data.length - 1;
    for (const earlier of open.slice(0, -1)) earlier.repay();
    open = [pageLoan];
  }
  keep(kept, data.length);
  for (const earlier of open) earlier.repay();
  pages.close();
  return { leaf, data, skipped };
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
