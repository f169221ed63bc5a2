import { describe, expect, test } from "vitest";
import { TaipyError } from "../../../src/core/errors.ts";
import { DEVALUE_TYPE } from "../../../src/core/storage-types.ts";
import { parseTime } from "../../../src/core/time.ts";
import { Budget } from "../../../src/core/values/budget.ts";
import { columnNames as columnsOfRow } from "../../../src/core/values/columns/column-order.ts";
import { inOrderOfText } from "../../../src/core/values/columns/json-order.ts";
import { Decimal } from "../../../src/core/values/exact/decimal.ts";
import { filterValue, MAX_CONDITIONS, parseFilter } from "../../../src/core/values/filter.ts";
import { parseJson } from "../../../src/core/values/json-text.ts";
import { jsonOfValue } from "../../../src/core/values/json-value.ts";
import { parsePythonJson } from "../../../src/http/input/python-json.ts";
import { columnNames } from "../../../src/http/input/query.ts";
import { decodeAnyValue, encodeAnyValue } from "../../../src/storage/encoding/any-value.ts";
import { numberOfText } from "../../../src/storage/sql/number-text.ts";
import { rowsUnder } from "../../../src/storage/table/append.ts";
import { distinctNames } from "../../../src/storage/table/column-names.ts";
import { narrowKind } from "../../../src/storage/table/infer.ts";
import { readCsv } from "../../../src/storage/table/read-csv.ts";
import { tableOf } from "../../../src/storage/table/tabular-value.ts";

// Where the work grows faster than the input, each of these takes much longer than a test may.
const MANY = 30_000;
const LENGTH = 60_000;

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return "";
  } catch (error) {
    return error instanceof TaipyError ? error.code : `${error}`;
  }
};

const csvRows = (text: string) =>
  readCsv({ text, hasHeader: true, budget: new Budget() }, { filter: null, columns: null, offset: 0, limit: null });

describe("the work of a request grows with its length", () => {
  test.each([
    ["quotes that nothing closes", `NaN"${'\\"'.repeat(LENGTH)}`],
    ["a backslash at their end", `NaN"${'\\"'.repeat(LENGTH)}\\`],
    ["quotes with breaks between them", `NaN${'"\n'.repeat(LENGTH)}"`],
    ["Python's numbers without end", `[${"-Infinity,NaN,".repeat(LENGTH / 10)}`],
    ["minus signs", `NaN${"-".repeat(LENGTH)}`],
  ])("where JSON has %s", (_, text) => {
    expect(parseJson(text)).toEqual({ ok: false, reason: "malformed" });
  });

  test("where a text of JSON with Python's numbers has five million escapes", () => {
    const text = '\\"'.repeat(5_000_000);
    expect(parsePythonJson(`[NaN, "NaN${text}", -Infinity]`)).toEqual({
      ok: true,
      value: [Number.NaN, `NaN${'"'.repeat(5_000_000)}`, Number.NEGATIVE_INFINITY],
    });
    expect(parsePythonJson(`[NaN, "${text}`)).toEqual({ ok: false, reason: "malformed" });
  });

  test("where a filter compares a number of a million digits with a hundred thousand rows", () => {
    const value = Decimal.parse(`0.${"1".repeat(1_000_000)}`);
    const rows = Array.from({ length: 100_000 }, (_, n) => ({ n: n / 100_000 }));
    const filter = { conditions: [{ key: "n", operator: "GREATER_THAN", value }], join: "AND" } as const;
    expect(filterValue(rows, filter, "table")).toHaveLength(88_888);
  });

  test("where the first of many rows names thousands of columns by numbers", () => {
    const first = Array.from({ length: 9_000 }, (_, n) => `"${9_000 - n}":0`).join(",");
    const text = `[{${first}}${",{}".repeat(100_000)}]`;
    const rows = inOrderOfText(JSON.parse(text), text, new Budget()) as object[];
    expect(rows.reduce((sum, row) => sum + columnsOfRow(row).length, 0)).toBe(9_000);
    expect(columnsOfRow(rows[0] ?? {})[0]).toBe("9000");
    expect(() => tableOf(rows, new Budget())).toThrow(/too large/);
  });

  test("where a number of a database has a hundred thousand zeros", () => {
    expect(String(numberOfText(`1${"0".repeat(100_000)}.${"0".repeat(100_000)}1`))).toMatch(/^10+\.0+1$/);
    expect(numberOfText(`${"0".repeat(100_000)}.50`)).toBe(0.5);
  });

  test.each([
    ["digits", "1".repeat(LENGTH)],
    ["digits behind a point", `.${"1".repeat(LENGTH)}`],
    ["an exponent", `1e${"1".repeat(LENGTH)}`],
    ["blanks", `1${" ".repeat(LENGTH)}`],
    ["signs", "+".repeat(LENGTH)],
  ])("where a cell that is no number begins with %s", (_, text) => {
    expect(narrowKind("missing", `${text}x`)).toBe("text");
    expect(parseTime(text)).toBeNull();
  });

  test("where columns share a name", () => {
    const names = distinctNames(Array<string>(MANY).fill("a"));
    expect(names.at(-1)).toBe(`a.${MANY - 1}`);
    expect(new Set(names).size).toBe(MANY);
  });

  test("where columns have the names that copies would get", () => {
    const half = MANY / 2;
    const header = [...Array<string>(half).fill("a"), ...Array.from({ length: half }, (_, at) => `a.${at}`)];
    expect(new Set(distinctNames(header)).size).toBe(MANY);
  });

  test("where a table of many columns is put under another", () => {
    const columns = Array.from({ length: 3 * MANY }, (_, at) => `c${at}`);
    const rows = rowsUnder(columns, { columns: columns.toReversed(), rows: [columns.toReversed()] }, new Budget());
    expect(rows[0]?.slice(0, 3)).toEqual(["c0", "c1", "c2"]);
  });

  test("where CSV has 125,000 columns", () => {
    const header = Array.from({ length: 125_000 }, (_, at) => `c${at}`);
    const [row] = csvRows(`${header.join(",")}\n1\n`);
    expect(Object.keys(row ?? {})).toEqual(header);
  });

  test("where a row of CSV has very many fields in quotes", () => {
    const fields = Array<string>(300_000).fill('"x"').join(",");
    expect(codeOf(() => csvRows(`a,b\n${fields}\n`))).toBe("invalid_value");
    expect(codeOf(() => csvRows(`a\n${'""'.repeat(LENGTH)}`))).toBe("");
  });

  test("where the names of columns are full of quotes", () => {
    for (const text of ['"'.repeat(8_192), ',"'.repeat(4_096), `"${'"",'.repeat(2_700)}`])
      columnNames().safeParse(text);
  });

  test("of a filter with its conditions, which are counted", () => {
    const operators = Array(MAX_CONDITIONS + 1).fill({ key: "a", value: 1, operator: "EQUAL" });
    expect(codeOf(() => parseFilter({ operators }))).toBe("invalid_filter");
    expect(parseFilter({ operators: operators.slice(1) })?.conditions).toHaveLength(MAX_CONDITIONS);
  });
});

describe("a small value that means a large one is refused", () => {
  const laughs = (levels: number) =>
    JSON.stringify([...Array.from({ length: levels }, (_, at) => Array(10).fill(at + 1)), "lol"]);

  test("when its lists stand in ten places each", async () => {
    await expect(decodeAnyValue(laughs(12), DEVALUE_TYPE, new Budget())).rejects.toMatchObject({
      code: "value_too_large",
      message: expect.stringMatching(/\(\[\d+\], at reference \d+ to it\)/),
    });
  });

  test("when one text stands in many places", async () => {
    const text = JSON.stringify([Array(100_000).fill(1), "x".repeat(1_000_000)]);
    await expect(decodeAnyValue(text, DEVALUE_TYPE, new Budget())).rejects.toMatchObject({
      code: "value_too_large",
      message: expect.stringMatching(/with 2\d,\d{3},\d{3} characters.* \(\[1\], at reference \d+ to it\)/),
    });
  });

  test("when it is a list of nothing but holes", async () => {
    for (const length of [4_294_967_295, 5_000_001]) {
      await expect(decodeAnyValue(`[[-7,${length}]]`, DEVALUE_TYPE, new Budget())).rejects.toMatchObject({
        code: "value_too_large",
        message: expect.stringContaining("missing items ([0])"),
      });
    }
    expect(await decodeAnyValue("[[-7,1000,999,1],7]", DEVALUE_TYPE, new Budget())).toHaveLength(1_000);
  });

  test("when it is deeper than a stack, before it is filtered", () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(50_000)}[]${"}".repeat(50_000)}`);
    const filter = parseFilter({ operators: [{ key: "a", value: 1, operator: "EQUAL" }] });
    if (filter === null) throw new Error("There is a filter");
    expect(codeOf(() => filterValue(deep, filter))).toBe("invalid_filter");
  });
});

describe("the names of members change no object but their own", () => {
  const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__"];
  const hostile = () =>
    JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}') as object;

  test("in filters, tables and CSV", () => {
    for (const key of NAMES) {
      const filter = parseFilter({ operators: [{ key, value: 1, operator: "EQUAL" }] });
      expect(filter && filterValue([{ a: 2 }, JSON.parse(`{"${key}": 1}`)], filter)).toHaveLength(1);
      expect(csvRows(`${key},a\n1,2\n`).map(Object.entries)).toEqual([
        [
          [key, 1],
          ["a", 2],
        ],
      ]);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("in values, which keep them as data or are refused", async () => {
    const { body, contentType } = await encodeAnyValue(hostile(), new Budget());
    expect(JSON.parse(jsonOfValue(await decodeAnyValue(body, contentType, new Budget())))).toEqual(hostile());
    const tagged = ['[{"__proto__":1},{"polluted":2},1]', '[["null","__proto__",1],{"polluted":2},1]'];
    for (const text of tagged) {
      await expect(decodeAnyValue(text, DEVALUE_TYPE, new Budget())).rejects.toMatchObject({ code: "invalid_value" });
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
