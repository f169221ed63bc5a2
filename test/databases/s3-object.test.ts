import { describe, expect, inject, it } from "vitest";
import { UnchangedError } from "../../src/core/errors.ts";
import { Budget } from "../../src/core/values/budget.ts";
import { PreciseDate } from "../../src/core/values/exact/precise-date.ts";
import { s3Object } from "../../src/storage/s3-object.ts";
import { OUTSIDE, type StorageContext } from "../../src/storage/types.ts";
import { dataNode } from "../../src/taipy-edge.ts";
import { unusedPayloads } from "../storage/snapshot.ts";

type Options = Parameters<typeof dataNode.s3Object>[1];

const own = inject("s3");

function contextOf(
  options: Partial<Options> = {},
  secrets: Record<string, unknown> = {},
  { endpoint, bucket, accessKey, secretKey } = own,
): StorageContext {
  const config = dataNode.s3Object("o", {
    awsAccessKey: accessKey,
    awsSecretAccessKey: secretKey,
    awsS3BucketName: bucket,
    awsS3ObjectKey: `objects/${crypto.randomUUID()}`,
    endpoint,
    ...options,
  });
  return {
    dataNode: { id: "DATANODE_o_1", config_id: "o", storage_type: "s3_object", properties: {} },
    config,
    get budget() {
      return new Budget();
    },
    payloads: unusedPayloads,
    binding: (name) => secrets[name],
  };
}

const writeAndRead = async (context: StorageContext, value: unknown) => {
  expect(await s3Object.write(context, value)).toEqual(OUTSIDE);
  return s3Object.read(context, OUTSIDE);
};
const failureOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);

describe.each([
  ["the tests' own service", own],
  ["s3rver", inject("s3rver")],
] as const)("s3_object by signed requests to %s", (_name, service) => {
  const contextAt = (options: Partial<Options> = {}) => contextOf(options, {}, service);

  it.each([
    ["a text", "Grüße, 🎉"],
    ["an empty text", ""],
    ["bytes", new Uint8Array([0, 255, 128])],
    ["a value with a date as JSON", { at: new Date(0), list: [1, null] }],
    ["dates with nanoseconds, and numbers of many digits", { at: new PreciseDate(5, 123_456), n: [2n ** 70n, 1.5] }],
    ["three million bytes", new Uint8Array(3_000_000).fill(7)],
  ])("reads back %s", async (_what, value) => {
    expect(await writeAndRead(contextAt(), value)).toStrictEqual(value);
  });

  it("takes the list of numbers that an answer shows for bytes as these bytes, where bytes are", async () => {
    const context = contextAt({ awsS3PutObjectParameters: { ContentType: "image/png" } });
    await s3Object.write(context, new Uint8Array([1, 2, 255]));
    const config = {
      ...context.config,
      properties: { ...context.config?.properties, aws_s3_put_object_parameters: {} },
    };
    const unconfigured = { ...context, config: config as NonNullable<typeof context.config>, budget: new Budget() };
    expect(await writeAndRead(unconfigured, [3, 2, 1])).toStrictEqual(new Uint8Array([3, 2, 1]));
    expect(await writeAndRead(contextAt(), [3, 2, 1])).toStrictEqual([3, 2, 1]);
    expect(await writeAndRead(unconfigured, [3, 2, 256])).toStrictEqual([3, 2, 256]);
  });

  it("tells a missing object from a missing bucket, and both from a wrong key", async () => {
    const read = (options: Partial<Options>) => failureOf(s3Object.read(contextAt(options), OUTSIDE));
    expect(await read({})).toMatchObject({ code: "payload_missing" });
    expect(await read({ awsS3BucketName: "ghosts" })).toMatchObject({ code: "storage_misconfigured" });
    expect(await read({ awsSecretAccessKey: "wrong" })).toMatchObject({ code: "storage_misconfigured" });
  });
});

describe("s3_object by signed requests", () => {
  it("reads an object whose length is not declared, and charges it while it arrives", async () => {
    const context = contextOf({ awsS3ObjectKey: "chunked/object" });
    const body = new Uint8Array(300_000).fill(7);
    expect(await writeAndRead(context, body)).toStrictEqual(body);
    const small = { ...context, budget: new Budget(200_000) };
    await expect(s3Object.read(small, OUTSIDE)).rejects.toMatchObject({ code: "value_too_large" });
  });

  it("gives a service that never answers up, and says whether the object may have changed", async () => {
    const hanging = { ...contextOf({ awsS3ObjectKey: "hangs/object" }), budget: new Budget(), limitMs: 300 };
    const read = await failureOf(s3Object.read(hanging, OUTSIDE));
    expect(read).toMatchObject({ code: "storage_unavailable", message: expect.stringContaining("no answer in time") });
    expect(read).toBeInstanceOf(UnchangedError);
    const written = await failureOf(s3Object.write(hanging, "x"));
    expect(written).toMatchObject({ code: "storage_unavailable", message: expect.stringContaining("not known") });
    expect(written).not.toBeInstanceOf(UnchangedError);
  });

  it("does not know what a gateway that fails has done with a write", async () => {
    const broken = () => contextOf({ awsS3ObjectKey: "broken/object" });
    expect(await failureOf(s3Object.write(broken(), "x"))).not.toBeInstanceOf(UnchangedError);
    expect(await failureOf(s3Object.read(broken(), OUTSIDE))).toBeInstanceOf(UnchangedError);
  });

  it.each(["plain.txt", "with space/ünïcode+plus.txt", "a&b=c?d#e%41/(1)!'*~.txt", "double//slash"])(
    "signs the key %s as the service reads it",
    async (key) => {
      expect(await writeAndRead(contextOf({ awsS3ObjectKey: key }), key)).toBe(key);
    },
  );

  it("replaces the object, even by one of another kind", async () => {
    const context = contextOf();
    await s3Object.write(context, "text");
    expect(await writeAndRead(context, { a: 1 })).toEqual({ a: 1 });
  });

  it("sends the parameters of a write, such as its content type", async () => {
    const awsS3PutObjectParameters = { ContentType: "text/csv", Metadata: { Team: "supply" } };
    expect(await writeAndRead(contextOf({ awsS3PutObjectParameters }), new TextEncoder().encode("a,b\n"))).toBe(
      "a,b\n",
    );
  });

  it("takes keys from secrets of the Worker", async () => {
    const options = { awsAccessKey: "ENV[KEY_ID]", awsSecretAccessKey: "ENV[KEY]" };
    expect(await writeAndRead(contextOf(options, { KEY_ID: own.accessKey, KEY: own.secretKey }), "x")).toBe("x");
  });

  it("names a missing bucket in its refusal", async () => {
    const context = contextOf({ awsS3BucketName: "nobody" });
    const refusal = { code: "storage_misconfigured", message: expect.stringContaining("NoSuchBucket") };
    await expect(s3Object.write(context, "x")).rejects.toMatchObject(refusal);
  });

  it("is refused with a wrong key, which the message does not show", async () => {
    const refusal = await failureOf(s3Object.write(contextOf({ awsSecretAccessKey: "wr0ng" }), "x"));
    expect(refusal).toMatchObject({
      code: "storage_misconfigured",
      message: expect.stringContaining("SignatureDoesNotMatch"),
    });
    expect(String(refusal)).not.toContain("wr0ng");
  });

  it("does not follow to a host that the configuration does not name", async () => {
    const refusal = { code: "storage_misconfigured", message: expect.stringContaining("at another address") };
    await expect(s3Object.read(contextOf({ awsS3BucketName: "moved" }), OUTSIDE)).rejects.toMatchObject(refusal);
  });

  it("reads the configured version of an object", async () => {
    const context = contextOf({ awsS3GetObjectParameters: { VersionId: "v 1/2" } });
    expect(await writeAndRead(context, "x")).toBe("x");
  });

  it("reports a service that can't be reached", async () => {
    const refusal = await failureOf(s3Object.read(contextOf({ endpoint: "http://127.0.0.1:1" }), OUTSIDE));
    expect(refusal).toMatchObject({ code: "storage_unavailable" });
  });
});
