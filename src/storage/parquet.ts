import type { PayloadRef } from "../core/entities/payload.ts";
import { TaipyError } from "../core/errors.ts";
import { cut, listed } from "../core/listed.ts";
import { STORAGE_TYPE_ROWS } from "../core/storage-types.ts";
import { Budget } from "../core/values/budget.ts";
import type { Filter } from "../core/values/filter.ts";
import { addRows } from "./parquet/columnar-rows.ts";
import { chargeContents } from "./parquet/decode/cell-contents.ts";
import type { RowRange } from "./parquet/decode/row-group.ts";
import { compressionOf } from "./parquet/encode/compression.ts";
import { isSameTable } from "./parquet/encode/same-table.ts";
import {
  candidateGroups,
  groupsOf,
  namesOf,
  openParquet,
  type ParquetFile,
  readGroupPart,
} from "./parquet/read-table.ts";
import type { Node } from "./parquet/types/tree.ts";
import { appendParquet, writeParquet } from "./parquet/write-table.ts";
import { rowsUnder, underPresent } from "./table/append.ts";
import { readPresent } from "./table/present-file.ts";
import { checkColumns, RowPart } from "./table/row-part.ts";
import { chargeRows } from "./table/table-memory.ts";
import { type Row, tableOf, writtenTable } from "./table/tabular-value.ts";
import type { Selection, StorageContext, StorageType } from "./types.ts";

const [CONTENT_TYPE] = STORAGE_TYPE_ROWS.parquet.content.mediaTypes;

/**
 * Tables as Parquet: reads rows of objects. Properties: `compression` ("snappy", "gzip", "brotli", "none") of
 * written files; files of any compression can be read. Cells have all digits of the file. `engine` and `read_kwargs` are
 * Python's and have no effect here.
 */
export const parquet: StorageType = {
  async read(context, ref) {
    const file = await open(context, ref);
    return readRange(file, file.columns, { start: 0, end: file.rowCount });
  },

  async write(context, value, current = null) {
    const given = writtenTable(value, context.budget);
    const present = current === null ? null : await presentFile(context, current);
    const table = present === null ? given : underPresent(given, value, namesOf(present.columns));
    const isSame = present !== null && (await readPresent(context.budget, () => isSameTable(present, table)));
    if (isSame === true) return context.payloads.put(present.bytes, CONTENT_TYPE);
    return put(
      context,
      await compressed(context, (compression) => writeParquet(table, compression, context.budget, present)),
    );
  },

  async append(context, ref, value) {
    if (ref === null) return parquet.write(context, value);
    const file = await open(context, ref);
    const columns = namesOf(file.columns);
    if (columns.length === 0) return parquet.write(context, value);
    const rows = rowsUnder(columns, tableOf(value, context.budget), context.budget);
    const added = { columns, rows };
    // There is nothing to keep in a file without rows but the names of its columns.
    const bytes = await compressed(context, (compression) =>
      file.rowCount === 0
        ? writeParquet(added, compression, context.budget, file)
        : appendParquet(file, added, compression, context.budget),
    );
    await checkRows(context, bytes, file.rowCount + rows.length);
    return put(context, bytes);
  },

  async select(context, ref, selection) {
    const file = await open(context, ref);
    checkColumns(selection, namesOf(file.columns));
    const { filter, columns, offset, limit } = selection;
    if (filter !== null) return selectFiltered(file, selection, filter);
    const start = Math.min(offset, file.rowCount);
    const end = limit === null ? file.rowCount : Math.min(start + limit, file.rowCount);
    return readRange(file, columns === null ? file.columns : chosenColumns(file, columns), { start, end });
  },
};

async function open({ payloads, budget }: StorageContext, ref: PayloadRef): Promise<ParquetFile> {
  budget.charge("unpackedBytes", ref.size, "the file itself");
  return openParquet(await payloads.getBytes(ref), budget);
}

/** The file that is replaced; null when it can't be read. */
const presentFile = (context: StorageContext, ref: PayloadRef): Promise<ParquetFile | null> =>
  readPresent(context.budget, (budget) => open({ ...context, budget }, ref));

/** What can't be read again replaces no file. */
async function checkRows({ budget }: StorageContext, bytes: Uint8Array, rows: number): Promise<void> {
  const { rowCount } = await openParquet(bytes, new Budget(budget.left));
  if (rowCount === rows) return;
  const message = `Rows can't be appended to the Parquet file, and nothing has changed: it would have ${rowCount} rows, not ${rows}.`;
  throw new TaipyError("invalid_value", message);
}

const compressed = async (
  { dataNode }: StorageContext,
  write: (compression: Awaited<ReturnType<typeof compressionOf>>) => Promise<Uint8Array>,
): Promise<Uint8Array> => write(await compressionOf(dataNode.properties));

/** Charges what a reader will: what is written can be read. */
function put({ payloads, budget }: StorageContext, bytes: Uint8Array): Promise<PayloadRef> {
  budget.charge("unpackedBytes", bytes.byteLength, "the file itself");
  return payloads.put(bytes, CONTENT_TYPE);
}

/** Reads row group after row group, so that the unpacked bytes of one are gone before the next one. */
async function readRange(file: ParquetFile, columns: readonly Node[], range: RowRange): Promise<Row[]> {
  const rows: Row[] = [];
  if (columns.length === 0) return rows;
  for (const group of groupsOf(file, range)) addRows(rows, await readGroupPart(file, columns, group));
  return rows;
}

/** Does not unpack row groups that the statistics rule out, nor row groups after the last selected row. */
async function selectFiltered(file: ParquetFile, selection: Selection, filter: Filter): Promise<Row[]> {
  const part = new RowPart(selection);
  const names = namesOf(file.columns);
  if (file.rowCount === 0 || names.length === 0) return part.rows;
  const keys = filter.conditions.map(({ key }) => key);
  const unknown = keys.find((key) => !names.includes(key));
  if (unknown !== undefined) {
    const message = `Column '${cut(unknown)}' does not exist. Columns: ${listed(names)}.`;
    throw new TaipyError("invalid_filter", message);
  }
  const shown = selection.columns ?? names;
  const needed = chosenColumns(file, [...new Set([...shown, ...keys])]);
  for (const group of await candidateGroups(file, filter, needed)) {
    if (part.isComplete) break;
    const read = await readGroupPart(file, needed, group);
    const rows: Row[] = [];
    addRows(rows, read);
    const before = part.rows.length;
    part.add(rows);
    // Only the matching rows stay.
    read.forget();
    chargeRows(file.budget, shown, part.rows.length - before);
    for (const row of part.rows.slice(before)) {
      for (const name of shown) chargeContents(row[name], file.budget, `column "${cut(name)}"`);
    }
  }
  return part.rows;
}

const chosenColumns = ({ columns }: ParquetFile, names: readonly string[]): Node[] => {
  const known = new Map(columns.map((column) => [column.name, column]));
  return names.flatMap((name) => known.get(name) ?? []);
};
