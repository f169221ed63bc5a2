import type { NewUuid } from "../core/entities/ids.ts";
import type { ByteRange, PayloadRef } from "../core/entities/payload.ts";
import { TaipyError } from "../core/errors.ts";
import { VALUE_MEMORY } from "../core/values/budget.ts";
import type { PayloadStore } from "../storage/types.ts";
import {
  available,
  bucketMissing,
  hex,
  KV_LIMIT,
  payloadMissing,
  R2_PREFIX,
  storeOf,
  untilFound,
} from "./payload-store.ts";

const MEBIBYTE = 1024 * 1024;
/** The largest upload when R2 is bound: a larger file can't be read, and an upload is checked by reading it. */
export const UPLOAD_LIMIT = VALUE_MEMORY;
/** R2 takes parts of one size, 5 MiB or more; two of them are in memory at a time. */
const PART_SIZE = 8 * MEBIBYTE;

export interface ContentStoreParts {
  readonly kv: Pick<KVNamespace, "get">;
  readonly r2?: Pick<R2Bucket, "get" | "head" | "createMultipartUpload"> | undefined;
  readonly payloads: PayloadStore & { discard(keys: readonly string[]): Promise<void> };
  readonly newUuid: NewUuid;
}

/** Payloads as streams: a content that fits into memory goes to {@link PayloadStore}, a larger one to R2 in parts. */
export function createContentStore({ kv, r2, payloads, newUuid }: ContentStoreParts) {
  const limit = r2 === undefined ? KV_LIMIT : UPLOAD_LIMIT;

  /**
   * @param declared the size that the caller declares, which may be wrong
   * @throws TaipyError `body_too_large` beyond the limit, `invalid_body` when the stream breaks off, or what `inspect` throws;
   *   nothing is kept then
   */
  async function put(
    stream: ReadableStream<Uint8Array> | null,
    contentType: string,
    declared = 0,
    inspect: (bytes: Uint8Array) => Promise<void> = async () => {},
  ): Promise<PayloadRef> {
    const chunks = limited(stream, limit);
    const start = new GrowingBytes(Math.min(declared, KV_LIMIT));
    for (;;) {
      const { done, value } = await chunks.next();
      if (done === true) break;
      start.add(value);
      if (start.size > KV_LIMIT && r2 !== undefined) return putParts(r2, start.bytes, chunks, contentType);
    }
    await inspect(start.bytes);
    return payloads.put(start.bytes, contentType);
  }

  async function putParts(
    bucket: NonNullable<typeof r2>,
    start: Uint8Array,
    rest: AsyncGenerator<Uint8Array>,
    content_type: string,
  ): Promise<PayloadRef> {
    const key = R2_PREFIX + newUuid();
    const store = "the R2 bucket LARGE_PAYLOADS";
    const upload = await available(store, bucket.createMultipartUpload(key));
    const digest = new crypto.DigestStream("SHA-256");
    const writer = digest.getWriter();
    const parts: R2UploadedPart[] = [];
    let size = 0;
    try {
      for await (const part of partsOf(start, rest)) {
        await writer.write(part);
        parts.push(await available(store, upload.uploadPart(parts.length + 1, part)));
        size += part.byteLength;
      }
      await writer.close();
      await available(store, upload.complete(parts));
    } catch (error) {
      digest.digest.catch(() => {});
      await Promise.allSettled([writer.abort(error), upload.abort()]);
      throw error;
    }
    return { tier: "r2", content_type, size, hash: hex(await digest.digest), key, body: null };
  }

  /** @throws TaipyError `payload_missing` when the key is not there, even after a while */
  async function open(ref: PayloadRef, range: ByteRange | null): Promise<ReadableStream<Uint8Array>> {
    const stream = await available(storeOf(ref), find(ref, range));
    if (stream === null) throw payloadMissing(ref);
    return stream;
  }

  async function find(ref: PayloadRef, range: ByteRange | null): Promise<ReadableStream<Uint8Array> | null> {
    const { tier, key } = ref;
    if (tier === "r2") {
      if (r2 === undefined) throw bucketMissing();
      const object = key === null ? null : await r2.get(key, range === null ? {} : { range });
      return object?.body ?? null;
    }
    if (tier === "kv" && key !== null && range === null) return untilFound(() => kv.get(key, "stream"));
    // KV has no ranges. A value in KV or in a row fits into memory.
    const bytes = await payloads.getBytes(ref);
    return new Response(range === null ? bytes : bytes.subarray(range.offset, range.offset + range.length)).body;
  }

  async function has({ tier, key }: PayloadRef): Promise<boolean> {
    if (key === null) return true;
    if (tier === "r2") {
      if (r2 === undefined) throw bucketMissing();
      return (await available("the R2 bucket LARGE_PAYLOADS", r2.head(key))) !== null;
    }
    const stream = await available("the KV namespace PAYLOADS", kv.get(key, "stream"));
    await stream?.cancel();
    return stream !== null;
  }

  return { limit, put, open, has, discard: payloads.discard };
}

async function* limited(stream: ReadableStream<Uint8Array> | null, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  const reader = stream?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new TaipyError("invalid_body", "The body broke off.");
      });
      if (done) return;
      size += value.byteLength;
      if (size > limit) throw contentTooLarge(limit);
      yield value;
    }
  } finally {
    // The rest of a refused stream is left to the caller, who may read or cancel it.
    reader.releaseLock();
  }
}

function contentTooLarge(limit: number): TaipyError {
  const advice = limit < UPLOAD_LIMIT ? " Bind an R2 bucket as LARGE_PAYLOADS in wrangler.toml for larger ones." : "";
  const message = `The content is larger than ${limit} bytes (${limit / MEBIBYTE} MiB).${advice}`;
  return new TaipyError("body_too_large", message, { details: { limit } });
}

/** All bytes again, in parts of one size; the last one may be smaller. */
async function* partsOf(start: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(PART_SIZE);
  let filled = 0;
  const all = (async function* () {
    yield start;
    yield* rest;
  })();
  for await (const chunk of all) {
    for (let from = 0; from < chunk.byteLength; ) {
      const piece = chunk.subarray(from, from + PART_SIZE - filled);
      part.set(piece, filled);
      filled += piece.byteLength;
      from += piece.byteLength;
      if (filled < PART_SIZE) continue;
      yield part;
      part = new Uint8Array(PART_SIZE);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

const FIRST_CAPACITY = 64 * 1024;

/** Bytes that arrive in pieces, in one buffer that grows with them. */
class GrowingBytes {
  /** The size that is expected; no buffer is made for it before the bytes are there. */
  readonly #expected: number;
  #buffer = new Uint8Array(0);
  size = 0;

  constructor(expected: number) {
    this.#expected = expected;
  }

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.size);
  }

  add(piece: Uint8Array): void {
    const needed = this.size + piece.byteLength;
    if (needed > this.#buffer.byteLength) this.#grow(needed);
    this.#buffer.set(piece, this.size);
    this.size = needed;
  }

  #grow(needed: number): void {
    const doubled = Math.max(needed, 2 * this.#buffer.byteLength, FIRST_CAPACITY);
    const grown = new Uint8Array(needed <= this.#expected ? Math.min(doubled, this.#expected) : doubled);
    grown.set(this.bytes);
    this.#buffer = grown;
  }
}
