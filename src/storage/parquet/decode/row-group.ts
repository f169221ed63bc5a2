import type { RowGroup } from "hyparquet";
import { TaipyError } from "../../../core/errors.ts";
import type { Budget } from "../../../core/values/budget.ts";
import { chargeRows } from "../../table/table-memory.ts";
import { UnreadableCell } from "../types/leaf-type.ts";
import type { LeafNode, Node } from "../types/tree.ts";
import type { Unpack } from "../unpack/codecs.ts";
import { readerOf } from "./assemble.ts";
import { chargeContents, checkReadable } from "./cell-contents.ts";
import { type Chunk, Pages } from "./column-pages.ts";
import { LeafCursor } from "./leaf-cursor.ts";
import { Loan } from "./loan.ts";
import { wholeNumber } from "./page-header.ts";

/** Rows from `start` up to, not including, `end`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** What to read of one row group. */
export interface GroupPart {
  readonly file: Uint8Array;
  readonly group: RowGroup;
  /** Counts from 1. */
  readonly number: number;
  /** Rows of the group. */
  readonly range: RowRange;
  readonly columns: readonly Node[];
}

type Cells = unknown[];

/**
 * The cells of some columns, column by column. Everything is charged before it is made.
 * @throws Error when the row group is malformed
 */
export function readGroup(part: GroupPart, unpack: Unpack, budget: Budget, rowCharges: Loan): Cells[] {
  const { columns, range, number } = part;
  chargeRows(
    rowCharges,
    columns.map(({ name }) => name),
    range.end - range.start,
  );
  return columns.map((column) => {
    const where = `column "${column.name}", row group ${number}`;
    checkReadable(column.tree);
    const reader = { part, unpack, budget, rowCharges, column, where };
    try {
      const [leaf] = column.leaves;
      const isFlat = leaf === column && column.tree.element.repetition_type !== "REPEATED";
      return isFlat ? readFlat(reader, leaf) : readNested(reader);
    } catch (error) {
      throw named(error, where);
    }
  });
}

interface ColumnReader {
  readonly part: GroupPart;
  readonly unpack: Unpack;
  readonly budget: Budget;
  readonly rowCharges: Loan;
  readonly column: Node;
  readonly where: string;
}

/** Pages before the selected rows are not unpacked, nor those after them. */
function readFlat(reader: ColumnReader, leaf: LeafNode): Cells {
  const { part, budget, unpack, rowCharges, where } = reader;
  const { start, end } = part.range;
  const cells: Cells = [];
  const pages = new Pages(chunkOf(reader, leaf), unpack, budget);
  const loan = new Loan(budget);
  for (let row = 0; row < end; ) {
    const page = pages.next(loan);
    if (page === null) throw new Error(`it has ${row} rows, and the row group declares more`);
    const next = row + page.values;
    if (next > start && page.values > 0) {
      const { definitions, data, read } = pages.decode(page, loan);
      const last = Math.min(page.values, end - row);
      let valueAt = 0;
      for (let index = 0; index < last; index++) {
        const isMissing = definitions !== null && definitions[index] === 0;
        const at = isMissing ? -1 : valueAt++;
        if (row + index < start) continue;
        const stored: unknown = isMissing ? null : data[at];
        const cell = isMissing || read === null ? stored : read(stored);
        if (typeof cell === "string" || typeof cell === "object") chargeContents(cell, rowCharges, where);
        cells.push(cell);
      }
    }
    loan.repay();
    row = next;
  }
  pages.close();
  return cells;
}

function readNested(reader: ColumnReader): Cells {
  const { part, column, budget, unpack, rowCharges, where } = reader;
  const { start, end } = part.range;
  const cursors = new Map(
    column.leaves.map((leaf) => [leaf as Node, new LeafCursor(chunkOf(reader, leaf), unpack, budget)]),
  );
  const all = [...cursors.values()];
  for (const cursor of all) cursor.start(start);
  const read = readerOf(column, { cursors, charges: rowCharges, where });
  const cells: Cells = [];
  for (let row = start; row < end; row += 1) {
    for (const { repetition } of all) {
      if (repetition < 0) throw new Error(`it has ${row} rows, and the row group declares more`);
      if (repetition > 0) throw new Error("its members have different rows");
    }
    cells.push(read());
  }
  // A page may go on with the last row, or with another one.
  if (all.some(({ repetition }) => repetition > 0)) throw new Error("its members have different rows");
  for (const cursor of all) cursor.close();
  return cells;
}

/** Where a leaf lies in the file. @throws Error when the row group lacks it, or it lies elsewhere */
function chunkOf({ part, where }: ColumnReader, { tree, form, definition, repetition }: LeafNode): Chunk {
  const { file, group } = part;
  const chunk = group.columns[form.index];
  const metadata = chunk?.meta_data;
  if (metadata === undefined || keyOf(metadata.path_in_schema) !== keyOf(tree.path)) {
    throw new Error("the row group does not have it");
  }
  if (chunk?.file_path !== undefined) throw new Error("it lies in another file");
  const leaf = { path: tree.path, element: tree.element, maxDefinition: definition, maxRepetition: repetition };
  if (metadata.type !== leaf.element.type)
    throw new Error(`it has the type ${metadata.type}, in the schema ${leaf.element.type}`);
  const offset = metadata.dictionary_page_offset || metadata.data_page_offset;
  const start = wholeNumber(offset, "its place in the file");
  const size = wholeNumber(metadata.total_compressed_size, "its size");
  if (leaf.maxRepetition === 0 && wholeNumber(metadata.num_values, "its number of values") !== Number(group.num_rows)) {
    throw new Error(`it has ${metadata.num_values} values in ${group.num_rows} rows`);
  }
  const end = Math.min(start + size, file.length);
  return { file, leaf, type: form.type, metadata, start: Math.min(start, file.length), end, where };
}

const keyOf = (path: readonly string[]): string => path.join("\0");

/** A failure of the library or of a check, with the place. */
function named(error: unknown, where: string): unknown {
  if (error instanceof UnreadableCell) {
    const message = `The Parquet file has, in ${where}, ${error.message}. Choose other columns, or write it as text.`;
    return new TaipyError("invalid_value", message);
  }
  if (!(error instanceof Error) || error.name === "TaipyError") return error;
  return new Error(`${where}: ${error.message}`, { cause: error });
}
