import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { StorageTypeName } from "../../../src/core/storage-types.ts";
import { Budget } from "../../../src/core/values/budget.ts";
import { exposed, unexposed } from "../../../src/core/values/exposed-type.ts";
import { jsonOfValue } from "../../../src/core/values/json-value.ts";
import { selectFrom } from "../../../src/core/values/selection.ts";
import { jsonPiecesOf } from "../../../src/http/output/json-pieces.ts";
import { storageTypes } from "../../../src/storage/contents.ts";
import { sql } from "../../../src/storage/sql.ts";
import { tableOf } from "../../../src/storage/table/tabular-value.ts";
import { OUTSIDE, type Selection } from "../../../src/storage/types.ts";
import { databaseContext } from "../../suites/database-context.ts";
import { memoryContext } from "./stored-types.ts";

const WHOLE: Selection = { filter: null, columns: null, offset: 0, limit: null };
const FILE = "country,2019,2020\nFR,1,2\nDE,3,4\n";

/** The rows of a csv file, as a task gets them. */
async function rowsOf(text: string): Promise<Record<string, unknown>[]> {
  const context = memoryContext("csv");
  const ref = await context.payloads.put(text, "text/csv; charset=utf-8");
  return (await storageTypes.csv.read(context, ref)) as Record<string, unknown>[];
}

const columnsOf = (value: unknown) => tableOf(value, new Budget()).columns;

describe("The columns of a table keep the order of its file, also when they are named by numbers", () => {
  it.each<[StorageTypeName, Readonly<Record<string, unknown>>]>([
    ["csv", {}],
    ["parquet", {}],
    ["excel", { sheet_name: "Sheet1" }],
  ])("in a %s file that a task has written from rows of another one", async (name, properties) => {
    const type = storageTypes[name];
    const context = memoryContext(name, properties);
    const written = (await rowsOf(FILE)).map((row) => ({ ...row, country: `${row.country}!` }));
    const ref = await type.write(context, written, null);
    const read = await type.read(context, ref);
    expect(jsonOfValue(read)).toBe('[{"country":"FR!","2019":1,"2020":2},{"country":"DE!","2019":3,"2020":4}]');
    expect(columnsOf(read)).toEqual(["country", "2019", "2020"]);
    const again = await type.append?.(context, ref, [{ "2020": 6, "2019": 5, country: "IT" }]);
    expect(columnsOf(await type.read(context, again ?? ref))).toEqual(["country", "2019", "2020"]);
  });

  it.each<[StorageTypeName, Readonly<Record<string, unknown>>]>([
    ["csv", {}],
    ["parquet", {}],
    ["excel", { sheet_name: "Sheet1" }],
    ["excel", {}],
  ])("in a %s file that a client writes which has lost it", async (name, properties) => {
    const type = storageTypes[name];
    const context = memoryContext(name, properties);
    const tables = (rows: unknown) => (name === "excel" && !("sheet_name" in properties) ? { Data: rows } : rows);
    const ref = await type.write(context, tables(await rowsOf(FILE)), null);
    const shown = jsonOfValue(await type.read(context, ref));
    const same = await type.write(context, JSON.parse(shown), ref);
    expect(context.bytesOf(same)).toEqual(context.bytesOf(ref));
    const other = await type.write(context, JSON.parse(shown.replace("DE", "ES")), ref);
    expect(jsonOfValue(await type.read(context, other))).toBe(shown.replace("DE", "ES"));
  });

  it("in the sheets of a workbook, and in the order of the sheets", async () => {
    const context = memoryContext("excel");
    const sheets = { b: await rowsOf(FILE), a: [{ x: 1 }] };
    const ref = await storageTypes.excel.write(context, sheets, null);
    expect(jsonOfValue(await storageTypes.excel.read(context, ref))).toBe(
      '{"b":[{"country":"FR","2019":1,"2020":2},{"country":"DE","2019":3,"2020":4}],"a":[{"x":1}]}',
    );
  });

  it("in the rows of a database's query", async () => {
    const binding = (name: string) => ({ ...env })[name as never];
    const properties = { db_engine: "sqlite", binding: "DB", read_query: `SELECT 'FR' AS country, 1 AS "2019"` };
    const context = databaseContext("sql", properties, binding);
    expect(jsonOfValue(await sql.read(context, OUTSIDE))).toBe('[{"country":"FR","2019":1}]');
  });

  it.each<[string, Partial<Selection>, string]>([
    ["a page", { offset: 1 }, '[{"country":"DE","2019":3,"2020":4}]'],
    ["chosen columns, which come in the order of the choice", { columns: ["2020", "country", "2019"], limit: 1 }, ""],
    [
      "a filter",
      { filter: { conditions: [{ key: "2019", operator: "EQUAL", value: 3 }], join: "AND" } },
      '[{"country":"DE","2019":3,"2020":4}]',
    ],
  ])("in %s", async (_what, part, expected) => {
    const selection = { ...WHOLE, ...part };
    const context = memoryContext("csv");
    const ref = await context.payloads.put(FILE, "text/csv; charset=utf-8");
    const json = expected === "" ? '[{"2020":2,"country":"FR","2019":1}]' : expected;
    expect(jsonOfValue(await storageTypes.csv.select?.(context, ref, selection))).toBe(json);
    const { value } = selectFrom(await rowsOf(FILE), selection, "table");
    expect(jsonOfValue(value)).toBe(json);
  });

  it("in an answer of many pieces, also with dates", async () => {
    const text = `country,2019\n${"FR,1\n".repeat(2_500)}`;
    const rows = await rowsOf(text);
    expect([...jsonPiecesOf(rows)].join("")).toBe(jsonOfValue(rows));
    const dated = rows.map((row) => ({ ...row, "2019": new Date(0) }));
    expect([...jsonPiecesOf(dated)].join("")).toBe(jsonOfValue(dated));
    expect(jsonOfValue(dated.slice(0, 1))).toBe(
      '[{"country":"FR","2019":{"__type__":"Datetime","__value__":"1970-01-01T00:00:00"}}]',
    );
  });

  it("when a task gets columns or instances of a class", async () => {
    const rows = await rowsOf(FILE);
    const columns = exposed({ properties: { exposed_type: "columns" } }, rows);
    expect(columnsOf(columns)).toEqual(["country", "2019", "2020"]);
    class Entry {
      constructor(row: Readonly<Record<string, unknown>>) {
        Object.assign(this, row);
      }
    }
    const config = { properties: {}, functions: { exposed_type: Entry as never } };
    expect(columnsOf(unexposed(config, exposed(config, rows)))).toEqual(["country", "2019", "2020"]);
  });

  it("before columns that a task has added", async () => {
    const rows = (await rowsOf(FILE)).map((row) => ({ ...row, "2018": 0, total: 1 }));
    expect(columnsOf(rows)).toEqual(["country", "2019", "2020", "2018", "total"]);
  });
});

describe("Rows that carry the order of their columns", () => {
  it.each<[StorageTypeName, (rows: Record<string, unknown>[]) => unknown]>([
    ["pickle", (rows) => rows],
    ["pickle", (rows) => ({ rows, at: new Date(0), map: new Map([["first", rows[0]]]) })],
    ["pickle", (rows) => rows.map((row) => Object.freeze({ ...row, at: new Date(0) }))],
    ["json", (rows) => rows],
    ["json", (rows) => rows.map((row) => ({ ...row, at: new Date(0) }))],
  ])("are kept by %s as rows without it", async (name, made) => {
    const type = storageTypes[name];
    const context = memoryContext(name);
    const read = await type.read(context, await type.write(context, made(await rowsOf(FILE)), null));
    const plain = FILE.trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","))
      .map(([country, a, b]) => ({ "2019": Number(a), "2020": Number(b), country }));
    expect(read).toStrictEqual(made(plain));
  });

  it("are only those of tables whose columns JavaScript would reorder", async () => {
    for (const text of ["a,b\n1,2\n", "2019,2020,country\n1,2,FR\n", "1a,b\n1,2\n", "01,1\n1,2\n"]) {
      const rows = await rowsOf(text);
      const isReordered = text.startsWith("01");
      expect(Object.getOwnPropertySymbols(rows[0]).length, text).toBe(isReordered ? 1 : 0);
    }
  });
});
