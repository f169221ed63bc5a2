import { TaipyError } from "../../../core/errors.ts";

/** Of 11 levels; level 11 takes ten times as long. */
const BROTLI_QUALITY = 5;

/** The compressions that a node can name, as Parquet calls them. */
const CODECS = { snappy: "SNAPPY", gzip: "GZIP", brotli: "BROTLI", none: "UNCOMPRESSED" } as const;

/**
 * The compression of a written file, with the compressors of all that are written.
 * @throws TaipyError `invalid_value` for a `compression` that is unknown; null is none, as in pandas
 */
export async function compressionOf({ compression = "snappy" }: Readonly<Record<string, unknown>>) {
  const name = String(compression ?? "none").toLowerCase();
  if (!Object.hasOwn(CODECS, name)) {
    const known = Object.keys(CODECS).join(", ");
    throw new TaipyError("invalid_value", `The compression "${name}" is unknown; there are ${known}.`);
  }
  const codec = CODECS[name as keyof typeof CODECS];
  const { brotliCompressSync, constants, gzipSync, zstdCompressSync } = await import("node:zlib");
  const { snappyCompress } = await import("../parquet-library.ts");
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } };
  return {
    codec,
    compressors: {
      SNAPPY: (bytes: Uint8Array) => snappyCompress(bytes),
      GZIP: (bytes: Uint8Array) => gzipSync(bytes),
      BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes, brotli),
      ZSTD: (bytes: Uint8Array) => zstdCompressSync(bytes),
    },
  };
}
