/** Loaded by the first value that needs it, as the libraries of all heavy formats are. */
export { parquetMetadataAsync, parquetRead, parquetScan, parquetSchema, snappyUncompress } from "hyparquet";
export { decompressLz4, decompressLz4Raw } from "hyparquet-compressors/src/lz4.js";
export { parquetWriteBuffer } from "hyparquet-writer";
