import type { AsyncBuffer, FileMetaData, SchemaTree } from "hyparquet";
import { TaipyError } from "../../core/errors.ts";
import type { Filter } from "../../core/values/filter.ts";
import { checkCells } from "../table/limits.ts";
import type { Table } from "../table/tabular-value.ts";
import { boundedReaders } from "./compression.ts";
import { pruningFilter } from "./pruning.ts";

/** Columns in which pandas keeps the index of a frame; they are no part of the table. */
const PANDAS_INDEX = /^__index_level_\d+__$/;

/** Rows from `start` up to, not including, `end`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** A Parquet file of which only the footer has been read. */
export interface ParquetFile {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly columns: readonly SchemaTree[];
  readonly rowCount: number;
}

/** @throws TaipyError `invalid_value` for bytes that are no Parquet file */
export async function openParquet(bytes: Uint8Array): Promise<ParquetFile> {
  const { parquetMetadataAsync, parquetSchema } = await import("./parquet-library.ts");
  return reading("its footer", async () => {
    const file = {
      byteLength: bytes.byteLength,
      slice: (start: number, end = bytes.byteLength) => new Uint8Array(bytes.subarray(start, end)).buffer,
    };
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    const columns = parquetSchema(metadata).children.filter(({ element }) => !PANDAS_INDEX.test(element.name));
    const rowCount = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    return { file, metadata, columns, rowCount };
  });
}

export const namesOf = (columns: readonly SchemaTree[]): string[] => columns.map(({ element }) => element.name);

/**
 * Some columns of some rows. Only the column chunks of the row groups that they lie in are unpacked.
 * @throws TaipyError `invalid_value` when they cannot be read, or are too large
 */
export async function readRows(parquet: ParquetFile, columns: readonly SchemaTree[], range: RowRange): Promise<Table> {
  const names = namesOf(columns);
  checkCells(columns.length, range.end - range.start);
  if (columns.length === 0 || range.start >= range.end) return { columns: names, rows: [] };
  let rows: unknown[][] = [];
  const { file, metadata } = parquet;
  const library = await import("./parquet-library.ts");
  const compressors = await boundedReaders(library);
  await reading(`rows ${range.start + 1} to ${range.end}`, () =>
    library.parquetRead({
      file,
      metadata,
      columns: names,
      rowStart: range.start,
      rowEnd: range.end,
      compressors,
      utf8: false,
      onComplete: (read) => {
        rows = read;
      },
    }),
  );
  const conversions = columns.map(conversionOf);
  return { columns: names, rows: rows.map((cells) => conversions.map((convert, column) => convert(cells[column]))) };
}

/** The ranges of rows that may match a filter, by the statistics of the row groups. */
export async function candidateRanges(
  { file, metadata, columns, rowCount }: ParquetFile,
  filter: Filter,
): Promise<RowRange[]> {
  const pruning = pruningFilter(filter, columns);
  if (pruning === null) return groupRanges(metadata, rowCount);
  const { parquetScan } = await import("./parquet-library.ts");
  return reading("its statistics", async () => {
    const scan = await parquetScan({ file, metadata, pruningFilter: pruning, filterStrict: false });
    return scan.ranges.map(({ rowStart, rowEnd }) => ({ start: rowStart, end: rowEnd }));
  });
}

function groupRanges({ row_groups }: FileMetaData, rowCount: number): RowRange[] {
  let start = 0;
  return row_groups.map(({ num_rows }) => {
    const range = { start, end: Math.min(start + Number(num_rows), rowCount) };
    start = range.end;
    return range;
  });
}

/** Gives the cells of a column their JavaScript form. */
function conversionOf(column: SchemaTree): (cell: unknown) => unknown {
  const scale = decimalScale(column);
  const convert = (cell: unknown): unknown => {
    if (cell === null || cell === undefined) return null;
    if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
    // The library multiplies by 0.01, which is not exact; the nearest decimal of that scale is.
    if (typeof cell === "number") return scale === null ? cell : Number(cell.toFixed(scale));
    if (typeof cell !== "object" || cell instanceof Date || cell instanceof Uint8Array) return cell;
    if (Array.isArray(cell)) return cell.map(convert);
    return Object.fromEntries(Object.entries(cell).map(([key, value]) => [key, convert(value)]));
  };
  return convert;
}

/** The scale of a column of decimals, or of lists of them; null for all others. */
function decimalScale({ element, children }: SchemaTree): number | null {
  const [child, ...others] = children;
  if (child !== undefined) return others.length === 0 ? decimalScale(child) : null;
  return element.converted_type === "DECIMAL" ? Math.min(element.scale ?? 0, 100) : null;
}

/** Any error of the library means that the bytes are wrong. */
async function reading<T>(part: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TaipyError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new TaipyError("invalid_value", `The stored value is not a Parquet file: ${part} cannot be read: ${reason}.`);
  }
}
