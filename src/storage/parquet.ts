import type { PayloadRef } from "../core/entities/payload.ts";
import { STORAGE_TYPE_ROWS } from "../core/storage-types.ts";
import { compressionOf } from "./parquet/compression.ts";
import { candidateRanges, namesOf, openParquet, type ParquetFile, readRows } from "./parquet/read-table.ts";
import { writeParquet } from "./parquet/write-table.ts";
import { rowsUnder } from "./table/append.ts";
import { checkColumns, RowPart } from "./table/row-part.ts";
import { type Row, rowsOf, type Table, tableOf } from "./table/tabular-value.ts";
import type { Selection, StorageContext, StorageType } from "./types.ts";

const [CONTENT_TYPE] = STORAGE_TYPE_ROWS.parquet.content.mediaTypes;

/**
 * Tables as Parquet: reads rows of objects. Properties: `compression` ("snappy", "gzip", "brotli", "none") of
 * written files; files of any compression can be read. 64-bit integers are BigInts where a number would lose digits, decimals
 * are numbers, and times of day are Parquet's numbers. `engine` and `read_kwargs` are Python's and have no effect here.
 */
export const parquet: StorageType = {
  async read(context, ref) {
    return rowsOf(await wholeTable(await open(context, ref)));
  },

  async write(context, value) {
    return put(context, tableOf(value, context.budget));
  },

  async append(context, ref, value) {
    if (ref === null) return parquet.write(context, value);
    const { columns, rows } = await wholeTable(await open(context, ref));
    const added = tableOf(value, context.budget);
    return put(
      context,
      columns.length === 0 ? added : { columns, rows: [...rows, ...rowsUnder(columns, added, context.budget)] },
    );
  },

  async select(context, ref, selection) {
    const file = await open(context, ref);
    checkColumns(selection, namesOf(file.columns));
    return selection.filter === null ? selectRange(file, selection) : selectFiltered(file, selection);
  },
};

const open = async ({ payloads }: StorageContext, ref: PayloadRef) => openParquet(await payloads.getBytes(ref));

const wholeTable = (file: ParquetFile): Promise<Table> =>
  readRows(file, file.columns, { start: 0, end: file.rowCount });

async function put({ payloads, dataNode }: StorageContext, table: Table): Promise<PayloadRef> {
  const compression = await compressionOf(dataNode.properties);
  return payloads.put(await writeParquet(table, compression), CONTENT_TYPE);
}

async function selectRange(file: ParquetFile, { columns, offset, limit }: Selection): Promise<Row[]> {
  const start = Math.min(offset, file.rowCount);
  const end = limit === null ? file.rowCount : Math.min(start + limit, file.rowCount);
  const chosen = columns === null ? file.columns : chosenColumns(file, columns);
  return rowsOf(await readRows(file, chosen, { start, end }));
}

/** Does not unpack row groups that the statistics rule out, nor row groups after the last selected row. */
async function selectFiltered(file: ParquetFile, selection: Selection): Promise<Row[]> {
  const { filter, columns } = selection;
  const part = new RowPart(selection);
  if (filter === null) return part.rows;
  const keys = filter.conditions.map(({ key }) => key);
  const isKnown = keys.every((key) => namesOf(file.columns).includes(key));
  // The refusal of an unknown key lists all columns.
  const needed = columns === null || !isKnown ? file.columns : chosenColumns(file, [...new Set([...columns, ...keys])]);
  for (const range of await candidateRanges(file, filter)) {
    if (part.isComplete) break;
    part.add(rowsOf(await readRows(file, needed, range)));
  }
  return part.rows;
}

const chosenColumns = (file: ParquetFile, names: readonly string[]) =>
  names.flatMap((name) => file.columns.filter(({ element }) => element.name === name));
