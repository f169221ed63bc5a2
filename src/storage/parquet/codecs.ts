import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  gunzipSync,
  gzipSync,
  zstdDecompressSync,
} from "node:zlib";
import type { Compressors } from "hyparquet";
import { TaipyError } from "../../core/errors.ts";
import { checkUnpackedSize } from "../table/unpacked-size.ts";

/** What the platform cannot unpack. */
type Unpackers = Pick<typeof import("./library.ts"), "snappyUncompress" | "decompressLz4" | "decompressLz4Raw">;

type Codec = (packed: Uint8Array, unpackedBytes: number) => Uint8Array;

const READERS = {
  GZIP: (packed, bytes) => gunzipSync(packed, limit(bytes)),
  BROTLI: (packed, bytes) => brotliDecompressSync(packed, limit(bytes)),
  ZSTD: (packed, bytes) => zstdDecompressSync(packed, limit(bytes)),
} as const satisfies Record<string, Codec>;

/** Workers count whole buffers, also one that is not full yet. */
const limit = (bytes: number) => ({ maxOutputLength: bytes + 64 * 1024 });

/** Reads all that pandas and DuckDB write; refuses to unpack more than a Worker can hold, in one page or in all. */
export function boundedReaders({ snappyUncompress, decompressLz4, decompressLz4Raw }: Unpackers): Compressors {
  const snappy: Codec = (packed, bytes) => {
    const unpacked = new Uint8Array(bytes);
    snappyUncompress(packed, unpacked);
    return unpacked;
  };
  const readers = { ...READERS, SNAPPY: snappy, LZ4: decompressLz4, LZ4_RAW: decompressLz4Raw };
  let total = 0;
  const bounded =
    (unpack: Codec): Codec =>
    (packed, bytes) => {
      total += bytes;
      checkUnpackedSize(total);
      return unpack(packed, bytes);
    };
  return Object.fromEntries(Object.entries(readers).map(([name, unpack]) => [name, bounded(unpack)]));
}

/** Quality 5 of 11, which takes a tenth of the time. */
const FAST_BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** The compressions that a node can name, as Parquet calls them, with what the writing library lacks. */
const WRITERS = {
  snappy: { codec: "SNAPPY", compressors: {} },
  gzip: { codec: "GZIP", compressors: { GZIP: (bytes: Uint8Array) => gzipSync(bytes) } },
  brotli: { codec: "BROTLI", compressors: { BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes, FAST_BROTLI) } },
  none: { codec: "UNCOMPRESSED", compressors: {} },
} as const;

/** @throws TaipyError `invalid_value` for a `compression` that is unknown; null is none, as in pandas */
export function compressionOf({ compression = "snappy" }: Readonly<Record<string, unknown>>) {
  const name = String(compression ?? "none").toLowerCase();
  if (Object.hasOwn(WRITERS, name)) return WRITERS[name as keyof typeof WRITERS];
  const known = Object.keys(WRITERS).join(", ");
  throw new TaipyError("invalid_value", `The compression "${name}" is unknown; there are ${known}.`);
}
