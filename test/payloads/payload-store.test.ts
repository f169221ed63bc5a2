import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { DEADLINES, NoAnswerError } from "../../src/core/deadlines.ts";
import type { Env } from "../../src/env.ts";
import {
  createPayloadStore,
  INLINE_LIMIT,
  KV_LIMIT,
  type PayloadBucket,
  type PayloadNamespace,
} from "../../src/payloads/payload-store.ts";
import { aStoredPayload } from "../harness/factories.ts";

const kv = (env as unknown as Env).PAYLOADS;
const newUuid = () => crypto.randomUUID();

const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const abcHash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

const missingKv = aStoredPayload("payloads/gone", { hash: abcHash });

function fakeBucket() {
  const objects = new Map<string, Uint8Array>();
  const bucket: PayloadBucket = {
    async get(key) {
      const bytes = objects.get(key);
      return bytes === undefined ? null : { arrayBuffer: async () => bytes.slice().buffer };
    },
    put: async (key, value) => objects.set(key, value),
    delete: async (keys) => keys.forEach((key) => void objects.delete(key)),
  };
  return { bucket, objects };
}

/** Answers "no such key" so many times before it reads. */
function staleKv(misses: number) {
  let reads = 0;
  const namespace: PayloadNamespace = {
    get: async (key, type) => (++reads <= misses ? null : kv.get(key, type)),
    put: (key, value) => kv.put(key, value),
    delete: (key) => kv.delete(key),
  };
  return { namespace, reads: () => reads };
}

describe("a payload", () => {
  const store = createPayloadStore({ kv, newUuid });

  it("has the size in bytes and the SHA-256 of its encoding", async () => {
    expect(await store.put("", "text/plain")).toMatchObject({ size: 0, hash: emptyHash, tier: "inline", body: "" });
    expect(await store.put("abc", "text/plain")).toMatchObject({ size: 3, hash: abcHash });
    expect(await store.put("é", "text/plain")).toMatchObject({ size: 2 });
    expect(await store.put(new TextEncoder().encode("abc"), "x/y")).toMatchObject({ size: 3, hash: abcHash });
  });

  it("names UTF-8 as the charset of text, and keeps the media type of bytes", async () => {
    expect(await store.put("a", "text/csv")).toMatchObject({ content_type: "text/csv; charset=utf-8" });
    expect(await store.put("a", "text/csv;charset=utf-8")).toMatchObject({ content_type: "text/csv;charset=utf-8" });
    expect(await store.put("1", "application/json")).toMatchObject({ content_type: "application/json" });
    expect(await store.put(new Uint8Array(1), "text/csv")).toMatchObject({ content_type: "text/csv" });
  });

  it("is read as text and as bytes from the row, from KV and from R2", async () => {
    for (const text of ["", "\uFEFFé\0", "é".repeat(INLINE_LIMIT)]) {
      const ref = await store.put(text, "text/plain");
      expect(await store.getText(ref)).toBe(text);
      expect(await store.getBytes(ref)).toEqual(new TextEncoder().encode(text));
    }
    const bytes = new Uint8Array([0, 255, 128]);
    expect(await store.getBytes(await store.put(bytes, "x/y"))).toEqual(bytes);
  });

  it("is refused as text when it is not UTF-8", async () => {
    const ref = await store.put(new Uint8Array([0xff]), "text/plain");
    await expect(store.getText(ref)).rejects.toMatchObject({ code: "invalid_value" });
  });
});

describe("the store of a payload", () => {
  const { bucket, objects } = fakeBucket();
  const store = createPayloadStore({ kv, r2: bucket, newUuid });

  it("is the row itself for text of up to 16 KiB of bytes", async () => {
    const limit = "é".repeat(INLINE_LIMIT / 2);
    expect(await store.put(limit, "text/plain")).toMatchObject({
      tier: "inline",
      size: 16_384,
      key: null,
      body: limit,
    });
    expect(await store.put(`${limit}a`, "text/plain")).toMatchObject({ tier: "kv", size: 16_385, body: null });
  });

  it("is KV for bytes however few, and for text with a NUL", async () => {
    expect(await store.put(new Uint8Array(), "x/y")).toMatchObject({ tier: "kv", size: 0, body: null });
    expect(await store.put("a\0b", "text/plain")).toMatchObject({ tier: "kv", body: null });
  });

  it("is KV up to 25 MiB, R2 above", async () => {
    const inKv = await store.put(new Uint8Array(KV_LIMIT), "x/y");
    expect(inKv).toMatchObject({
      tier: "kv",
      size: 26_214_400,
      key: expect.stringMatching(/^payloads\/[0-9a-f-]{36}$/),
    });
    expect(objects.size).toBe(0);
    const inR2 = await store.put(new Uint8Array(KV_LIMIT + 1), "x/y");
    expect(inR2).toMatchObject({ tier: "r2", size: 26_214_401 });
    expect((await store.getBytes(inR2)).byteLength).toBe(26_214_401);
  });

  it("is none above 25 MiB when no R2 bucket is bound", async () => {
    const refusal = { code: "body_too_large", message: expect.stringContaining("LARGE_PAYLOADS") };
    const small = createPayloadStore({ kv, newUuid });
    await expect(small.put(new Uint8Array(KV_LIMIT + 1), "x/y")).rejects.toMatchObject(refusal);
    await expect(small.getText({ ...missingKv, tier: "r2" })).rejects.toMatchObject({ code: "values_misconfigured" });
  });

  it("has a key that says what is known of JSON text, in KV and in R2", async () => {
    const text = new TextEncoder().encode("[1,2]");
    expect((await store.put(text, "application/json", { items: 2 })).key).toMatch(/^payloads\/[0-9a-f-]{36}\/plain-2$/);
    expect((await store.put(text, "application/json", { items: null })).key).toMatch(
      /^payloads\/[0-9a-f-]{36}\/plain$/,
    );
    const large = await store.put(new Uint8Array(KV_LIMIT + 1), "application/json", { items: 7 });
    expect(large.key).toMatch(/^large-payloads\/[0-9a-f-]{36}\/plain-7$/);
  });

  it("is new for every put", async () => {
    const refs = await Promise.all(Array.from({ length: 8 }, () => store.put(new Uint8Array(1), "x/y")));
    expect(new Set(refs.map((ref) => ref.key)).size).toBe(8);
  });
});

describe("a missing key", () => {
  it("is read again, with growing waits", async () => {
    const waits: number[] = [];
    const { namespace, reads } = staleKv(3);
    const store = createPayloadStore({ kv: namespace, newUuid, wait: async (ms) => void waits.push(ms) });
    const ref = await store.put(new Uint8Array([7]), "x/y");
    expect(await store.getBytes(ref)).toEqual(new Uint8Array([7]));
    expect(reads()).toBe(4);
    expect(waits).toEqual([100, 400, 1_500]);
  });

  it("is reported by name when it stays missing", async () => {
    const waits: number[] = [];
    const store = createPayloadStore({ kv, newUuid, wait: async (ms) => void waits.push(ms) });
    const message = expect.stringContaining("payloads/gone");
    await expect(store.getText(missingKv)).rejects.toMatchObject({ code: "payload_missing", message });
    expect(waits).toEqual([100, 400, 1_500, 4_000]);
  });
});

describe("discarding", () => {
  it("removes the given payloads from KV and R2, and no others", async () => {
    const { bucket, objects } = fakeBucket();
    const store = createPayloadStore({ kv, r2: bucket, newUuid, wait: async () => {} });
    const [first, kept] = await Promise.all([1, 2].map((byte) => store.put(new Uint8Array([byte]), "x/y")));
    const large = await store.put(new Uint8Array(KV_LIMIT + 1), "x/y");
    await store.discard([first?.key ?? "", large.key ?? "", "payloads/unknown"]);
    expect(objects.size).toBe(0);
    await expect(store.getBytes(first ?? missingKv)).rejects.toMatchObject({ code: "payload_missing" });
    expect(await store.getBytes(kept ?? missingKv)).toEqual(new Uint8Array([2]));
  });
});

describe("a store of values that fails", () => {
  /** How a put ends when KV fails with these words at each call, and how often KV was called. */
  async function putWhere(words: string) {
    let calls = 0;
    const failing = {
      ...staleKv(0).namespace,
      put: () => {
        calls += 1;
        return Promise.reject(new Error(words));
      },
    };
    const payloads = createPayloadStore({ kv: failing, r2: undefined, newUuid, wait: async () => {} });
    const error = await payloads.put(new Uint8Array(1), "x/y").catch((thrown: unknown) => thrown);
    return { error, calls };
  }

  it.each([
    ["KV PUT failed: 500 Internal Server Error", "values_unavailable", 4],
    ["KV PUT failed: 429 Too Many Requests", "values_overloaded", 4],
    ["Network connection lost.", "platform_unavailable", 4],
    [
      "KV PUT failed: 429: your account has reached the free usage limit for today [code: 10048]",
      "values_quota_spent",
      1,
    ],
    ["KV PUT failed: 403 Forbidden", "values_misconfigured", 1],
    ["KV PUT failed: 413 Value length of 27262976 exceeds limit of 26214400.", "body_too_large", 1],
    [new NoAnswerError(DEADLINES.kvWrite).message, "values_unavailable", 1],
    ["KV PUT failed: in words of next year", "internal_error", 1],
  ])("with “%s” is told as %s, and called %i times", async (words, code, calls) => {
    expect(await putWhere(words)).toEqual({ error: expect.objectContaining({ code }), calls });
  });
});
