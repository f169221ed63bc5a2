import { deltaBinaryUnpack } from "../../parquet-library.ts";
import type { Span } from "./levels.ts";

/** A larger block has a negative size for the library. */
const MOST_VALUES = 2 ** 31 - 1;

/**
 * Checks the blocks of delta-encoded integers: the library believes their sizes, so that it would allocate as much as they
 * declare, or read a block again and again.
 * @throws Error when they are not the blocks of `count` integers
 */
export function checkDelta({ bytes, start, end }: Span, count: number): void {
  let at = start;
  const number = (mostBytes: number): number => {
    let value = 0;
    for (let index = 0; index < mostBytes && at < end; index++) {
      const part = bytes[at++] ?? 0;
      value += (part & 0x7f) * 128 ** index;
      if (part < 0x80) return value;
    }
    throw new Error("its delta-encoded numbers are malformed");
  };
  const blockSize = number(5);
  const parts = number(5);
  const declared = number(5);
  number(10);
  const partSize = blockSize / parts;
  if (parts < 1 || blockSize < 1 || blockSize > MOST_VALUES || !Number.isInteger(partSize / 8)) {
    throw new Error(`its delta-encoded numbers are in blocks of ${blockSize} in ${parts} parts`);
  }
  if (declared < count) throw new Error(`it has ${declared} of ${count} delta-encoded numbers`);
  for (let seen = 1; seen < count; ) {
    number(10);
    if (parts > end - at) throw new Error(`its delta-encoded numbers are in blocks of ${parts} parts`);
    const widths = at;
    at += parts;
    for (let part = 0; part < parts && seen < count; part++) {
      const width = bytes[widths + part] ?? 0;
      if (width > 64) throw new Error(`its delta-encoded numbers have ${width} bits`);
      const needed = Math.min(partSize, count - seen);
      if (Math.ceil((needed * width) / 8) > end - at)
        throw new Error(`it has ${seen} of ${count} delta-encoded numbers`);
      at += (partSize * width) / 8;
      seen += partSize;
    }
  }
}

/** Lengths of texts, and the place of the bytes after them. @throws Error when they are malformed */
export function deltaLengths(span: Span, count: number): { lengths: Int32Array; next: number } {
  checkDelta(span, count);
  const lengths = new Int32Array(count);
  const { bytes, start, end } = span;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset + start, end - start), offset: 0 };
  deltaBinaryUnpack(reader, count, lengths);
  if (lengths.some((length) => length < 0)) throw new Error("a text has a length below 0");
  return { lengths, next: start + reader.offset };
}
