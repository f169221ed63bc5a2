import type { ColumnMetaData } from "hyparquet";
import { deserializeTCompactProtocol } from "../parquet-library.ts";
import type { LeafNode } from "../types/tree.ts";
import { footerOf } from "./footer.ts";

/** The smallest and the largest cell of a column chunk, and whether cells are missing. */
export interface Bounds {
  readonly least: unknown;
  readonly most: unknown;
  readonly hasMissing: boolean;
}

/** As the footer has it: fields by their numbers. */
interface RawFooter {
  readonly field_4?: readonly { readonly field_1?: readonly RawChunk[] }[];
}
interface RawChunk {
  readonly field_3?: { readonly field_12?: RawStatistics };
}
interface RawStatistics {
  readonly [field: `field_${number}`]: unknown;
}

/** The statistics of all column chunks, from their bytes: the library makes numbers of them. @throws Error for a malformed footer */
export class Statistics {
  readonly #footer: RawFooter;

  constructor(file: Uint8Array) {
    const footer = footerOf(file);
    this.#footer = deserializeTCompactProtocol({ view: viewOf(footer), offset: 0 }) as RawFooter;
  }

  /** @param group counts from 0 @returns null when the file does not have them, or they are not in the order of cells */
  boundsOf(group: number, { form, tree }: LeafNode): Bounds | null {
    const { type, index } = form;
    const statistics = this.#footer.field_4?.[group]?.field_1?.[index]?.field_3?.field_12;
    const physical = tree.element.type;
    if (statistics === undefined || physical === undefined || type.order === "none") return null;
    // The first two fields are of old programs, which ordered all types by their signed values.
    const isOld = type.order === "stored" && OLD_ORDER.has(physical);
    const least = statistics.field_6 ?? (isOld ? statistics.field_2 : undefined);
    const most = statistics.field_5 ?? (isOld ? statistics.field_1 : undefined);
    if (!(least instanceof Uint8Array && most instanceof Uint8Array)) return null;
    const hasMissing = Number(statistics.field_3 ?? 1) > 0;
    try {
      const read = type.read as ((stored: unknown, charge: () => undefined) => unknown) | null;
      const cellOf = (bytes: Uint8Array) => {
        const stored = storedOf(bytes, physical);
        return read === null ? stored : read(stored, () => undefined);
      };
      return { least: cellOf(least), most: cellOf(most), hasMissing };
    } catch {
      // A bound that was cut within a character, or one of a wrong length.
      return null;
    }
  }
}

const OLD_ORDER: ReadonlySet<ColumnMetaData["type"]> = new Set(["BOOLEAN", "INT32", "INT64", "FLOAT", "DOUBLE"]);

/** A longer one takes long to convert. */
const MOST_BYTES = 1_000;

/** @throws RangeError for bytes of a wrong length */
function storedOf(bytes: Uint8Array, type: ColumnMetaData["type"]): unknown {
  const view = viewOf(bytes);
  switch (type) {
    case "BOOLEAN":
      return view.getUint8(0) === 1;
    case "INT32":
      return view.getInt32(0, true);
    case "INT64":
      return view.getBigInt64(0, true);
    case "FLOAT":
      return view.getFloat32(0, true);
    case "DOUBLE":
      return view.getFloat64(0, true);
    default:
      if (bytes.length > MOST_BYTES) throw new RangeError("a long bound");
      return bytes;
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);
