import type { NewUuid } from "../core/entities/ids.ts";
import type { PayloadRef } from "../core/entities/payload.ts";
import { TaipyError } from "../core/errors.ts";
import { faultOf, passesSoon } from "../core/faults/fault.ts";
import { FAULT_TEXTS } from "../core/faults/fault-texts.ts";
import type { FaultCode } from "../core/faults/patterns.ts";
import { keyEnding, type PlainJson } from "../core/values/plain-json.ts";
import { utf8Text } from "../storage/encoding/utf8-text.ts";
import type { Body, PayloadStore } from "../storage/types.ts";

/** A text of at most so many bytes is kept inside its D1 row: a KV write costs five times a row and takes time to spread. */
export const INLINE_LIMIT = 16 * 1024;

/** Bytes that one KV value can hold. */
export const KV_LIMIT = 25 * 1024 * 1024;

/** Pauses before another read of a missing KV key: this location may have cached its absence just before the write. */
const MISSING_WAITS_MS = [100, 400, 1_500, 4_000] as const;

/** Pauses before another call of a store that has failed. */
const FAULT_WAITS_MS = [100, 1_000, 3_000] as const;

export const KV_PREFIX = "payloads/";
export const R2_PREFIX = "large-payloads/";

/** The part of a KV namespace that payloads need. */
export interface PayloadNamespace {
  get(key: string, type: "arrayBuffer"): Promise<ArrayBuffer | null>;
  put(key: string, value: Uint8Array): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

/** The part of an R2 bucket that payloads need. */
export interface PayloadBucket {
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>;
  put(key: string, value: Uint8Array): Promise<unknown>;
  delete(keys: string[]): Promise<unknown>;
}

export interface PayloadStoreParts {
  readonly kv: PayloadNamespace;
  readonly r2?: PayloadBucket | undefined;
  readonly newUuid: NewUuid;
  /** Pauses between two calls; tests pass their own. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

export interface DiscardingPayloadStore extends PayloadStore {
  /** Removes payloads by key. Their references must be gone first; unknown keys are no error. */
  discard(keys: readonly string[]): Promise<void>;
}

/** Payloads in the row, in KV or in R2, by kind and size. A key is written once and never again. */
export function createPayloadStore({ kv, r2, newUuid, wait = pause }: PayloadStoreParts): DiscardingPayloadStore {
  async function put(body: Body, contentType: string, plain: PlainJson | null = null): Promise<PayloadRef> {
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const content_type = typeof body === "string" ? withCharset(contentType) : contentType;
    const ref = { content_type, size: bytes.byteLength, hash: await sha256(bytes) };
    if (typeof body === "string" && fitsInline(body, bytes)) return { ...ref, tier: "inline", key: null, body };
    const name = newUuid() + (plain === null ? "" : keyEnding(plain));
    if (bytes.byteLength <= KV_LIMIT) {
      const key = KV_PREFIX + name;
      await available(
        "the KV namespace PAYLOADS",
        withRetries(() => kv.put(key, bytes), wait),
      );
      return { ...ref, tier: "kv", key, body: null };
    }
    if (r2 === undefined) throw tooLarge(bytes.byteLength);
    const key = R2_PREFIX + name;
    await available(
      "the R2 bucket LARGE_PAYLOADS",
      withRetries(() => r2.put(key, bytes), wait),
    );
    return { ...ref, tier: "r2", key, body: null };
  }

  async function getBytes(ref: PayloadRef): Promise<Uint8Array> {
    if (ref.tier === "inline") return new TextEncoder().encode(inlineBody(ref));
    const { key } = ref;
    if (key === null) throw payloadMissing(ref);
    if (ref.tier === "r2" && r2 === undefined) throw bucketMissing();
    const find = () => (ref.tier === "kv" ? findInKv(key) : findInR2(key));
    const found = await available(storeOf(ref), withRetries(find, wait));
    if (found === null) throw payloadMissing(ref);
    return new Uint8Array(found);
  }

  const findInKv = (key: string) => untilFound(() => kv.get(key, "arrayBuffer"), wait);

  async function findInR2(key: string): Promise<ArrayBuffer | null> {
    const object = (await r2?.get(key)) ?? null;
    return object === null ? null : object.arrayBuffer();
  }

  async function getText(ref: PayloadRef): Promise<string> {
    return ref.tier === "inline" ? inlineBody(ref) : utf8Text(await getBytes(ref));
  }

  async function discard(keys: readonly string[]): Promise<void> {
    const large = keys.filter((key) => key.startsWith(R2_PREFIX));
    const others = keys.filter((key) => !key.startsWith(R2_PREFIX));
    const deletions = [
      ...others.map((key) => kv.delete(key)),
      ...(large.length > 0 && r2 !== undefined ? [r2.delete(large)] : []),
    ];
    await available("KV or R2", Promise.all(deletions));
  }

  return { put, getText, getBytes, discard };
}

/** NUL ends a text in some of SQL's functions, so such a text is never kept in a row. */
const fitsInline = (text: string, bytes: Uint8Array) => bytes.byteLength <= INLINE_LIMIT && !text.includes("\0");

/** Text is stored as UTF-8. `text/*` types name that, because their readers may expect another encoding. */
const withCharset = (contentType: string) =>
  contentType.startsWith("text/") && !/;\s*charset=/i.test(contentType) ? `${contentType}; charset=utf-8` : contentType;

function inlineBody(ref: PayloadRef): string {
  if (ref.body === null) throw payloadMissing(ref);
  return ref.body;
}

/** Reads a KV key again while it is missing, for some seconds. */
export async function untilFound<T>(read: () => Promise<T | null>, wait = pause): Promise<T | null> {
  for (const milliseconds of MISSING_WAITS_MS) {
    const found = await read();
    if (found !== null) return found;
    await wait(milliseconds);
  }
  return read();
}

/** Calls a store again after a failure that passes, so that a short fault fails no job. A repeated write changes nothing: its key is new. */
async function withRetries<T>(call: () => Promise<T>, wait: (milliseconds: number) => Promise<void>): Promise<T> {
  for (const milliseconds of FAULT_WAITS_MS) {
    try {
      return await call();
    } catch (error) {
      if (!passesSoon(error)) throw error;
      await wait(milliseconds);
    }
  }
  return call();
}

/**
 * The result of a call of a store.
 * @throws TaipyError when the store fails: `values_unavailable`, or another code of core/faults. No edit points at the value yet
 */
export async function available<T>(store: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    if (cause instanceof TaipyError) throw cause;
    const code = faultOf(cause) ?? "internal_error";
    throw new TaipyError(code, textOfFailure(code, store), { cause });
  }
}

function textOfFailure(code: FaultCode | "internal_error", store: string): string {
  const failed = `Values cannot be reached: ${store} failed`;
  if (code === "internal_error") return `${failed}, in words that the service does not know.`;
  return code === "values_unavailable" || code === "platform_unavailable" ? `${failed}. Try again.` : FAULT_TEXTS[code];
}

export const storeOf = ({ tier }: PayloadRef): string =>
  tier === "kv" ? "the KV namespace PAYLOADS" : tier === "r2" ? "the R2 bucket LARGE_PAYLOADS" : "the database";

function tooLarge(size: number): TaipyError {
  const advice = "Write less, or bind an R2 bucket as LARGE_PAYLOADS in wrangler.toml.";
  const message = `The encoded value takes ${size} bytes, and KV holds at most ${KV_LIMIT} (25 MiB). ${advice}`;
  return new TaipyError("body_too_large", message, { details: { size, limit: KV_LIMIT } });
}

export function payloadMissing(ref: PayloadRef): TaipyError {
  const { key } = ref;
  const what = key === null ? "the value has been removed" : `no value lies under the key ${key} in ${storeOf(ref)}`;
  return new TaipyError("payload_missing", `${what}.`, { details: { key } });
}

/** A value that lies in R2 is there, but this deployment has no way to it. */
export const bucketMissing = (): TaipyError =>
  new TaipyError("values_misconfigured", "The value lies in R2, and wrangler.toml binds no bucket as LARGE_PAYLOADS.");

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** SHA-256 as lower-case hex. */
export const sha256 = async (bytes: Uint8Array): Promise<string> => hex(await crypto.subtle.digest("SHA-256", bytes));

/** A digest as lower-case hex. */
export const hex = (digest: ArrayBuffer): string =>
  Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
