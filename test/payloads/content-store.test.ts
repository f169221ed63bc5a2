import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Env } from "../../src/env.ts";
import { createContentStore, UPLOAD_LIMIT } from "../../src/payloads/content-store.ts";
import { createPayloadStore, KV_LIMIT, sha256 } from "../../src/payloads/payload-store.ts";
import { aStoredPayload } from "../harness/factories.ts";

const { PAYLOADS: kv, LARGE_PAYLOADS: r2 } = env as unknown as Env;
if (r2 === undefined) throw new Error("wrangler.toml binds no LARGE_PAYLOADS");
const newUuid = () => crypto.randomUUID();
const MEBIBYTE = 1024 * 1024;

const storeWith = (bucket: R2Bucket | undefined) =>
  createContentStore({ kv, r2: bucket, newUuid, payloads: createPayloadStore({ kv, r2: bucket, newUuid }) });
const store = storeWith(r2);

/** Bytes that differ from position to position, and repeat at no power of two. */
function bytesOf(size: number): Uint8Array {
  const pattern = Uint8Array.from({ length: 65_521 }, (_, index) => (index * 31) % 251);
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += pattern.length) bytes.set(pattern.subarray(0, size - at), at);
  return bytes;
}

/** In chunks that fit no part. */
function streamOf(bytes: Uint8Array, chunk = 777_777): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + chunk));
      at += chunk;
    },
  });
}

const read = async (stream: ReadableStream<Uint8Array>) => new Uint8Array(await new Response(stream).arrayBuffer());

const objects = async () => (await r2.list({ prefix: "large-payloads/" })).objects.map((object) => object.key);

/** Sixty megabytes through a model of R2 take seconds. */
describe("an upload", () => {
  it.each([
    ["nothing", 0, "kv"],
    ["some bytes", 100, "kv"],
    ["20 MB", 20_000_000, "kv"],
    ["all that KV takes", KV_LIMIT, "kv"],
    ["one byte more", KV_LIMIT + 1, "r2"],
    ["48 MiB", 48 * MEBIBYTE, "r2"],
    ["whole parts", 32 * MEBIBYTE, "r2"],
  ])("of %s is kept as it came, with its size and hash", async (_, size, tier) => {
    const bytes = bytesOf(size);
    const payload = await store.put(streamOf(bytes), "text/csv");
    expect(payload).toMatchObject({ tier, size, content_type: "text/csv", hash: await sha256(bytes), body: null });
    expect(await sha256(await read(await store.open(payload, null)))).toBe(payload.hash);
  });

  it.each([0, 1, 100_000, 5_000_000])("is whole whatever size was declared (%i)", async (declared) => {
    const bytes = bytesOf(300_000);
    const payload = await store.put(streamOf(bytes), "text/csv", declared);
    expect(payload).toMatchObject({ size: 300_000, hash: await sha256(bytes) });
    expect(await sha256(await read(await store.open(payload, null)))).toBe(payload.hash);
  });

  it("is not kept when its inspection refuses it", async () => {
    const before = (await kv.list()).keys.length;
    const inspect = (bytes: Uint8Array) => Promise.reject(new Error(`refused ${bytes.byteLength} bytes`));
    await expect(store.put(streamOf(bytesOf(30_000)), "text/csv", 0, inspect)).rejects.toThrow("refused 30000 bytes");
    expect((await kv.list()).keys.length).toBe(before);
  });

  it("is empty when the request has no body", async () => {
    expect(await store.put(null, "text/csv")).toMatchObject({ size: 0 });
  });

  it("is refused beyond the limit, and leaves nothing behind", async () => {
    const before = await objects();
    const refusal = { code: "body_too_large", details: { limit: UPLOAD_LIMIT } };
    await expect(store.put(streamOf(bytesOf(UPLOAD_LIMIT + 1)), "x/y")).rejects.toMatchObject(refusal);
    expect(await objects()).toEqual(before);
  });

  it("is refused when it breaks off, and leaves nothing behind", async () => {
    const before = await objects();
    const bytes = bytesOf(40 * MEBIBYTE);
    let sent = 0;
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent >= bytes.length) return controller.error(new Error("connection lost"));
        controller.enqueue(bytes.slice(sent, sent + MEBIBYTE));
        sent += MEBIBYTE;
      },
    });
    await expect(store.put(broken, "x/y")).rejects.toMatchObject({ code: "invalid_body" });
    expect(await objects()).toEqual(before);
  });

  it("is limited to the size of a KV value when no R2 bucket is bound", async () => {
    const small = storeWith(undefined);
    expect(small.limit).toBe(KV_LIMIT);
    await expect(small.put(streamOf(bytesOf(KV_LIMIT + 1)), "x/y")).rejects.toMatchObject({
      code: "body_too_large",
      message: expect.stringContaining("LARGE_PAYLOADS"),
    });
  });
});

describe("a range", () => {
  const bytes = bytesOf(KV_LIMIT + 1);

  it.each([
    ["a row", 0, 12_000],
    ["KV", 0, 100_000],
    ["R2", 0, KV_LIMIT + 1],
  ])("of what lies in %s has exactly its bytes", async (tier, from, to) => {
    const content = bytes.slice(from, to);
    const text = new TextDecoder("latin1").decode(content.map((byte) => byte % 100));
    const payloads = createPayloadStore({ kv, r2, newUuid });
    const payload =
      tier === "a row" ? await payloads.put(text, "text/plain") : await store.put(streamOf(content), "x/y");
    const expected = tier === "a row" ? new TextEncoder().encode(text) : content;
    const part = await read(await store.open(payload, { offset: 1_000, length: 7 }));
    expect([...part]).toEqual([...expected.subarray(1_000, 1_007)]);
  });
});

it("reading a content that was deleted is an error", async () => {
  for (const tier of ["kv", "r2"] as const) {
    const gone = aStoredPayload("gone", { tier });
    const lost = storeWith(r2).open(tier === "kv" ? { ...gone, key: null } : gone, null);
    await expect(lost).rejects.toMatchObject({ code: "payload_missing" });
  }
});
