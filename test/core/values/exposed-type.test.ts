import { describe, expect, it } from "vitest";
import { exposed, unexposed } from "../../../src/core/values/exposed-type.ts";
import { dataNode } from "../../../src/taipy-edge.ts";

class Sale {
  readonly day: string;
  readonly amount: number;

  constructor(row: { readonly day: string; readonly amount: number }) {
    this.day = row.day;
    this.amount = row.amount;
  }

  get isLarge(): boolean {
    return this.amount > 10;
  }
}

const rows = [
  { day: "mon", amount: 1 },
  { day: "tue", amount: 20 },
];
const columns = { day: ["mon", "tue"], amount: [1, 20] };

const asRows = dataNode.csv("t");
const asColumns = dataNode.csv("t", { exposedType: "columns" });
const asSales = dataNode.csv("t", { exposedType: Sale });

describe("a task function gets a table", () => {
  it.each(["rows", "pandas", "numpy"] as const)("as rows for the exposed type %s", (exposedType) => {
    expect(exposed(dataNode.csv("t", { exposedType }), rows)).toBe(rows);
  });

  it("as rows when no exposed type is configured, and when the config no longer exists", () => {
    expect(exposed(asRows, rows)).toBe(rows);
    expect(exposed(null, rows)).toBe(rows);
  });

  it("as an object of columns", () => {
    expect(exposed(asColumns, rows)).toStrictEqual(columns);
    expect(exposed(asColumns, [])).toStrictEqual({});
  });

  it("with null where a row lacks a column, whatever the column is called", () => {
    expect(exposed(asColumns, [{ a: 1 }, { toString: 2 }])).toStrictEqual({ a: [1, null], toString: [null, 2] });
  });

  it("not as columns that have a thousand times the cells of the rows", () => {
    const sparse = Array.from({ length: 3_000 }, (_, n) => ({ [`c${n}`]: n }));
    expect(() => exposed(asColumns, sparse)).toThrow("3000 columns of 3000 rows");
  });

  it("as objects of a class", () => {
    const sales = exposed(asSales, rows) as Sale[];
    expect(sales).toEqual(rows.map((row) => new Sale(row)));
    expect(sales.map(({ isLarge }) => isLarge)).toEqual([false, true]);
  });

  it("for each sheet of a workbook by itself", () => {
    expect(exposed(asColumns, { first: rows, second: [] })).toStrictEqual({ first: columns, second: {} });
    expect(exposed(asSales, { first: rows })).toEqual({ first: rows.map((row) => new Sale(row)) });
  });

  it("only if the value is one: other values stay as they are", () => {
    for (const value of [null, 1, "text", [1, 2], { a: 1 }]) expect(exposed(asColumns, value)).toStrictEqual(value);
  });

  it("as instances of the custom document class when it is a collection", () => {
    const node = dataNode.mongoCollection("m", { dbName: "d", collectionName: "c", customDocument: Sale });
    expect(exposed(node, rows)).toEqual(rows.map((row) => new Sale(row)));
  });
});

describe("the value that a task function returns is stored", () => {
  it("as plain rows when it consists of instances of the class", () => {
    const sales = rows.map((row) => new Sale(row));
    expect(unexposed(asSales, sales)).toStrictEqual(rows);
    expect(unexposed(asSales, { first: sales })).toStrictEqual({ first: rows });
    expect(unexposed(asSales, sales[0])).toStrictEqual(rows[0]);
  });

  it("unchanged otherwise", () => {
    expect(unexposed(asColumns, columns)).toBe(columns);
    expect(unexposed(asSales, columns)).toStrictEqual(columns);
    expect(unexposed(asSales, rows)).toStrictEqual(rows);
    expect(unexposed(asSales, 3)).toBe(3);
  });
});

describe("the configuration of an exposed type", () => {
  it("keeps a class with the functions, so that no entity shows it", () => {
    expect(asSales.functions).toEqual({ exposed_type: Sale });
    expect(asSales.properties).not.toHaveProperty("exposed_type");
    expect(asColumns.properties).toMatchObject({ exposed_type: "columns" });
  });
});
