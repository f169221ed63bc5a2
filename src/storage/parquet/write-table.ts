import type { CompressionCodec, KeyValue, RowGroup, SchemaElement } from "hyparquet";
import { TaipyError } from "../../core/errors.ts";
import { cut } from "../../core/listed.ts";
import type { Budget } from "../../core/values/budget.ts";
import type { Table } from "../table/tabular-value.ts";
import { chargeContents } from "./decode/cell-contents.ts";
import type { compressionOf } from "./encode/compression.ts";
import { checkFits, Misfit } from "./encode/disassemble.ts";
import { type KeptColumn, schemasOf } from "./encode/kept-columns.ts";
import type { ParquetFile } from "./read-table.ts";
import { hasDuration } from "./types/arrow-durations.ts";
import type { LeafNode } from "./types/tree.ts";

type Compression = Awaited<ReturnType<typeof compressionOf>>;

const MAGIC = 0x31524150;
const MAGIC_BYTES = 4;
/** Of the first row group: a preview unpacks few. */
const PREVIEW_ROWS = 1_000;

/**
 * A Parquet file of a table.
 * @param present the file that is replaced: columns that stay keep their types when their cells fit
 * @throws TaipyError `invalid_value` for values that Parquet cannot hold, `value_too_large`
 */
export async function writeParquet(
  table: Table,
  { codec, compressors }: Compression,
  budget: Pick<Budget, "charge">,
  present: ParquetFile | null,
): Promise<Uint8Array> {
  const { columns, rows } = table;
  if (!columns.every((name) => name.isWellFormed())) {
    throw new TaipyError("invalid_value", "A column has a name that UTF-8 cannot hold.");
  }
  const schemas = schemasOf(table, present?.columns ?? []);
  // After the schemas, for which cells that are nested too deeply are refused.
  chargeCells(table, budget);
  const { ByteWriter, nodesOf, parquetSchema, writeMetadata, writeRowGroups } = await import("./encode/encoder.ts");
  const isWhole = present !== null && isSameSchema(schemas, present);
  const elements = isWhole
    ? present.metadata.schema.map(writable)
    : [{ name: "root", num_children: columns.length }, ...schemas.flatMap((column) => column.elements.map(writable))];
  const root = parquetSchema({ schema: elements } as Parameters<typeof parquetSchema>[0]);
  const nodes = nodesOf(
    root,
    schemas.map(({ arrow }) => arrow),
  );
  const writer = new ByteWriter();
  writer.appendUint32(MAGIC);
  const written = nodes.map((node, column) => ({
    node,
    name: node.tree.element.name,
    cells: rows.map((cells) => cells[column]),
  }));
  const groups = fitting("The table", () =>
    writeRowGroups(writer, written, rows.length, PREVIEW_ROWS, () => codec, compressors),
  );
  const metadata = isWhole ? present.metadata.key_value_metadata : await metadataOf(columns, schemas);
  writeMetadata(writer, footerOf(elements, rows.length, groups, metadata));
  writer.appendUint32(MAGIC);
  return new Uint8Array(writer.getBuffer());
}

// docs/decisions/102-parquet-append-is-a-row-group.md
/**
 * A file with more rows in row groups of their own, under its schema and behind the bytes that are there.
 * @throws TaipyError `invalid_value` when a column of the file can't hold a cell, `value_too_large`
 */
export async function appendParquet(
  file: ParquetFile,
  added: Table,
  { codec, compressors }: Compression,
  budget: Pick<Budget, "charge">,
): Promise<Uint8Array> {
  const {
    ByteWriter,
    GROUP_ROWS,
    joined,
    footerOf: footerBytes,
    withRowGroups,
    writeMetadata,
    writeRowGroups,
  } = await import("./encode/encoder.ts");
  const { bytes, metadata, nodes, columns, rowCount } = file;
  const footer = footerBytes(bytes).subarray(0, -2 * MAGIC_BYTES);
  const writer = new ByteWriter();
  // The bytes before the footer stay: the row groups, and indexes and filters to which they refer.
  const start = bytes.length - footer.length - 2 * MAGIC_BYTES;
  writer.offset = start;
  const index = new Map(columns.map((node, column) => [node, column]));
  const written = nodes.map((node) => {
    const column = index.get(node);
    const cells = added.rows.map((cells) => (column === undefined ? null : cells[column]));
    return { node, name: node.tree.element.name, cells };
  });
  const codecs = codecsOf(file, compressors, codec);
  const groups = fitting("The rows can't be appended, and nothing has changed", () => {
    for (const { node, cells } of written) checkFits(node, cells);
    // After the checks, for which cells that are nested too deeply are refused.
    chargeCells(added, budget);
    return writeRowGroups(writer, written, added.rows.length, GROUP_ROWS, codecs, compressors);
  });
  const data = writer.getBytes().slice();
  const other = new ByteWriter();
  writeMetadata(other, footerOf(metadata.schema, added.rows.length, groups, undefined));
  const spliced = withRowGroups(
    footer,
    other.getBytes().subarray(0, -MAGIC_BYTES),
    BigInt(rowCount) + BigInt(added.rows.length),
  );
  const tail = new Uint8Array(2 * MAGIC_BYTES);
  new DataView(tail.buffer).setUint32(0, spliced.length, true);
  new DataView(tail.buffer).setUint32(MAGIC_BYTES, MAGIC, true);
  return joined([bytes.subarray(0, start), data, spliced, tail]);
}

/** Integers have their old annotation: of the new one the library writes a malformed width. */
function writable(element: SchemaElement): SchemaElement {
  const { logical_type, ...others } = element;
  if (logical_type?.type !== "INTEGER") return element;
  const { isSigned, bitWidth } = logical_type;
  return { ...others, converted_type: `${isSigned ? "INT" : "UINT"}_${bitWidth}` as "INT_8" };
}

function chargeCells({ columns, rows }: Table, budget: Pick<Budget, "charge">): void {
  for (const [column, name] of columns.entries()) {
    for (const cells of rows) chargeContents(cells[column], budget, `column "${cut(name)}"`);
  }
}

/** The columns and types of the present file, in its order: what its metadata says of them is still true. */
const isSameSchema = (schemas: readonly KeptColumn[], { columns, nodes }: ParquetFile): boolean =>
  nodes.length === columns.length &&
  schemas.length === columns.length &&
  schemas.every(({ isKept, elements }, index) => isKept && elements[0]?.name === columns[index]?.name);

async function metadataOf(names: readonly string[], schemas: readonly KeptColumn[]): Promise<KeyValue[] | undefined> {
  if (!schemas.some(({ arrow }) => hasDuration(arrow))) return undefined;
  const { arrowSchema } = await import("./encode/encoder.ts");
  return [arrowSchema(schemas.map(({ arrow }, index) => ({ name: names[index] ?? "", arrow })))];
}

function footerOf(
  schema: SchemaElement[],
  rows: number,
  row_groups: RowGroup[],
  key_value_metadata: KeyValue[] | undefined,
) {
  const metadata = { version: 2, created_by: "taipy-edge", schema, num_rows: BigInt(rows), row_groups };
  return { ...metadata, ...(key_value_metadata && { key_value_metadata }), metadata_length: 0 };
}

/** The compression that each column has in the file, where this program has it; else the node's. */
function codecsOf({ metadata }: ParquetFile, compressors: Compression["compressors"], codec: CompressionCodec) {
  const last = metadata.row_groups.at(-1);
  return ({ form }: LeafNode): CompressionCodec => {
    const present = last?.columns[form.index]?.meta_data?.codec;
    return present !== undefined && (present === "UNCOMPRESSED" || Object.hasOwn(compressors, present))
      ? present
      : codec;
  };
}

function fitting<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new TaipyError("invalid_value", `${what}: in row ${error.row + 1}, ${error.message}.`);
  }
}
