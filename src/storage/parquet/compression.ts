import type { Compressors } from "hyparquet";
import { TaipyError } from "../../core/errors.ts";
import { checkUnpackedSize } from "../table/limits.ts";

/** Compressions that the platform cannot unpack. */
type Unpackers = Pick<typeof import("./parquet-library.ts"), "snappyUncompress" | "decompressLz4" | "decompressLz4Raw">;

type Codec = (packed: Uint8Array, unpackedBytes: number) => Uint8Array;

/** Workers count whole buffers, even when the last one is not full. */
const limit = (bytes: number) => ({ maxOutputLength: bytes + 64 * 1024 });

/** Unpackers for all files of pandas and DuckDB; they refuse more bytes than a Worker can hold, in one page or in all. */
export async function boundedReaders({
  snappyUncompress,
  decompressLz4,
  decompressLz4Raw,
}: Unpackers): Promise<Compressors> {
  const { brotliDecompressSync, gunzipSync, zstdDecompressSync } = await import("node:zlib");
  const snappy: Codec = (packed, bytes) => {
    const unpacked = new Uint8Array(bytes);
    snappyUncompress(packed, unpacked);
    return unpacked;
  };
  const readers: Readonly<Record<string, Codec>> = {
    GZIP: (packed, bytes) => gunzipSync(packed, limit(bytes)),
    BROTLI: (packed, bytes) => brotliDecompressSync(packed, limit(bytes)),
    ZSTD: (packed, bytes) => zstdDecompressSync(packed, limit(bytes)),
    SNAPPY: snappy,
    LZ4: decompressLz4,
    LZ4_RAW: decompressLz4Raw,
  };
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

/** Of 11 levels; level 11 takes ten times as long. */
const BROTLI_QUALITY = 5;

/** The compressions that a node can name, as Parquet calls them. */
const CODECS = { snappy: "SNAPPY", gzip: "GZIP", brotli: "BROTLI", none: "UNCOMPRESSED" } as const;

/**
 * The compression of a written file, with the compressors that the writing library lacks.
 * @throws TaipyError `invalid_value` for a `compression` that is unknown; null is none, as in pandas
 */
export async function compressionOf({ compression = "snappy" }: Readonly<Record<string, unknown>>) {
  const name = String(compression ?? "none").toLowerCase();
  if (!Object.hasOwn(CODECS, name)) {
    const known = Object.keys(CODECS).join(", ");
    throw new TaipyError("invalid_value", `The compression "${name}" is unknown; there are ${known}.`);
  }
  const codec = CODECS[name as keyof typeof CODECS];
  const { brotliCompressSync, constants, gzipSync } = await import("node:zlib");
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } };
  return {
    codec,
    compressors: {
      GZIP: (bytes: Uint8Array) => gzipSync(bytes),
      BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes, brotli),
    },
  };
}
