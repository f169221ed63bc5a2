import { checkRoom, copyWithin } from "./snappy.ts";

/**
 * Unpacks one LZ4 block into exactly `size` bytes.
 * @throws Error when the bytes are malformed, or stand for more or fewer bytes
 */
export function unpackLz4Raw(packed: Uint8Array, size: number): Uint8Array {
  const unpacked = new Uint8Array(size);
  const end = unpackBlock(packed, unpacked, 0);
  if (end !== size) throw new Error(`the packed data stands for ${end} bytes, and its page declares ${size}`);
  return unpacked;
}

/**
 * Unpacks the LZ4 of older writers: Hadoop's, where each block begins with its sizes, or else one block without them.
 * @throws Error as {@link unpackLz4Raw} does
 */
export function unpackLz4(packed: Uint8Array, size: number): Uint8Array {
  return hasHadoopBlocks(packed, size) ? unpackHadoop(packed, size) : unpackLz4Raw(packed, size);
}

/** The length of both sizes of a block of Hadoop's. */
const SIZES = 8;

function hasHadoopBlocks(packed: Uint8Array, size: number): boolean {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  let unpackedBytes = 0;
  let at = 0;
  while (at + SIZES < packed.length) {
    unpackedBytes += view.getUint32(at);
    at += SIZES + view.getUint32(at + 4);
  }
  return packed.length > SIZES && at === packed.length && unpackedBytes === size;
}

function unpackHadoop(packed: Uint8Array, size: number): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const unpacked = new Uint8Array(size);
  let to = 0;
  for (let at = 0; at < packed.length; ) {
    const [blockBytes, packedBytes] = [view.getUint32(at), view.getUint32(at + 4)];
    at += SIZES;
    // Each block refers to its own bytes only.
    const block = unpacked.subarray(to, to + blockBytes);
    if (unpackBlock(packed.subarray(at, at + packedBytes), block, 0) !== blockBytes) {
      throw new Error("a block of the LZ4 data has another size than it declares");
    }
    at += packedBytes;
    to += blockBytes;
  }
  return unpacked;
}

/** @returns where the unpacked bytes end */
function unpackBlock(packed: Uint8Array, unpacked: Uint8Array, start: number): number {
  let from = 0;
  let to = start;
  const byte = (): number => {
    const value = packed[from];
    if (value === undefined) throw new Error("the LZ4 data ends too early");
    from += 1;
    return value;
  };
  const longLength = (short: number): number => {
    let length = short;
    if (short < 15) return length;
    for (let more = 255; more === 255; length += more) more = byte();
    return length;
  };
  while (from < packed.length) {
    const token = byte();
    const literals = longLength(token >> 4);
    checkRoom(literals, unpacked.length - to);
    if (literals > packed.length - from) throw new Error("the LZ4 data ends within a literal");
    if (literals < 16) for (let index = 0; index < literals; index++) unpacked[to + index] = packed[from + index] ?? 0;
    else unpacked.set(packed.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence has literals only.
    if (from >= packed.length) break;
    const back = byte() + byte() * 256;
    const length = longLength(token & 15) + 4;
    checkRoom(length, unpacked.length - to);
    copyWithin(unpacked, to, back, length);
    to += length;
  }
  return to;
}
