/** Imported by itself: the package's entry compiles WebAssembly, which Workers refuse. */
declare module "hyparquet-compressors/src/lz4.js" {
  export function decompressLz4(packed: Uint8Array, unpackedBytes: number): Uint8Array;
  export function decompressLz4Raw(packed: Uint8Array, unpackedBytes: number): Uint8Array;
}
