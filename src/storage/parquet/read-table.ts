import type { FileMetaData, RowGroup } from "hyparquet";
import { TaipyError } from "../../core/errors.ts";
import type { Budget } from "../../core/values/budget.ts";
import type { Filter } from "../../core/values/filter.ts";
import type { RowRange } from "./decode/row-group.ts";
import { mayMatch } from "./pruning.ts";
import { durationsOf } from "./types/arrow-durations.ts";
import type { Node } from "./types/tree.ts";
import { createUnpack, type Unpack } from "./unpack/codecs.ts";

// docs/decisions/053-parquet-is-decoded-page-by-page.md

/** Columns in which pandas keeps the index of a frame; they are no part of the table. */
const PANDAS_INDEX = /^__index_level_\d+__$/;

/** A filter reads row group after row group: it may read more than fits into memory, but not for ever. */
const MOST_FILTERED_CELLS = 50_000_000;

/** A check of the statistics takes time proportional to the product of conditions and row groups. */
const MOST_COMPARISONS = 1_000_000;

/** A Parquet file of which only the footer has been read. */
export interface ParquetFile {
  readonly bytes: Uint8Array;
  readonly budget: Budget;
  readonly metadata: FileMetaData;
  /** All columns of the file, also those of pandas' index. */
  readonly nodes: readonly Node[];
  /** Those of the table. */
  readonly columns: readonly Node[];
  readonly groups: readonly Group[];
  readonly rowCount: number;
  readonly unpack: Unpack;
}

export interface Group extends RowRange {
  /** Counts from 1. */
  readonly number: number;
  readonly metadata: RowGroup;
}

/** Columns of some rows: one list of cells for each. */
export interface ColumnarRows {
  readonly names: readonly string[];
  readonly cells: readonly (readonly unknown[])[];
  readonly count: number;
  /** Ends what the rows are charged: they are not kept. */
  forget(): void;
}

/** @throws TaipyError `invalid_value` for bytes that are no Parquet file, `value_too_large` */
export async function openParquet(bytes: Uint8Array, budget: Budget): Promise<ParquetFile> {
  const { nodesOf, readFooter } = await import("./decode/decoder.ts");
  const unpack = await createUnpack();
  return reading("its footer", () => {
    const { metadata, root, groupRows } = readFooter(bytes, budget);
    const nodes = nodesOf(root, durationsOf(metadata.key_value_metadata));
    const columns = nodes.filter(({ tree }) => !PANDAS_INDEX.test(tree.element.name));
    let rowCount = 0;
    const groups = metadata.row_groups.map((group, index) => {
      const start = rowCount;
      rowCount += groupRows[index] ?? 0;
      return { number: index + 1, metadata: group, start, end: rowCount };
    });
    return { bytes, budget, metadata, nodes, columns, groups, rowCount, unpack };
  });
}

export const namesOf = (columns: readonly Node[]): string[] => columns.map(({ name }) => name);

/** The row groups that some rows lie in, with the part that is wanted. */
export const groupsOf = ({ groups }: ParquetFile, { start, end }: RowRange): Group[] =>
  groups
    .filter((group) => group.start < end && group.end > start)
    .map((group) => ({ ...group, start: Math.max(group.start, start), end: Math.min(group.end, end) }));

/**
 * Some columns of a part of a row group. Other columns are not unpacked, nor are pages without a wanted row where their
 * headers show it.
 * @throws TaipyError `invalid_value` when they cannot be read, `value_too_large`
 */
export async function readGroupPart(file: ParquetFile, columns: readonly Node[], part: Group): Promise<ColumnarRows> {
  const { bytes, budget, groups, unpack } = file;
  const { Loan, readGroup } = await import("./decode/decoder.ts");
  const loan = new Loan(budget);
  const offset = groups[part.number - 1]?.start ?? 0;
  const range = { start: part.start - offset, end: part.end - offset };
  const cells = reading(`rows ${part.start + 1} to ${part.end}`, () =>
    readGroup({ file: bytes, group: part.metadata, number: part.number, range, columns }, unpack, budget, loan),
  );
  return { names: namesOf(columns), cells, count: range.end - range.start, forget: () => loan.repay() };
}

/**
 * The row groups that may match a filter, by their statistics.
 * @throws TaipyError `value_too_large` when they have more cells than a filter can read
 */
export async function candidateGroups(file: ParquetFile, filter: Filter, read: readonly Node[]): Promise<Group[]> {
  const { columns, metadata } = file;
  let candidates = file.groups.filter(({ start, end }) => end > start);
  if (filter.conditions.length * metadata.row_groups.length <= MOST_COMPARISONS) {
    const { Statistics } = await import("./decode/decoder.ts");
    const byName = new Map(columns.map((column) => [column.name, column]));
    candidates = reading("its statistics", () => {
      const statistics = new Statistics(file.bytes);
      return candidates.filter(({ number }) => mayMatch(filter, byName, statistics, number - 1));
    });
  }
  checkWork(candidates, new Set(read.flatMap(({ leaves }) => leaves.map(({ form }) => form.index))));
  return candidates;
}

function checkWork(groups: readonly Group[], leaves: ReadonlySet<number>): void {
  let cells = 0;
  for (const { metadata } of groups) {
    for (const leaf of leaves) cells += Number(metadata.columns[leaf]?.meta_data?.num_values ?? 0);
  }
  if (cells <= MOST_FILTERED_CELLS) return;
  const [found, most] = [cells, MOST_FILTERED_CELLS].map((count) => count.toLocaleString("en-US"));
  const message = `The filter would have to read ${found} cells, and it may read ${most}. Choose fewer columns or rows.`;
  throw new TaipyError("value_too_large", message);
}

/** Any error of the library means that the bytes are wrong. */
function reading<T>(part: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TaipyError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new TaipyError("invalid_value", `The stored value is not a Parquet file: ${part} cannot be read: ${reason}.`);
  }
}
