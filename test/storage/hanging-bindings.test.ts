import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Budget } from "../../src/core/values/budget.ts";
import { r2Object } from "../../src/storage/s3/r2-object.ts";
import { openD1 } from "../../src/storage/sql/d1-database.ts";

const never = () => new Promise<never>(() => undefined);
const statement = { bind: () => ({ raw: never }) };
const hangingD1 = { prepare: () => statement, batch: never } as unknown as D1Database;
const hangingR2 = { get: never, put: never, createMultipartUpload: never } as unknown as R2Bucket;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const select = { sql: "SELECT 1", parameters: [] };
const object = r2Object({ binding: "FILES", aws_s3_object_key: "k" }, () => hangingR2);

it.each([
  ["a query of D1", () => openD1(hangingD1).query(select, new Budget())],
  ["a transaction of D1", () => openD1(hangingD1).transaction(() => [select])],
  ["reading an object of R2", () => object.get(new Budget())],
  ["writing an object of R2", () => object.put({ body: new Uint8Array(1), contentType: "text/plain" })],
])("%s in a binding of the application that hangs is given up after 30 s", async (_name, call) => {
  let text = "";
  call().catch((error) => {
    text = String(error);
  });
  await vi.advanceTimersByTimeAsync(29_999);
  expect(text).toBe("");
  await vi.advanceTimersByTimeAsync(1);
  expect(text).toContain("no answer within 30 s");
});
