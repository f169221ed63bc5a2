import type { CompressionCodec } from "hyparquet";
import { TaipyError } from "../../../core/errors.ts";
import { unpackLz4, unpackLz4Raw } from "./lz4.ts";
import { unpackSnappy } from "./snappy.ts";

/**
 * Unpacks a page into exactly `size` bytes, which the caller has charged.
 * @throws Error when the packed bytes stand for more or fewer bytes
 */
export type Unpack = (codec: CompressionCodec, packed: Uint8Array, size: number) => Uint8Array;

type Codec = (packed: Uint8Array, size: number) => Uint8Array;

/** Workers count whole buffers, even when the last one is not full. */
const SLACK = 64 * 1024;

/** A read may unpack more than fits into memory at once, but not for ever. */
const MOST_UNPACKED = 512 * 1024 * 1024;

/** Unpackers for all files of pandas and DuckDB, for one read. */
export async function createUnpack(): Promise<Unpack> {
  const { brotliDecompressSync, gunzipSync, zstdDecompressSync } = await import("node:zlib");
  const limit = (size: number) => ({ maxOutputLength: size + SLACK });
  const codecs: Readonly<Partial<Record<CompressionCodec, Codec>>> = {
    GZIP: (packed, size) => gunzipSync(packed, limit(size)),
    BROTLI: (packed, size) => brotliDecompressSync(packed, limit(size)),
    ZSTD(packed, size) {
      checkWindow(packed);
      return zstdDecompressSync(packed, limit(size));
    },
    SNAPPY: unpackSnappy,
    LZ4: unpackLz4,
    LZ4_RAW: unpackLz4Raw,
  };
  let total = 0;
  return (name, packed, size) => {
    const codec = codecs[name];
    if (codec === undefined) throw new Error(`the compression ${name} can't be read`);
    total += size;
    if (total > MOST_UNPACKED) {
      const message = `The selected rows unpack to more than ${MOST_UNPACKED / 1024 ** 2} MiB. Select fewer at once.`;
      throw new TaipyError("value_too_large", message);
    }
    const unpacked = codec(packed, size);
    if (unpacked.length === size) return unpacked;
    throw new Error(`the packed data stands for ${unpacked.length} bytes, and its page declares ${size}`);
  };
}

/** A frame of Zstandard may ask for a window of 128 MiB, however few bytes it has. 8 MiB suffice for levels up to 19. */
const MOST_WINDOW = 2 ** 23;
const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** The frame is its own window. */
const SINGLE_SEGMENT = 0x20;

function checkWindow(packed: Uint8Array): void {
  if (ZSTD_MAGIC.some((byte, index) => packed[index] !== byte)) throw new Error("the Zstandard data is malformed");
  const [, , , , head = 0, window = 0] = packed;
  if ((head & SINGLE_SEGMENT) !== 0) return;
  const bytes = 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
  if (bytes > MOST_WINDOW) throw new Error(`the Zstandard data needs a window of ${bytes} bytes`);
}
