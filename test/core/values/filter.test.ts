import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FILTER_OPERATORS, type Filter, filterValue, parseFilter } from "../../../src/core/values/filter.ts";

const HISTORY = [
  { date: "2024-01-01", value: 1.5 },
  { date: "2024-01-02", value: 2.5 },
  { date: "2024-01-03", value: 3.5 },
];
const [ANN, BOB, CYD] = [
  { name: "ann", age: 31, city: "Paris" },
  { name: "bob", age: 25, city: "Lyon" },
  { name: "cyd", age: 40, city: "Paris" },
];
const TABLE = [ANN, BOB, CYD];

type RawCondition = readonly [key: string, operator: string, value?: unknown];

function filterOf(conditions: readonly RawCondition[], join_operator = "AND"): Filter {
  const operators = conditions.map(([key, operator, value]) =>
    value === undefined ? { key, operator } : { key, operator, value },
  );
  const filter = parseFilter({ operators, join_operator });
  if (filter === null) throw new Error("no filter");
  return filter;
}

const where = (key: string, operator: string, value?: unknown): Filter => filterOf([[key, operator, value]]);

const refusal = (code: string, message: string | RegExp): object =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("a body without a filter reads everything", () => {
  test.each([
    [undefined],
    [null],
    [{}],
    [[]],
    [""],
    [0],
    [false],
    [{ operators: [] }],
    [{ operators: [], name: "n", scope: 1, storage_type: "csv" }],
  ])("%j", (body) => expect(parseFilter(body)).toBeNull());
});

describe("a body that breaks the schema is refused field by field", () => {
  test.each([
    [{ operators: "x" }, { operators: ["Not a valid list."] }],
    [{ operators: [1] }, { operators: { "0": { _schema: ["Invalid input type."] } } }],
    [{ operators: [], foo: 1 }, { foo: ["Unknown field."] }],
    [
      { operators: [{ key: "value", value: 1, operator: "EQUAL", zzz: 1 }] },
      { operators: { "0": { zzz: ["Unknown field."] } } },
    ],
    [{ operators: [{ key: 1 }] }, { operators: { "0": { key: ["Not a valid string."] } } }],
    [{ operators: null }, { operators: ["Field may not be null."] }],
    [{ join_operator: 1 }, { join_operator: ["Not a valid string."] }],
    [{ scope: "GLOBAL" }, { scope: ["Not a valid integer."] }],
    [[1, 2], { _schema: ["Invalid input type."] }],
    ["abc", { _schema: ["Invalid input type."] }],
    [5, { _schema: ["Invalid input type."] }],
  ])("%j", (body, errors) => {
    expect(() => parseFilter(body)).toThrow(expect.objectContaining({ code: "validation_failed", errors }));
  });
});

describe("an invalid filter is refused with the reason", () => {
  const allowed = FILTER_OPERATORS.join(", ");
  test.each([
    [{ join_operator: "OR" }, "A filter needs 'operators'"],
    [{ name: "x" }, "A filter needs 'operators'"],
    [{ operators: [], join_operator: "XOR" }, "Join operator 'XOR' is not one of AND, OR"],
    [{ operators: [{ key: "value", operator: "LIKE", value: 1 }] }, `Operator 'LIKE' is not one of ${allowed}`],
    [{ operators: [{ key: "value", operator: "constructor", value: 1 }] }, "Operator 'constructor' is not one of"],
    [{ operators: [{ key: "value", value: 1 }] }, `The condition on 'value' needs an 'operator': ${allowed}`],
    [{ operators: [{ operator: "EQUAL", value: 1 }] }, "needs a 'key'"],
    [
      { operators: [{ key: "value", operator: "LESS_THAN" }] },
      "Operator LESS_THAN cannot compare 'value' with a value of type null",
    ],
    [{ operators: [{ key: "value", operator: "LESS_THAN", value: [] }] }, "with a value of type list"],
  ])("%j", (body, message) => expect(() => parseFilter(body)).toThrow(refusal("invalid_filter", message)));
});

describe("one condition on a table", () => {
  test.each([
    ["EQUAL", [1]],
    ["NOT_EQUAL", [0, 2]],
    ["LESS_THAN", [0]],
    ["LESS_OR_EQUAL", [0, 1]],
    ["GREATER_THAN", [2]],
    ["GREATER_OR_EQUAL", [1, 2]],
    ["less_than", [0]],
    ["Greater_Than", [2]],
  ])("%s", (operator, rows) => {
    expect(filterValue(HISTORY, where("value", operator, 2.5), "table")).toEqual(rows.map((row) => HISTORY[row]));
  });

  test("compares texts as texts", () => {
    expect(filterValue(HISTORY, where("date", "EQUAL", "2024-01-02"), "table")).toEqual([HISTORY[1]]);
    expect(filterValue(HISTORY, where("date", "GREATER_THAN", "2024-01-02"), "table")).toEqual([HISTORY[2]]);
  });

  test("on an unknown column is refused with the list of columns", () => {
    const message = "Column 'ghost' does not exist. Columns: date, value.";
    expect(() => filterValue(HISTORY, where("ghost", "EQUAL", 1), "table")).toThrow(refusal("invalid_filter", message));
  });

  test("finds nothing in an empty table, whatever its columns", () => {
    expect(filterValue([], where("ghost", "LESS_THAN", 1), "table")).toEqual([]);
  });

  test("treats a cell that a row lacks as null", () => {
    const rows = [{ a: 1 }, { a: 2, b: 3 }, { a: null, b: 5 }];
    expect(filterValue(rows, where("b", "GREATER_THAN", 1), "table")).toEqual([rows[1], rows[2]]);
    expect(filterValue(rows, where("a", "LESS_THAN", 2), "table")).toEqual([rows[0]]);
    expect(filterValue(rows, where("a", "NOT_EQUAL", 1), "table")).toEqual([rows[1], rows[2]]);
    expect(filterValue(rows, where("b", "EQUAL"), "table")).toEqual([rows[0]]);
  });

  test("uses numbers as the column names of rows that are lists", () => {
    const rows = [
      ["x", 1],
      ["y", 2],
    ];
    expect(filterValue(rows, where("1", "EQUAL", 2), "table")).toEqual([["y", 2]]);
    expect(() => filterValue(rows, where("length", "EQUAL", 2), "table")).toThrow(
      refusal("invalid_filter", "'length'"),
    );
  });
});

describe("several conditions", () => {
  test.each([
    [
      "AND, both hold",
      [
        ["value", "GREATER_THAN", 1.5],
        ["value", "LESS_THAN", 3.5],
      ],
      "AND",
      [1],
    ],
    [
      "AND, never both",
      [
        ["value", "EQUAL", 1.5],
        ["value", "EQUAL", 3.5],
      ],
      "and",
      [],
    ],
    [
      "OR, one each",
      [
        ["value", "EQUAL", 3.5],
        ["value", "EQUAL", 1.5],
      ],
      "OR",
      [0, 2],
    ],
    [
      "OR, a row that matches both comes once",
      [
        ["value", "EQUAL", 1.5],
        ["date", "EQUAL", "2024-01-01"],
      ],
      "or",
      [0],
    ],
  ] as const)("%s", (_, conditions, join, rows) => {
    expect(filterValue(HISTORY, filterOf(conditions, join), "table")).toEqual(rows.map((row) => HISTORY[row]));
  });

  test("over a list of objects keep its order and its duplicates", () => {
    const people = [...TABLE, ANN];
    const filter = filterOf([
      ["age", "GREATER_THAN", 26],
      ["city", "EQUAL", "Paris"],
    ]);
    expect(filterValue(people, filter)).toEqual([ANN, CYD, ANN]);
  });

  test("are refused for a wrong type even after a condition that never holds", () => {
    const filter = filterOf([
      ["age", "GREATER_THAN", 100],
      ["city", "GREATER_THAN", 1],
    ]);
    expect(() => filterValue(TABLE, filter)).toThrow(refusal("invalid_filter", "'city'"));
  });
});

describe("a plain list", () => {
  test("has null where an item lacks the key", () => {
    expect(filterValue(TABLE, where("ghost", "EQUAL", 1))).toEqual([]);
    expect(filterValue(TABLE, where("ghost", "LESS_THAN", 1))).toEqual([]);
    expect(filterValue(TABLE, where("ghost", "NOT_EQUAL", 1))).toEqual(TABLE);
    expect(filterValue(TABLE, where("toString", "EQUAL"))).toEqual(TABLE);
  });

  test("of numbers has no keys", () => {
    expect(filterValue([5, 1, 4, 2, 3], where("x", "EQUAL", 3))).toEqual([]);
    expect(filterValue([5, 1, 4, 2, 3], where("x", "NOT_EQUAL", 3))).toEqual([5, 1, 4, 2, 3]);
    expect(filterValue(["ab"], where("length", "EQUAL", 2))).toEqual([]);
  });

  test("compares lists and objects by value", () => {
    const rows = [{ tags: ["a", { b: 1 }] }, { tags: ["a", { b: 2 }] }, { tags: { 0: "a" } }];
    expect(filterValue(rows, where("tags", "EQUAL", ["a", { b: 1 }]))).toEqual([rows[0]]);
    expect(filterValue(rows, where("tags", "EQUAL", { 0: "a" }))).toEqual([rows[2]]);
    expect(filterValue(rows, where("tags", "NOT_EQUAL", []))).toEqual(rows);
  });

  test("distinguishes numbers, texts and booleans, and compares big integers exactly", () => {
    const rows = [{ x: 1 }, { x: "1" }, { x: true }, { x: 1n }, { x: Number.NaN }];
    expect(filterValue(rows, where("x", "EQUAL", 1))).toEqual([{ x: 1 }, { x: 1n }]);
    expect(filterValue(rows, where("x", "EQUAL", true))).toEqual([{ x: true }]);
    expect(filterValue([{ x: 12345678901234567890n }], where("x", "GREATER_THAN", 5))).toHaveLength(1);
  });

  test("parses a text as a date where the items hold dates", () => {
    const rows = [{ at: new Date("2024-01-01T00:00:00Z") }, { at: new Date("2024-01-02T00:00:00Z") }];
    expect(filterValue(rows, where("at", "GREATER_OR_EQUAL", "2024-01-02"))).toEqual([rows[1]]);
    expect(filterValue(rows, where("at", "EQUAL", "2024-01-01T00:00:00"))).toEqual([rows[0]]);
    expect(filterValue(rows, where("at", "EQUAL", "soon"))).toEqual([]);
  });
});

test.each([
  ["value", "abc", "Operator LESS_THAN cannot compare 'value' of type number with a value of type string"],
  ["date", 5, "Operator LESS_THAN cannot compare 'date' of type string with a value of type number"],
  ["date", true, "Operator LESS_THAN cannot compare 'date' of type string with a value of type boolean"],
])("an ordering of %s with %j names the column and both types", (key, value, message) => {
  expect(() => filterValue(HISTORY, where(key, "LESS_THAN", value), "table")).toThrow(
    refusal("invalid_filter", message),
  );
});

test("every value of an object is filtered by itself, and the keys stay", () => {
  const sheets = { first: TABLE, second: { inner: [BOB] }, third: [] };
  expect(filterValue(sheets, where("city", "EQUAL", "Paris"))).toEqual({
    first: [ANN, CYD],
    second: { inner: [] },
    third: [],
  });
  expect(filterValue({}, where("x", "EQUAL", 1))).toEqual({});
});

test.each([
  [10, "number"],
  ["abc", "string"],
  [true, "boolean"],
  [null, "null"],
  [undefined, "null"],
  [new Date(0), "date"],
  [{ threshold: 50, label: "q" }, "number"],
])("%j has no rows to filter", (value, type) => {
  expect(() => filterValue(value, where("x", "EQUAL", 1))).toThrow(
    refusal("invalid_filter", `not a value of type ${type}`),
  );
});

const row = fc.record({ a: fc.integer({ min: -3, max: 3 }), b: fc.constantFrom("x", "y") });
const condition = fc.tuple(fc.constant("a"), fc.constantFrom(...FILTER_OPERATORS), fc.integer({ min: -3, max: 3 }));

test("AND keeps the rows that fulfil every condition, OR those that fulfil any, both in their order", () => {
  fc.assert(
    fc.property(fc.array(row), fc.array(condition, { minLength: 1, maxLength: 3 }), (rows, conditions) => {
      const kept = conditions.map((one) => new Set(filterValue(rows, filterOf([one])) as unknown[]));
      expect(filterValue(rows, filterOf(conditions, "AND"))).toEqual(
        rows.filter((item) => kept.every((set) => set.has(item))),
      );
      expect(filterValue(rows, filterOf(conditions, "OR"))).toEqual(
        rows.filter((item) => kept.some((set) => set.has(item))),
      );
    }),
  );
});

test("an operator and its opposite split a list", () => {
  const opposites = fc.constantFrom(
    ["EQUAL", "NOT_EQUAL"],
    ["LESS_THAN", "GREATER_OR_EQUAL"],
    ["GREATER_THAN", "LESS_OR_EQUAL"],
  );
  fc.assert(
    fc.property(fc.array(row), opposites, fc.integer({ min: -3, max: 3 }), (rows, pair, value) => {
      const parts = pair.map((operator) => filterValue(rows, where("a", operator, value)) as unknown[]);
      expect(parts.flat().length).toBe(rows.length);
    }),
  );
});

test("any JSON body is either read as a filter or refused with a code of bad input", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (body, value) => {
      try {
        const filter = parseFilter(body);
        if (filter !== null) filterValue(value, filter);
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^(invalid_filter|validation_failed)$/) });
      }
    }),
  );
});

test("a valid filter on any value keeps some of its rows or is refused", () => {
  const anyCondition = fc.record({
    key: fc.constantFrom("a", "0", "__proto__"),
    operator: fc.constantFrom(...FILTER_OPERATORS),
    value: fc.jsonValue(),
  });
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue()),
      fc.array(anyCondition, { minLength: 1 }),
      fc.constantFrom("AND", "OR"),
      (rows, operators, join) => {
        try {
          const filter = parseFilter({ operators: operators.filter((one) => one.value !== null), join_operator: join });
          if (filter === null) return;
          const kept = filterValue(rows, filter) as unknown[];
          expect(kept.every((item) => rows.includes(item as (typeof rows)[number]))).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid_filter" });
        }
      },
    ),
  );
});
