/**
 * What the compiler must accept and refuse about schemas of data nodes. `tsc -p test` checks this file: a missing expected error
 * is an error itself.
 */
import { expectTypeOf } from "vitest";
import * as z from "zod";
import * as mini from "zod/mini";
import { type Columns, type DataNodeConfig, dataNode, scenario, task, valueType } from "../../../src/taipy-edge.ts";

interface Sale {
  day: string;
  amount: number;
}
const Sale = z.object({ day: z.string(), amount: z.number() });

// The schema of a row is the type of a row, and the compiler knows the id of the node.
const sales = dataNode.csv("sales", { schema: Sale, defaultPath: "sales.csv" });
expectTypeOf(sales).toEqualTypeOf<DataNodeConfig<Sale[], "sales">>();
expectTypeOf(dataNode.parquet("sales", { schema: Sale })).toEqualTypeOf<DataNodeConfig<Sale[], "sales">>();
expectTypeOf(dataNode.excel("sales", { schema: Sale, sheetName: "May" })).toEqualTypeOf<
  DataNodeConfig<Sale[], "sales">
>();
expectTypeOf(dataNode.sqlTable("sales", { schema: Sale, tableName: "sales", dbEngine: "sqlite" })).toEqualTypeOf<
  DataNodeConfig<Sale[], "sales">
>();
expectTypeOf(dataNode.csv("sales", { schema: Sale, exposedType: "columns" })).toEqualTypeOf<
  DataNodeConfig<Columns<Sale>, "sales">
>();
expectTypeOf(dataNode.csv("sales", { schema: Sale, defaultData: [{ day: "mon", amount: 1 }] })).toEqualTypeOf<
  DataNodeConfig<Sale[], "sales">
>();
expectTypeOf(dataNode.csv("sales", { schema: mini.object({ day: mini.string() }) })).toEqualTypeOf<
  DataNodeConfig<{ day: string }[], "sales">
>();
expectTypeOf(dataNode.csv<Sale>("sales", { schema: Sale })).toEqualTypeOf<DataNodeConfig<Sale[], string>>();

// Elsewhere it is that of the value.
const model = dataNode.json("model", { schema: z.object({ averages: z.record(z.string(), z.number()) }) });
expectTypeOf(model).toEqualTypeOf<DataNodeConfig<{ averages: Record<string, number> }, "model">>();
expectTypeOf(dataNode("plain", { schema: z.number() })).toEqualTypeOf<DataNodeConfig<number, "plain">>();
expectTypeOf(dataNode.generic("g", { schema: z.number(), readFct: () => 1 })).toEqualTypeOf<
  DataNodeConfig<number, "g">
>();

// A schema changes no value, so what it would make of one is not the type.
expectTypeOf(dataNode.json("d", { schema: z.object({ day: z.string().transform(Number) }) })).toEqualTypeOf<
  DataNodeConfig<{ day: string }, "d">
>();
expectTypeOf(dataNode.json("d", { schema: z.object({ n: z.number().default(1) }) })).toEqualTypeOf<
  DataNodeConfig<{ n?: number | undefined }, "d">
>();

task("train", {
  function: (rows) => {
    expectTypeOf(rows).toEqualTypeOf<Sale[]>();
    return { averages: Object.fromEntries(rows.map(({ day, amount }) => [day, amount])) };
  },
  inputs: [sales],
  outputs: [model],
});
scenario("s", { additionalDataNodes: [model], comparators: { model: (first) => first.averages } });

// @ts-expect-error the schema is not that of the type argument
dataNode.csv<{ day: Date }>("wrong", { schema: Sale });
// @ts-expect-error the schema is not that of the type
dataNode.json("wrong", { schema: z.number(), type: valueType<string>() });
// @ts-expect-error the default data does not fit the schema
dataNode.json("wrong", { schema: z.number(), defaultData: "14" });
// @ts-expect-error that is no schema
dataNode.csv("wrong", { schema: { day: "string" } });
