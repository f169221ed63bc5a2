import type { ByteRange, PayloadRef } from "../entities/payload.ts";

/** Encoded values as streams of the platform's type (payloads/content-store.ts). */
export interface ContentStore<Stream> {
  /** The largest upload, in bytes. */
  readonly limit: number;
  /**
   * @param declared the size that the caller declares, which may be wrong
   * @param inspect gets bytes that fit into memory before they are stored; it is not called for others
   * @throws TaipyError `body_too_large` beyond the limit, `invalid_body` when the stream breaks off, or what `inspect` throws;
   *   nothing is kept then
   */
  put(
    body: Stream | null,
    contentType: string,
    declared?: number,
    inspect?: (bytes: Uint8Array) => Promise<void>,
  ): Promise<PayloadRef>;
  /** @throws TaipyError `payload_missing` */
  open(payload: PayloadRef, range: ByteRange | null): Promise<Stream>;
  /** Whether the store has a payload at this moment; KV may not show yet what was written within the last minute. */
  has(payload: PayloadRef): Promise<boolean>;
  /** Removes payloads that nothing points at. */
  discard(keys: readonly string[]): Promise<void>;
}
