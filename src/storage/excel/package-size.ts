import { TaipyError } from "../../core/errors.ts";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LONGEST_COMMENT = 0xffff;
/** Stands for a number that only a ZIP64 record holds. */
const ZIP64 = 0xffff_ffff;
const ZIP64_COUNT = 0xffff;

/** The bytes of a workbook's parts once they are unpacked, as the archive declares them. */
export interface PackageSize {
  readonly total: number;
  /** The most that is unpacked to read one sheet: the largest sheet, and all parts that are no sheets. */
  readonly perSheet: number;
}

const SHEET = /\/worksheets\/[^/]*$/;

/**
 * The declared sizes of all parts of a ZIP archive. A reader stops at the part that exceeds its declared size, so the sum is
 * a bound. Infinity for ZIP64, and for a part without a declared size.
 * @throws TaipyError `invalid_value` for bytes that are no ZIP archive
 */
export function unpackedSize(bytes: Uint8Array): PackageSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  let position = view.getUint32(end + 16, true);
  const isZip64 = count === ZIP64_COUNT || position === ZIP64 || view.getUint32(end + 12, true) === ZIP64;
  if (isZip64) return { total: Infinity, perSheet: Infinity };
  let sheets = 0;
  let largestSheet = 0;
  let others = 0;
  for (let entry = 0; entry < count; entry += 1) {
    if (position + ENTRY_BYTES > bytes.length || view.getUint32(position, true) !== DIRECTORY_ENTRY) {
      throw notZip(`its directory ends at entry ${entry + 1} of ${count}`);
    }
    const size = sizeOfEntry(view, position);
    const [name = 0, extra = 0, comment = 0] = [28, 30, 32].map((field) => view.getUint16(position + field, true));
    const start = position + ENTRY_BYTES;
    if (SHEET.test(new TextDecoder().decode(bytes.subarray(start, start + name)))) {
      sheets += size;
      largestSheet = Math.max(largestSheet, size);
    } else others += size;
    position = start + name + extra + comment;
  }
  return { total: sheets + others, perSheet: largestSheet + others };
}

function sizeOfEntry(view: DataView, position: number): number {
  const isStored = view.getUint16(position + 10, true) === 0;
  const packed = view.getUint32(position + 20, true);
  const unpacked = view.getUint32(position + 24, true);
  if (packed === ZIP64 || unpacked === ZIP64) return Infinity;
  if (isStored) return packed;
  // An empty part takes two bytes when it is packed.
  return packed === 0 || (unpacked === 0 && packed > 2) ? Infinity : unpacked;
}

function endOfDirectory(view: DataView): number {
  const earliest = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let position = view.byteLength - END_BYTES; position >= earliest; position -= 1) {
    if (view.getUint32(position, true) === END_OF_DIRECTORY) return position;
  }
  throw notZip("it has no directory");
}

const notZip = (what: string) =>
  new TaipyError("invalid_value", `The stored value is not an Excel workbook: as a ZIP archive, ${what}.`);
