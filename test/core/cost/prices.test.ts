import { describe, expect, it } from "vitest";
import { priceOf } from "../../../src/core/cost/prices.ts";
import { NO_UNITS, type Units } from "../../../src/core/cost/usage.ts";

/** USD a million units, read from Cloudflare's pricing pages (paid plan, November 2026). */
const PUBLISHED: Readonly<Record<keyof Units, number>> = {
  d1_rows_read: 0.001,
  d1_rows_written: 1,
  durable_object_requests: 0.15,
  durable_object_rows_read: 0.001,
  durable_object_rows_written: 1,
  queue_operations: 0.4,
  kv_reads: 0.5,
  kv_writes: 5,
  r2_reads: 0.36,
  r2_writes: 4.5,
  worker_requests: 0.3,
};

const NAMES = Object.keys(NO_UNITS) as (keyof Units)[];

describe("the price", () => {
  it("of nothing is nothing", () => {
    expect(priceOf(NO_UNITS)).toBe(0);
  });

  it.each(NAMES)("of a million %s is the published one", (name) => {
    expect(priceOf({ ...NO_UNITS, [name]: 1_000_000 })).toBe(PUBLISHED[name]);
  });

  it("of several units is their sum, without the noise of binary fractions", () => {
    expect(priceOf({ ...NO_UNITS, d1_rows_written: 3, queue_operations: 3, worker_requests: 2 })).toBe(0.000_004_8);
  });
});
