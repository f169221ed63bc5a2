import { describe, expect, it } from "vitest";
import { capture } from "./captures.ts";
import { differences } from "./compare.ts";
import { parseLenient, stringifyLenient } from "./lenient-json.ts";
import { Bindings } from "./placeholders.ts";

const ID = "00000000-0000-4000-8000-00000000000";
const agrees = (expected: unknown, actual: unknown) => differences(expected, actual, new Bindings()).length === 0;

describe("agreement", () => {
  it("more keys agree, a missing key or another value does not", () => {
    expect(agrees({ a: 1 }, { a: 1, b: 2 })).toBe(true);
    expect(agrees({ a: null }, {})).toBe(false);
    expect(agrees({ a: 1 }, { a: 2 })).toBe(false);
    expect(agrees({ a: 1 }, { a: "1" })).toBe(false);
    expect(agrees({ a: [] }, { a: {} })).toBe(false);
    expect(agrees({ a: null }, { a: {} })).toBe(false);
  });

  it("lists have the same length and, without ids, the same order", () => {
    expect(agrees([1, 2], [1, 2, 3])).toBe(false);
    expect(agrees([1, 2], [2, 1])).toBe(false);
    expect(agrees([{ a: 1 }, { a: 2 }], [{ a: 2 }, { a: 1 }])).toBe(false);
  });

  it("lists of objects with an id, parents and tags have no order", () => {
    expect(agrees([{ id: "x" }, { id: "y" }], [{ id: "y" }, { id: "x" }])).toBe(true);
    expect(agrees({ parent_ids: ["x", "y"] }, { parent_ids: ["y", "x"] })).toBe(true);
    expect(agrees({ tasks: ["x", "y"] }, { tasks: ["y", "x"] })).toBe(false);
  });

  it("an item that fits many never takes the only partner of another", () => {
    const [one, two] = [`TASK_a_${ID}1`, `TASK_a_${ID}2`];
    const bindings = new Bindings();
    bindings.bind("TASK:a:1", one);
    const expected = [{ id: "<TASK:a:*>" }, { id: "<TASK:a:1>" }];
    expect(differences(expected, [{ id: one }, { id: two }], bindings)).toEqual([]);
    expect(differences(expected, [{ id: two }, { id: two }], bindings)).not.toEqual([]);
  });

  it("the name of today's cycle may differ with the day, that of another may not", () => {
    const today = { frequency: "Frequency.QUARTERLY", start_date: "<TST00:00:00>", name: "2026 Q4" };
    expect(agrees(today, { ...today, start_date: "2031-01-01T00:00:00", name: "2031 Q1" })).toBe(true);
    expect(agrees(today, { ...today, start_date: "2031-01-01T00:00:00", name: "2031 Q5" })).toBe(false);
    const fixed = { ...today, start_date: "2020-01-02T00:00:00", name: "2020 Q1" };
    expect(agrees(fixed, { ...fixed, name: "2020 Q2" })).toBe(false);
  });

  it("NaN equals only NaN, and no digit of an integer is lost", () => {
    expect(agrees(parseLenient('["a NaN", NaN, -Infinity]'), ["a NaN", "<NaN>", "<-Infinity>"])).toBe(true);
    expect(agrees(parseLenient("[NaN]"), [null])).toBe(false);
    expect(agrees(parseLenient("12345678901234567890"), parseLenient("12345678901234567000"))).toBe(false);
    expect(stringifyLenient(parseLenient("12345678901234567890"))).toBe("12345678901234567890");
  });
});

describe("captures", () => {
  const jobs = [
    { id: `JOB_a_${ID}1`, status: "done" },
    { id: `JOB_a_${ID}2`, status: "open" },
  ];
  const bindFrom = (expected: unknown, before: Bindings, isNew: boolean) =>
    capture([{ as: "JOB:a:1", at: "id", find: { id_prefix: "JOB_a_" }, new: isNew }], jobs, before, (bindings) => {
      return differences(expected, jobs, bindings).length === 0;
    }).bindings.all("JOB:a:1");

  it("of several items that fit, the one is taken that the whole list pairs with the name", () => {
    const expected = [
      { id: "<JOB:a:*>", status: "done" },
      { id: "<JOB:a:1>", status: "open" },
    ];
    expect(bindFrom(expected, new Bindings(), true)).toEqual([`JOB_a_${ID}2`]);
  });

  it("an item counts as new when no name stands for it yet", () => {
    const before = new Bindings();
    before.bind("JOB:b:1", `JOB_a_${ID}1`);
    expect(bindFrom([], before, true)).toEqual([`JOB_a_${ID}2`]);
  });

  it("an item that fits no recorded one is reported", () => {
    const captured = capture([{ as: "X:1", at: "id", find: { id: "none" } }], jobs, new Bindings(), () => true);
    expect(captured.missing).toEqual(["X:1"]);
  });
});
