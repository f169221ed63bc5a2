import { env } from "cloudflare:workers";
import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { Budget } from "../../src/core/values/budget.ts";
import type { Env } from "../../src/env.ts";
import { objectUrl } from "../../src/storage/s3/address.ts";
import { chargedBytes } from "../../src/storage/s3/bucket-object.ts";
import { decodeObject } from "../../src/storage/s3/content.ts";
import { getParameters, putParameters } from "../../src/storage/s3/parameters.ts";
import { refusalOf } from "../../src/storage/s3/signed-object.ts";
import { s3Object } from "../../src/storage/s3-object.ts";
import { OUTSIDE, type StorageContext } from "../../src/storage/types.ts";
import { dataNode } from "../../src/taipy-edge.ts";
import { unusedPayloads } from "./snapshot.ts";

const bucket = (env as unknown as Env).LARGE_PAYLOADS as R2Bucket;

type Options = Parameters<typeof dataNode.s3Object>[1];

function contextOf(
  options: Partial<Options> = {},
  bindings: Record<string, unknown> = { FILES: bucket },
): StorageContext {
  const awsS3ObjectKey = `objects/${crypto.randomUUID()}`;
  return {
    dataNode: { id: "DATANODE_o_1", config_id: "o", storage_type: "s3_object", properties: {} },
    config: dataNode.s3Object("o", { binding: "FILES", awsS3ObjectKey, ...options }),
    get budget() {
      return new Budget();
    },
    payloads: unusedPayloads,
    binding: (name) => bindings[name],
  };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function writeAndRead(context: StorageContext, value: unknown): Promise<unknown> {
  expect(await s3Object.write(context, value)).toEqual(OUTSIDE);
  return s3Object.read(context, OUTSIDE);
}

describe("s3_object in an R2 bucket", () => {
  it.each([
    ["a text", "Grüße, 🎉"],
    ["an empty text", ""],
    ["a text with a byte order mark", "\uFEFFa"],
    ["bytes", new Uint8Array([0, 255, 128])],
    ["an object with a date", { at: new Date(0), n: null }],
    ["a list", [1, "a", { b: false }]],
    ["a number", 14],
    ["null", null],
  ])("reads back %s", async (_what, value) => {
    expect(await writeAndRead(contextOf(), value)).toStrictEqual(value);
  });

  it.each([5_000_000, 45_000_000])("keeps %i bytes", async (size) => {
    const value = new Uint8Array(size).fill(size % 251);
    const readBack = (await writeAndRead(contextOf(), value)) as Uint8Array;
    // An assertion over so many items would take longer than all else.
    expect(Buffer.compare(readBack, value)).toBe(0);
  });

  it("refuses an object that would not fit into a Worker's memory", async () => {
    const context = contextOf();
    const refusal = { code: "value_too_large", message: expect.stringContaining("67108865 bytes") };
    await expect(s3Object.write(context, new Uint8Array(2 ** 26 + 1))).rejects.toMatchObject(refusal);
  });

  it("refuses an object of another program that would not fit, before it is fetched", async () => {
    const key = crypto.randomUUID();
    await bucket.put(key, new Uint8Array(2 ** 20));
    const context = { ...contextOf({ awsS3ObjectKey: key }), budget: new Budget(2 ** 20 - 1) };
    await expect(s3Object.read(context, OUTSIDE)).rejects.toMatchObject({ code: "value_too_large" });
  });

  it("charges a body of unknown length while it arrives, and fetches no more than fits", async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1_000));
        if (sent === 1_000) controller.close();
      },
    });
    await expect(chargedBytes(body, new Budget(100_000))).rejects.toMatchObject({ code: "value_too_large" });
    expect(sent).toBeLessThan(100);
    const budget = new Budget(100_000);
    const short = new Response(new Uint8Array(40_000).fill(7)).body;
    expect(await chargedBytes(short, budget)).toEqual(new Uint8Array(40_000).fill(7));
    expect(budget.left).toBe(60_000);
  });

  it("writes the bytes of an array buffer and of any view", async () => {
    const buffer = new Uint8Array([1, 2, 3, 4]).buffer;
    expect(await writeAndRead(contextOf(), buffer)).toStrictEqual(new Uint8Array([1, 2, 3, 4]));
    expect(await writeAndRead(contextOf(), new Uint16Array(buffer, 2))).toStrictEqual(new Uint8Array([3, 4]));
  });

  it.each([
    ["NaN", NaN],
    ["undefined", undefined],
    ["a function", () => 1],
    ["half a character", "\ud800"],
  ])("refuses %s and leaves the object as it was", async (_what, value) => {
    const context = contextOf();
    await s3Object.write(context, "before");
    await expect(s3Object.write(context, value)).rejects.toMatchObject({ code: "invalid_value" });
    expect(await s3Object.read(context, OUTSIDE)).toBe("before");
  });

  it("reads objects of other programs by their media type", async () => {
    const key = crypto.randomUUID();
    await bucket.put(key, "a;b", { httpMetadata: { contentType: "text/csv" } });
    expect(await s3Object.read(contextOf({ awsS3ObjectKey: key }), OUTSIDE)).toBe("a;b");
    await bucket.put(key, "a;b");
    expect(await s3Object.read(contextOf({ awsS3ObjectKey: key }), OUTSIDE)).toStrictEqual(bytesOf("a;b"));
  });

  it("puts the configured content type and metadata", async () => {
    const awsS3PutObjectParameters = { ContentType: "text/markdown", Metadata: { team: "supply" } };
    const context = contextOf({ awsS3ObjectKey: "readme", awsS3PutObjectParameters });
    await s3Object.write(context, "# Title");
    const put = await bucket.head("readme");
    expect(put).toMatchObject({ httpMetadata: { contentType: "text/markdown" }, customMetadata: { team: "supply" } });
  });

  it("takes the list of numbers that an answer shows for bytes as these bytes, of their media type", async () => {
    const awsS3ObjectKey = crypto.randomUUID();
    await bucket.put(awsS3ObjectKey, new Uint8Array([1, 255]), { httpMetadata: { contentType: "image/png" } });
    expect(await writeAndRead(contextOf({ awsS3ObjectKey }), [2, 0])).toStrictEqual(new Uint8Array([2, 0]));
    expect((await bucket.head(awsS3ObjectKey))?.httpMetadata?.contentType).toBe("image/png");
    expect(await writeAndRead(contextOf(), [2, 0])).toStrictEqual([2, 0]);
  });

  it("refuses parameters that R2 does not support", async () => {
    const context = contextOf({ awsS3PutObjectParameters: { ACL: "public-read" } });
    await expect(s3Object.write(context, "x")).rejects.toMatchObject({ message: expect.stringContaining('"ACL"') });
  });

  it.each([
    [undefined, "does not exist"],
    [{ get: () => null, put: () => null }, "is no R2 bucket"],
  ])("refuses a binding that is %s", async (bound, problem) => {
    const refusal = { code: "storage_misconfigured", message: expect.stringContaining(problem) };
    await expect(s3Object.read(contextOf({}, { FILES: bound }), OUTSIDE)).rejects.toMatchObject(refusal);
  });
});

describe("the value of an object", () => {
  it.each([
    ["text/plain", "é", "é"],
    ["text/plain; charset=UTF-8", "é", "é"],
    ['text/html; charset="utf-8"', "é", "é"],
    ["application/xml", "<a/>", "<a/>"],
    ["application/json", '{"a":1}', { a: 1 }],
    ["application/geo+json; charset=utf-8", "[1]", [1]],
    ["text/plain; charset=latin1", "x", bytesOf("x")],
    ["image/png", "x", bytesOf("x")],
    [null, "x", bytesOf("x")],
  ])("is decoded by the media type %s", (contentType, text, value) => {
    expect(decodeObject({ body: bytesOf(text), contentType }, new Budget())).toStrictEqual(value);
  });

  it("is bytes when a text is not UTF-8", () => {
    const body = new Uint8Array([0xe9]);
    expect(decodeObject({ body, contentType: "text/plain" }, new Budget())).toBe(body);
  });

  it.each([bytesOf("{oops"), new Uint8Array([0xe9])])(
    "is refused when an object of JSON's media type is not JSON",
    (body) => {
      const refusal = expect.objectContaining({ code: "invalid_value" });
      expect(() => decodeObject({ body, contentType: "application/json" }, new Budget())).toThrow(refusal);
    },
  );
});

describe("the address of an object", () => {
  const at = { endpoint: null, region: "eu-west-3", bucket: "my-bucket", key: "a/b c.txt" };

  it.each([
    [{}, "https://my-bucket.s3.eu-west-3.amazonaws.com/a/b%20c.txt"],
    [{ bucket: "my.bucket" }, "https://s3.eu-west-3.amazonaws.com/my.bucket/a/b%20c.txt"],
    [{ region: "cn-north-1" }, "https://my-bucket.s3.cn-north-1.amazonaws.com.cn/a/b%20c.txt"],
    [{ endpoint: "https://s3.example.org/base/" }, "https://s3.example.org/base/my-bucket/a/b%20c.txt"],
    [{ key: "a?b#c%41" }, "https://my-bucket.s3.eu-west-3.amazonaws.com/a%3Fb%23c%2541"],
  ])("for %j is %s", (parts, url) => {
    expect(objectUrl({ ...at, ...parts })).toBe(url);
  });

  it.each([
    { key: "../other-bucket/x" },
    { key: "a/./b" },
    { key: "/a" },
    { key: "" },
    { bucket: "evil.example/x" },
    { bucket: ".." },
    { region: "x.evil.example/" },
    { endpoint: "ftp://host" },
    { endpoint: "https://user:password@host" },
    { endpoint: "not an address" },
  ])("is refused for %j", (parts) => {
    expect(() => objectUrl({ ...at, ...parts })).toThrow(expect.objectContaining({ code: "storage_misconfigured" }));
  });
});

describe("parameters of a request", () => {
  it("are headers and query parameters of boto3's names", () => {
    expect(getParameters({ VersionId: "3", ExpectedBucketOwner: "1" })).toEqual({
      query: { versionId: "3" },
      headers: { "x-amz-expected-bucket-owner": "1" },
    });
    expect(putParameters({ StorageClass: "GLACIER", Metadata: { Team: "supply" } }).headers).toEqual({
      "x-amz-storage-class": "GLACIER",
      "x-amz-meta-team": "supply",
    });
  });

  it("are refused when they are unknown", () => {
    expect(() => getParameters({ Nonsense: 1 })).toThrow(/"Nonsense" of `aws_s3_get_object_parameters`/);
  });
});

describe("an answer of a service", () => {
  it.each([
    [404, "<Code>NoSuchKey</Code>", "payload_missing"],
    [404, "<Code>NoSuchBucket</Code>", "storage_misconfigured"],
    [403, "<Code>AccessDenied</Code>", "storage_misconfigured"],
    [301, "<Code>PermanentRedirect</Code>", "storage_misconfigured"],
    [503, "<Code>SlowDown</Code>", "storage_unavailable"],
  ])("of %i %s is %s", (status, text, code) => {
    expect(refusalOf(status, "k in the bucket b", text)).toMatchObject({ code });
  });
});
