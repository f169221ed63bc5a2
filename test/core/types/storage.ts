/**
 * What the compiler must accept and refuse about storage types. `tsc -p test` checks this file: a missing expected
 * error is an error itself.
 */
import { expectTypeOf } from "vitest";
import {
  type Columns,
  type DataNodeConfig,
  dataNode,
  defineApp,
  type GenericContext,
  task,
  valueType,
  type Workbook,
} from "../../../src/taipy-edge.ts";

interface Row {
  day: string;
  sales: number;
}

class Sale {
  readonly day: string;
  constructor(row: Row) {
    this.day = row.day;
  }
}

// The exposed type is the type of a task function's argument or result.
const asRows = dataNode.csv<Row>("rows", { exposedType: "rows" });
const asColumns = dataNode.csv<Row>("columns", { exposedType: "columns" });
const asSales = dataNode.csv("sales", { exposedType: Sale });
expectTypeOf(asRows).toEqualTypeOf<DataNodeConfig<Row[], string>>();
expectTypeOf(dataNode.csv<Row>("pandas", { exposedType: "pandas" })).toEqualTypeOf<DataNodeConfig<Row[], string>>();
expectTypeOf(asColumns).toEqualTypeOf<DataNodeConfig<Columns<Row>, string>>();
expectTypeOf<Columns<Row>>().toEqualTypeOf<{ day: string[]; sales: number[] }>();
expectTypeOf(asSales).toEqualTypeOf<DataNodeConfig<Sale[], "sales">>();
expectTypeOf(dataNode.csv("c", { type: valueType<Row[]>(), exposedType: "columns" })).toEqualTypeOf<
  DataNodeConfig<Columns<Row>, "c">
>();

task("columns", {
  function: ({ sales }) => [{ day: "mon", sales: sales.length }],
  inputs: [asColumns],
  outputs: [asRows],
});
task("sales", {
  function: (sales) => sales.map(({ day }) => new Sale({ day, sales: 1 })),
  inputs: [asSales],
  outputs: [asSales],
});
// @ts-expect-error columns are no list of rows
task("wrong", { function: (rows: Row[]) => rows, inputs: [asColumns], outputs: [asRows] });
// @ts-expect-error no such form
dataNode.csv<Row>("wrong", { exposedType: "matrix" });
// @ts-expect-error a function is no class
dataNode.csv<Row>("wrong", { exposedType: (row: Row) => row });

// With the name of one sheet, Excel's type argument is a row, as csv's; a workbook has the rows of several sheets.
const sheet = { sheetName: "January" };
expectTypeOf(dataNode.excel<Row>("e", sheet)).toEqualTypeOf<DataNodeConfig<Row[], string>>();
expectTypeOf(dataNode.excel<Row[]>("e", sheet)).toEqualTypeOf<DataNodeConfig<Row[], string>>();
expectTypeOf(dataNode.excel<Row>("e", { ...sheet, exposedType: "columns" })).toEqualTypeOf<
  DataNodeConfig<Columns<Row>, string>
>();
expectTypeOf(dataNode.excel("e", { ...sheet, exposedType: Sale })).toEqualTypeOf<DataNodeConfig<Sale[], "e">>();
expectTypeOf(dataNode.excel("e", { ...sheet, type: valueType<Row[]>() })).toEqualTypeOf<DataNodeConfig<Row[], "e">>();
expectTypeOf(dataNode.excel<Workbook<{ January: Row; Notes: { text: string } }>>("e")).toEqualTypeOf<
  DataNodeConfig<{ January: Row[]; Notes: { text: string }[] }, string>
>();
expectTypeOf(dataNode.excel<{ January: Row[] }>("e", { sheetName: ["January"] })).toEqualTypeOf<
  DataNodeConfig<{ January: Row[] }, string>
>();
expectTypeOf(dataNode.excel("e", { defaultData: { January: [{ a: 1 }] } })).toEqualTypeOf<
  DataNodeConfig<{ January: { a: number }[] }, "e">
>();
dataNode.excel<{ January: Columns<Row> }>("e", { exposedType: "columns" });
// @ts-expect-error without the name of a sheet the value is a workbook
dataNode.excel<Row>("wrong");
// @ts-expect-error a list of names makes a workbook
dataNode.excel<Row>("wrong", { sheetName: ["January"] });

// The functions of a generic node read and write values of its type.
expectTypeOf(dataNode.generic("g", { readFct: () => 3 })).toEqualTypeOf<DataNodeConfig<number, "g">>();
expectTypeOf(dataNode.generic("g", { readFct: async (key: string, _context: GenericContext) => key })).toEqualTypeOf<
  DataNodeConfig<string, "g">
>();
dataNode.generic<Row[]>("g", { writeFct: (rows, table: string) => `${table} ${rows.length}`, writeFctArgs: ["sales"] });
// @ts-expect-error the read function returns another type
dataNode.generic<number>("wrong", { readFct: () => "three" });
// @ts-expect-error arguments are a list
dataNode.generic("wrong", { readFct: () => 3, readFctArgs: "table" });

dataNode.s3Object<string>("o", { binding: "FILES", awsS3ObjectKey: "a.txt" });
// @ts-expect-error an object has a key
dataNode.s3Object("wrong", { binding: "FILES" });
// @ts-expect-error a collection has a name
dataNode.mongoCollection("wrong", { dbName: "d" });

defineApp({ drivers: { mongodb: { MongoClient: class {} } } });
// @ts-expect-error the library's module, not its client
defineApp({ drivers: { mongodb: class MongoClient {} } });
// @ts-expect-error no such driver
defineApp({ drivers: { oracle: {} } });
