import type { ByteRange, PayloadRef } from "../entities/payload.ts";

/** Encoded values as streams of the platform's type (payloads/content-store.ts). */
export interface ContentStore<Stream> {
  /** The largest upload, in bytes. */
  readonly limit: number;
  /** @throws TaipyError `body_too_large` beyond the limit, `invalid_body` when the stream breaks off; nothing is kept then */
  put(body: Stream | null, contentType: string): Promise<PayloadRef>;
  /** @throws TaipyError `payload_missing` */
  open(payload: PayloadRef, range: ByteRange | null): Promise<Stream>;
  /** Removes payloads that nothing points at. */
  discard(keys: readonly string[]): Promise<void>;
}
