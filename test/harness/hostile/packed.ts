import { brotliCompressSync, gzipSync } from "node:zlib";
import { int32, join, varint } from "./parquet-file.ts";

type Pack = (start: readonly number[], count: number) => Uint8Array;

const lettersAfter: Pack = (start, count) => join(start, new Uint8Array(count).fill(LETTER));

const LETTER = 0x78;

/** A few bytes (less than 14), and then `count` times the letter x. */
export const PACKS: Readonly<Record<"gzip" | "brotli" | "snappy" | "lz4Raw" | "lz4" | "zstd", Pack>> = {
  gzip: (start, count) => gzipSync(lettersAfter(start, count)),
  brotli: (start, count) => brotliCompressSync(lettersAfter(start, count)),
  snappy(start, count) {
    const copies = Math.floor((count - 1) / 64);
    const rest = (count - 1) % 64;
    const body = new Uint8Array(copies * 3);
    for (let at = 0; at < body.length; at += 3) body.set([0xfe, 1, 0], at);
    const literal = [...varint(start.length + count), start.length << 2, ...start, LETTER];
    return join(literal, body, rest === 0 ? [] : [((rest - 1) << 2) | 2, 1, 0]);
  },
  lz4Raw(start, count) {
    const match = count - 1 - 4 - 15;
    const literal = [((start.length + 1) << 4) | 15, ...start, LETTER, 1, 0];
    return join(literal, new Uint8Array(Math.floor(match / 255)).fill(255), [match % 255]);
  },
  lz4(start, count) {
    const block = PACKS.lz4Raw(start, count);
    const sizes = [start.length + count, block.length].map((size) => int32(size).reverse());
    return join(...sizes, block);
  },
  zstd: (start, count) => zstdFrame(start, count),
};

/** @param window the descriptor of a window; without one the frame says that it needs its own size only */
export function zstdFrame(start: readonly number[], count: number, window?: number): Uint8Array {
  const most = 128 * 1024;
  const blocks = Math.max(1, Math.ceil(count / most));
  const header = (size: number, kind: number, isLast: boolean) =>
    int32(size * 8 + kind * 2 + Number(isLast)).slice(0, 3);
  const runs = Array.from({ length: blocks }, (_, index) => {
    const isLast = index === blocks - 1;
    return [...header(isLast ? count - index * most : most, 1, isLast), LETTER];
  });
  const size = int32(start.length + count);
  const head = window === undefined ? [0xa0, ...size] : [0x80, window, ...size];
  return join([0x28, 0xb5, 0x2f, 0xfd], head, header(start.length, 0, false), start, ...runs);
}
