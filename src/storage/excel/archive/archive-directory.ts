import { TaipyError } from "../../../core/errors.ts";
import { cut } from "../../../core/listed.ts";
import type { Budget } from "../../../core/values/budget.ts";

export const END_OF_DIRECTORY = 0x06054b50;
export const DIRECTORY_ENTRY = 0x02014b50;
export const LOCAL_HEADER = 0x04034b50;
export const END_BYTES = 22;
export const ENTRY_BYTES = 46;
export const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
/** Stands for a number that only a ZIP64 record holds. */
const ZIP64 = 0xffff_ffff;
const ZIP64_COUNT = 0xffff;
const ZIP64_EXTRA = 1;

const DIRECTORY = "the directory of the archive";

/** A part of a ZIP archive, as the archive's directory describes it. */
export interface Part {
  readonly name: string;
  /** 0 = stored, 8 = deflated. */
  readonly method: number;
  readonly flags: number;
  /** Date and time in the format of MS-DOS. */
  readonly modified: number;
  readonly checksum: number;
  readonly packedSize: number;
  /** The size that the archive states; the part may be a lie. */
  readonly size: number;
  /** Where its local header begins. */
  readonly position: number;
}

/**
 * The parts of a ZIP archive by name.
 * @throws TaipyError `invalid_value` for bytes that are no ZIP archive; `value_too_large`
 */
export function partsOf(bytes: Uint8Array, budget: Budget): Map<string, Part> {
  const view = viewOf(bytes);
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  let position = view.getUint32(end + 16, true);
  if (count === ZIP64_COUNT || position === ZIP64) throw notZip("it has more parts or bytes than a workbook can have");
  budget.charge("dictionaryEntries", count, DIRECTORY);
  const decoder = new TextDecoder();
  const parts = new Map<string, Part>();
  for (let entry = 0; entry < count; entry += 1) {
    if (position + ENTRY_BYTES > bytes.length || view.getUint32(position, true) !== DIRECTORY_ENTRY) {
      throw notZip(`its directory ends at entry ${entry + 1} of ${count}`);
    }
    const [nameSize = 0, extra = 0, comment = 0] = [28, 30, 32].map((field) => view.getUint16(position + field, true));
    budget.charge("characters", nameSize, DIRECTORY);
    const afterName = position + ENTRY_BYTES + nameSize;
    const name = decoder.decode(bytes.subarray(position + ENTRY_BYTES, afterName));
    if (parts.has(name)) throw notZip(`it has two parts ${JSON.stringify(cut(name))}`);
    const [size, packedSize, start] = largeNumbers(
      [24, 20, 42].map((field) => view.getUint32(position + field, true)),
      viewOf(bytes.subarray(afterName, afterName + extra)),
    );
    parts.set(name, {
      name,
      method: view.getUint16(position + 10, true),
      flags: view.getUint16(position + 8, true),
      modified: view.getUint32(position + 12, true),
      checksum: view.getUint32(position + 16, true),
      packedSize,
      size,
      position: start,
    });
    position = afterName + extra + comment;
  }
  return parts;
}

/** The packed bytes of a part. @throws TaipyError `invalid_value` when they are not in the archive */
export function packedBytes(bytes: Uint8Array, { name, position, packedSize }: Part): Uint8Array {
  const view = viewOf(bytes);
  const hasHeader = position + LOCAL_BYTES <= bytes.length && view.getUint32(position, true) === LOCAL_HEADER;
  if (!hasHeader) throw notZip(`there is no part where its directory says that ${JSON.stringify(cut(name))} begins`);
  const start = position + LOCAL_BYTES + view.getUint16(position + 26, true) + view.getUint16(position + 28, true);
  if (start + packedSize > bytes.length) throw notZip(`it ends within ${JSON.stringify(cut(name))}`);
  return bytes.subarray(start, start + packedSize);
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Numbers that need more than 32 bits stand in a field of their own, in this order. */
function largeNumbers(numbers: readonly number[], extra: DataView): [number, number, number] {
  let at = numbers.includes(ZIP64) ? zip64Field(extra) : 0;
  const [size = 0, packedSize = 0, position = 0] = numbers.map((number) => {
    if (number !== ZIP64) return number;
    at += 8;
    return at > extra.byteLength ? Infinity : Number(extra.getBigUint64(at - 8, true));
  });
  return [size, packedSize, position];
}

function zip64Field(extra: DataView): number {
  let at = 0;
  while (at + 4 <= extra.byteLength && extra.getUint16(at, true) !== ZIP64_EXTRA)
    at += 4 + extra.getUint16(at + 2, true);
  return at + 4;
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
