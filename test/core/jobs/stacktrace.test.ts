import { describe, expect, test } from "vitest";
import { MAX_TRACE_LENGTH, MAX_TRACES, shortTrace, withTraces } from "../../../src/core/jobs/stacktrace.ts";

/** What one row of D1 and of an object's SQLite can hold. */
const ROW_LIMIT = 2_000_000;

describe("a trace", () => {
  test("stays as it is up to its limit", () => {
    const trace = "x".repeat(MAX_TRACE_LENGTH);
    expect(shortTrace(trace)).toBe(trace);
  });

  test("beyond it keeps its start and its end, and says what is missing", () => {
    const short = shortTrace(`Error: broken${"x".repeat(3_000_000)}at the end`);
    expect(short).toMatch(/^Error: brokenx/);
    expect(short).toMatch(/at the end$/);
    expect(short).toContain("… 2990023 characters left out …");
    expect(short.length).toBeLessThan(MAX_TRACE_LENGTH + 100);
  });

  test("is never cut inside a character", () => {
    expect(shortTrace(`x${"🦆".repeat(MAX_TRACE_LENGTH)}`).isWellFormed()).toBe(true);
  });
});

describe("the traces of a job", () => {
  test("are in the order of its failures", () => {
    expect(withTraces(["first"], ["second", "third"])).toEqual(["first", "second", "third"]);
  });

  test("are those of its last failures", () => {
    const all = Array.from({ length: 100 }, (_, failure) => `failure ${failure}`);
    const kept = all.reduce<string[]>((traces, trace) => withTraces(traces, [trace]), []);
    expect(kept).toEqual(all.slice(-MAX_TRACES));
  });

  test("fit into a row, whatever characters they are made of", () => {
    const traces = withTraces([], Array(1_000).fill("\u0001".repeat(1_000_000)));
    expect(new TextEncoder().encode(JSON.stringify(traces)).length).toBeLessThan(ROW_LIMIT);
  });
});
