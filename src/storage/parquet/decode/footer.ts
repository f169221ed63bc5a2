import type { FileMetaData, SchemaTree } from "hyparquet";
import type { Budget } from "../../../core/values/budget.ts";
import { deserializeTCompactProtocol, parquetMetadata, parquetSchema } from "../parquet-library.ts";
import { wholeNumber } from "./page-header.ts";
import { checkSchema } from "./schema.ts";
import { checkStruct } from "./thrift.ts";

/** A Parquet file of which only the footer has been read. */
export interface Footer {
  readonly metadata: FileMetaData;
  readonly root: SchemaTree;
  /** The rows of each row group. */
  readonly groupRows: readonly number[];
}

const MAGIC = 0x31524150;
/** The length of the footer, and the magic number. */
const TAIL = 8;

/** The footer of a file, with the eight bytes after it. @throws Error when the bytes have none */
export function footerOf(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < TAIL || view.getUint32(bytes.length - 4, true) !== MAGIC) {
    throw new Error('it does not end with "PAR1"');
  }
  const length = view.getUint32(bytes.length - TAIL, true);
  if (length > bytes.length - TAIL) throw new Error(`it declares ${length} bytes, and the file has ${bytes.length}`);
  return bytes.subarray(bytes.length - TAIL - length);
}

/** @throws Error when the bytes have no footer of Parquet */
export function readFooter(bytes: Uint8Array, budget: Budget): Footer {
  const footer = footerOf(bytes);
  const length = footer.length - TAIL;
  const longStatistics = new Set<number>();
  checkStruct(footer.subarray(0, length), 0, budget, "its footer", {
    binary(path, bytesOfText) {
      if (bytesOfText <= DECIMAL_BYTES) return;
      const [field, , columns, column = 0, metadata, statistics] = path;
      if (field === 4 && columns === 1 && metadata === 3 && statistics === 12) longStatistics.add(column);
    },
  });
  if (longStatistics.size > 0) checkDecimals(footer, longStatistics);
  const metadata = parquetMetadata(footer, { geoparquet: false });
  checkSchema(metadata.schema, budget);
  return {
    metadata,
    root: parquetSchema(metadata),
    groupRows: metadata.row_groups.map(({ num_rows }) => wholeNumber(num_rows, "the number of rows of a row group")),
  };
}

/** The longest decimal that programs write. */
const DECIMAL_BYTES = 32;

interface RawElement {
  readonly field_1?: unknown;
  readonly field_6?: unknown;
}

/** The types BYTE_ARRAY and FIXED_LEN_BYTE_ARRAY, and the converted type DECIMAL. */
const [TEXT, LAST_TYPE, DECIMAL] = [6, 7, 5];

/** The library computes a decimal of any length, in quadratic time. */
function checkDecimals(footer: Uint8Array, columns: ReadonlySet<number>): void {
  const view = new DataView(footer.buffer, footer.byteOffset, footer.byteLength);
  const schema: readonly RawElement[] = deserializeTCompactProtocol({ view, offset: 0 }).field_2 ?? [];
  const leaves = schema.filter(({ field_1 }) => field_1 !== undefined);
  for (const [index, { field_1, field_6 = 0 }] of leaves.entries()) {
    const type = wholeNumber(field_1, "the type of a column");
    const converted = wholeNumber(field_6, "the converted type of a column");
    if (type > LAST_TYPE) throw new Error(`column ${index + 1} has an unknown type`);
    if (type === TEXT || converted !== DECIMAL || !columns.has(index)) continue;
    throw new Error(`column ${index + 1} has numbers of more than ${DECIMAL_BYTES} bytes in its statistics`);
  }
}
