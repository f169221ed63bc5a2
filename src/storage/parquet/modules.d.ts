/** The part of Node's module that Workers have and that this folder uses. */
declare module "node:zlib" {
  interface UnpackOptions {
    readonly maxOutputLength: number;
  }
  export function gzipSync(bytes: Uint8Array): Uint8Array;
  export function gunzipSync(bytes: Uint8Array, options: UnpackOptions): Uint8Array;
  export const constants: { readonly BROTLI_PARAM_QUALITY: number };
  export function brotliCompressSync(
    bytes: Uint8Array,
    options?: { readonly params: Readonly<Record<number, number>> },
  ): Uint8Array;
  export function brotliDecompressSync(bytes: Uint8Array, options: UnpackOptions): Uint8Array;
  export function zstdCompressSync(bytes: Uint8Array): Uint8Array;
  export function zstdDecompressSync(bytes: Uint8Array, options: UnpackOptions): Uint8Array;
}
