import { describe, expect, it } from "vitest";
import { PRICES, priceOf } from "../../../src/core/cost/prices.ts";
import { NO_UNITS, type Units } from "../../../src/core/cost/usage.ts";

const NAMES = Object.keys(NO_UNITS) as (keyof Units)[];

describe("the price", () => {
  it("of nothing is nothing", () => {
    expect(priceOf(NO_UNITS)).toBe(0);
  });

  it.each(NAMES)("of a million %s is the table's", (name) => {
    expect(priceOf({ ...NO_UNITS, [name]: 1_000_000 })).toBe(PRICES[name]);
  });

  it("of several units is their sum, without the noise of binary fractions", () => {
    expect(priceOf({ ...NO_UNITS, d1_rows_written: 3, queue_operations: 3, worker_requests: 2 })).toBe(0.000_004_8);
  });
});
