import { describe, expect, it } from "vitest";
import * as z from "zod";
import * as mini from "zod/mini";
import type { DataSchema } from "../../../../src/core/storage-options/data-schema.ts";
import { columnOrder, inOrder } from "../../../../src/core/values/columns/column-order.ts";
import { failuresText, schemaFailures } from "../../../../src/core/values/schema/schema-failures.ts";

const Sale = z.object({ day: z.string(), amount: z.number().min(0), note: z.string().nullable() });
const rows = (schema: DataSchema, value: unknown, from = 0) => schemaFailures(schema, value, { isTable: true, from });
const whole = (schema: DataSchema, value: unknown) => schemaFailures(schema, value, { isTable: false });
const right = { day: "2026-01-01", amount: 3, note: null };
const NUMBER = "Invalid input: expected number, received string";

describe("the rows of a table that do not fit the schema", () => {
  it("are named by row, column and reason", async () => {
    const { failures, hasMore } = await rows(Sale, [right, { ...right, amount: "3" }, { ...right, amount: -1 }]);
    expect(failures).toEqual([
      { row: 2, column: "amount", path: "", reason: NUMBER },
      { row: 3, column: "amount", path: "", reason: "Too small: expected number to be >=0" },
    ]);
    expect(hasMore).toBe(false);
  });

  it("are counted from 1 among those that are appended", async () => {
    const { failures } = await rows(Sale, [{ day: 1 }, right, { ...right, day: 7 }], 1);
    expect(failures.map(({ row, column }) => [row, column])).toEqual([[2, "day"]]);
  });

  it("name a column that is missing once, at the first row", async () => {
    const { failures } = await rows(
      Sale,
      [1, 2, 3].map(() => ({ day: "x", amount: 1 })),
    );
    expect(failures).toEqual([{ row: 1, column: "note", path: "", reason: "The column is missing." }]);
  });

  it("are none for a missing column that the schema does not demand", async () => {
    const schema = z.object({ day: z.string(), note: z.string().optional() });
    expect((await rows(schema, [{ day: "x" }])).failures).toEqual([]);
  });

  it("are listed up to five a column and twenty in all, so that one wrong column does not hide the others", async () => {
    const wrong = Array.from({ length: 100 }, () => ({ day: "x", amount: "1", note: null }));
    wrong.push({ day: 1 as never, amount: "1", note: null });
    const { failures, hasMore } = await rows(Sale, wrong);
    expect(failures.map(({ row, column }) => `${row} ${column}`)).toEqual([
      ...[1, 2, 3, 4, 5].map((row) => `${row} amount`),
      "101 day",
    ]);
    expect(hasMore).toBe(true);
    const wide = z.record(z.string(), z.number());
    const cells = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`c${index}`, "text"]));
    expect((await rows(wide, [cells])).failures).toHaveLength(20);
  });

  it("have the place inside of a nested cell", async () => {
    const schema = z.object({ tags: z.array(z.object({ "a/b": z.string() })) });
    const { failures } = await rows(schema, [{ tags: [{ "a/b": "x" }, { "a/b": 1 }] }]);
    expect(failures).toEqual([
      {
        row: 1,
        column: "tags",
        path: "/1/a~1b",
        reason: "Invalid input: expected string, received number",
      },
    ]);
  });

  it("are found by checks that wait, and by checks of a whole row", async () => {
    const waiting = z.object({ n: z.number().refine(async (n) => n % 2 === 0, "It must be even.") });
    expect((await rows(waiting, [{ n: 2 }, { n: 3 }])).failures).toMatchObject([
      { row: 2, column: "n", reason: "It must be even." },
    ]);
    const ordered = z.object({ from: z.number(), to: z.number() }).refine(({ from, to }) => from <= to, "from > to");
    expect((await rows(ordered, [{ from: 2, to: 1 }])).failures).toEqual([
      { row: 1, column: null, path: "", reason: "from > to" },
    ]);
  });

  it("are those for which the schema itself throws", async () => {
    const schema = z.object({ name: z.any().refine((name) => name.length > 0) });
    expect((await rows(schema, [{ name: null }])).failures[0]?.reason).toMatch(
      /^The check of the schema has thrown TypeError: /,
    );
  });

  it("are none when a schema would change the value, and the value stays as it is", async () => {
    const given = [{ day: "2026-01-01", more: 1 }];
    const schema = z.object({ day: z.coerce.date() });
    expect((await rows(schema, given)).failures).toEqual([]);
    expect(given).toEqual([{ day: "2026-01-01", more: 1 }]);
  });

  it("are none because their columns have an order of their own", async () => {
    const row = inOrder({ 2019: 1, country: 2 }, columnOrder(["country", "2019"]));
    for (const schema of [
      z.record(z.string(), z.number()),
      z.strictObject({ 2019: z.number(), country: z.number() }),
    ]) {
      expect((await rows(schema, [row])).failures).toEqual([]);
      expect((await whole(z.array(schema), [row])).failures).toEqual([]);
      expect((await whole(z.object({ May: z.array(schema) }), { May: [row] })).failures).toEqual([]);
    }
  });

  it("are no rows when the value is no list", async () => {
    expect((await rows(Sale, { day: ["x"] })).failures).toEqual([
      { row: null, column: null, path: "", reason: "It is no list of rows." },
    ]);
  });
});

describe("a value that does not fit the schema", () => {
  it("is named by the places in it", async () => {
    const schema = z.object({ last: z.string(), averages: z.record(z.string(), z.number()) });
    const { failures } = await whole(schema, { averages: { "01-31": "cold" } });
    expect(failures).toEqual([
      { row: null, column: null, path: "/last", reason: "Invalid input: expected string, received undefined" },
      { row: null, column: null, path: "/averages/01-31", reason: NUMBER },
    ]);
  });

  it.each([
    ["zod", z.number()],
    ["zod/mini", mini.number()],
    [
      "a library of one's own",
      {
        "~standard": {
          version: 1,
          vendor: "own",
          validate: async (value: unknown) =>
            typeof value === "number" ? { value } : { issues: [{ message: "No number.", path: [{ key: "x" }] }] },
        },
      },
    ],
  ] satisfies [string, DataSchema][])("is found by a schema of %s", async (_, schema) => {
    expect((await whole(schema, 7)).failures).toEqual([]);
    expect((await whole(schema, "7")).failures).toHaveLength(1);
  });
});

describe("the words about what does not fit", () => {
  it("list three places, and say how many more there are", async () => {
    const wrong = Array.from({ length: 5 }, () => ({ ...right, amount: "1" }));
    expect(failuresText(await rows(Sale, wrong))).toBe(
      `row 1, column "amount": ${NUMBER}; row 2, column "amount": ${NUMBER}; row 3, column "amount": ${NUMBER}; 2 more`,
    );
    const many = Array.from({ length: 9 }, () => ({ ...right, amount: "1" }));
    expect(failuresText(await rows(Sale, many))).toMatch(/; at least 2 more$/);
  });

  it("are one sentence, whether the reasons are sentences or not", async () => {
    expect(failuresText(await rows(Sale, [{ day: 1 }]))).toBe(
      'row 1, column "day": Invalid input: expected string, received number; ' +
        'row 1, column "amount": The column is missing; row 1, column "note": The column is missing',
    );
  });

  it("shorten a long reason", async () => {
    const schema = z.string().refine(() => false, "x".repeat(500));
    expect(failuresText(await whole(schema, "a"))).toBe(`${"x".repeat(200)}…`);
  });
});
