import type { CompressionCodec, RowGroup, SchemaElement } from "hyparquet";
import { type ByteWriter, writeColumn, writeIndexes } from "../parquet-library.ts";
import { INT96_BYTES } from "../types/time-types.ts";
import type { LeafNode, Node } from "../types/tree.ts";
import { disassemble, type LeafValues } from "./disassemble.ts";

export type Compressors = Readonly<Partial<Record<CompressionCodec, (bytes: Uint8Array) => Uint8Array>>>;

/** A column of a file, with the cells that are written. */
export interface WrittenColumn {
  readonly node: Node;
  /** Its name in the file. */
  readonly name: string;
  readonly cells: readonly unknown[];
}

/** The rows of a row group. */
export const GROUP_ROWS = 100_000;
const PAGE_BYTES = 1024 * 1024;

/**
 * Writes rows as row groups.
 * @param firstRows of the first row group
 * @param codecOf the compression of each leaf
 * @throws Misfit
 */
export function writeRowGroups(
  writer: ByteWriter,
  columns: readonly WrittenColumn[],
  rows: number,
  firstRows: number,
  codecOf: (leaf: LeafNode) => CompressionCodec,
  compressors: Compressors,
): RowGroup[] {
  const groups: RowGroup[] = [];
  const indexes: Parameters<typeof writeIndexes>[1] = [];
  // The statistics of two columns with one path can't be told apart.
  const paths = new Set<string>();
  for (const { node, name } of columns) for (const leaf of node.leaves) paths.add(pathOf(leaf, name).join("\0"));
  const hasTwins = paths.size < columns.reduce((sum, { node }) => sum + node.leaves.length, 0);
  for (let start = 0; start < rows; start += start === 0 ? firstRows : GROUP_ROWS) {
    const end = Math.min(rows, start === 0 ? firstRows : start + GROUP_ROWS);
    const offset = writer.offset;
    const chunks = columns.flatMap(({ node, name, cells }) =>
      disassemble(node, cells.slice(start, end)).map((values) => {
        const column = encoderOf(values, name, codecOf(values.leaf), compressors);
        const written = writeColumn({ writer, column, pageData: pageDataOf(values) });
        indexes.push(written);
        return finished(written.chunk, values.leaf, hasTwins);
      }),
    );
    let size = 0n;
    for (const { meta_data } of chunks) size += meta_data?.total_uncompressed_size ?? 0n;
    groups.push({
      columns: chunks,
      total_byte_size: size,
      num_rows: BigInt(end - start),
      total_compressed_size: BigInt(writer.offset - offset),
    });
  }
  writeIndexes(writer, indexes);
  return groups;
}

const pathOf = ({ tree }: LeafNode, name: string): string[] => [name, ...tree.path.slice(1)];

type Encoder = Parameters<typeof writeColumn>[0]["column"];

/** Without an annotation, the library takes values as they are stored; texts it encodes itself. */
function encoderOf(
  { leaf, values }: LeafValues,
  name: string,
  codec: CompressionCodec,
  compressors: Compressors,
): Encoder {
  const { type, type_length } = leaf.tree.element;
  const isInt96 = type === "INT96";
  const length = isInt96 ? INT96_BYTES : type_length;
  const path = pathOf(leaf, name);
  const element: SchemaElement = {
    name: path.at(-1) ?? "",
    repetition_type: leaf.definition === 0 ? "REQUIRED" : "OPTIONAL",
    ...(type && { type: isInt96 ? "FIXED_LEN_BYTE_ARRAY" : type }),
    ...(length && { type_length: length }),
    ...(leaf.form.type.name === "text" && { converted_type: "UTF8" }),
  };
  const groups = path.map((part, index) => ({
    name: part,
    repetition_type: index < leaf.repetition ? ("REPEATED" as const) : ("OPTIONAL" as const),
  }));
  return {
    columnName: path.join("."),
    element,
    schemaPath: [{ name: "root" }, ...groups],
    codec,
    compressors,
    stats: true,
    pageSize: PAGE_BYTES,
    columnIndex: false,
    offsetIndex: true,
    // A dictionary takes -0 for 0.
    ...(values.some((value) => Object.is(value, -0)) && { encoding: "PLAIN" as const }),
  };
}

const pageDataOf = ({ leaf, values, repetitions, definitions }: LeafValues) => ({
  values,
  definitionLevels: leaf.definition === 0 ? [] : definitions,
  repetitionLevels: leaf.repetition === 0 ? [] : repetitions,
  maxDefinitionLevel: leaf.definition,
});

/** A column chunk under the type of its column, with statistics that are in the order of its cells. */
function finished(chunk: RowGroup["columns"][number], { tree, form }: LeafNode, hasTwins: boolean) {
  const { meta_data } = chunk;
  if (meta_data === undefined) return chunk;
  if (tree.element.type !== undefined) meta_data.type = tree.element.type;
  const { statistics } = meta_data;
  if (statistics === undefined) return chunk;
  if (form.type.order !== "stored" || hasTwins) {
    meta_data.statistics = statistics.null_count === undefined ? {} : { null_count: statistics.null_count };
  } else if (tree.element.converted_type === "DECIMAL" && tree.element.type === "INT32") {
    // The library takes a number for a decimal, a BigInt for its integer.
    const { min_value, max_value } = statistics;
    if (typeof min_value === "number") statistics.min_value = BigInt(min_value);
    if (typeof max_value === "number") statistics.max_value = BigInt(max_value);
  }
  return chunk;
}
