/**
 * What the compiler must accept and refuse of code that calls Taipy Core. `tsc -p test` checks this file: a missing expected error
 * is an error itself.
 */
import { expectTypeOf } from "vitest";
import type { Scenario } from "../../../src/client/index.ts";
import {
  type App,
  dataNode,
  defineApp,
  Scope,
  scenario,
  type TaskContext,
  task,
  valueType,
} from "../../../src/taipy-edge.ts";
import { type Core, createTaipy, type TaipyEnv } from "../../../src/worker.ts";

interface Row {
  readonly day: string;
}

const price = dataNode.pickle("price", { type: valueType<number>() });
const rate = dataNode.pickle("rate", { defaultData: 1, scope: Scope.GLOBAL });
const total = dataNode.json("total", { type: valueType<{ readonly sum: number }>() });
const rows = dataNode.csv("rows", { type: valueType<Row[]>() });
const lone = dataNode.pickle("lone", { type: valueType<Date>(), scope: Scope.GLOBAL });
const sum = task("sum", {
  function: (a: number, b: number) => ({ sum: a * b }),
  inputs: [price, rate],
  outputs: [total],
});

const app = defineApp({
  scenarios: [
    scenario("order", { tasks: [sum], additionalDataNodes: [rows] }),
    scenario("stock", { additionalDataNodes: [rows] }),
  ],
  dataNodes: [lone],
});
const taipy = createTaipy(app);
declare const env: TaipyEnv;
const core = taipy.core(env);

// Only configs of the application can be created.
const order = await core.createScenario("order");
const stock = await core.createScenario("stock");
expectTypeOf(order).toExtend<Scenario>();
expectTypeOf(order.config_id).toEqualTypeOf<"order">();
core.createScenario("order", { name: "first", creationDate: new Date(0), tags: ["a"] });
// @ts-expect-error there is no such option
core.createScenario("order", { creation_date: "2026-01-01" });
// @ts-expect-error no such scenario
core.createScenario("ordr");
// @ts-expect-error a data node is no scenario
core.createScenario("price");
// @ts-expect-error no such data node
core.createGlobalDataNode("rats");
expectTypeOf(await core.read(await core.createGlobalDataNode("rate"))).toEqualTypeOf<number | null>();
expectTypeOf(await core.read(await core.createGlobalDataNode("lone"))).toEqualTypeOf<Date | null>();

// A value has the type of its data node in the scenario.
expectTypeOf(await core.read(order, "price")).toEqualTypeOf<number | null>();
expectTypeOf(await core.read(order, "total")).toEqualTypeOf<{ readonly sum: number } | null>();
expectTypeOf(await core.readOrRaise(order, "rows")).toEqualTypeOf<Row[]>();
expectTypeOf(await core.read(stock, "rows", { edit: 1 })).toEqualTypeOf<Row[] | null>();
expectTypeOf(await core.read(await core.getDataNode(order, "total"))).toEqualTypeOf<{ readonly sum: number } | null>();
// @ts-expect-error no such data node in the scenario
core.read(order, "prise");
// @ts-expect-error it is one of another scenario
core.read(stock, "price");
core.write(order, "price", 3, { comment: "sale" });
core.append(order, "rows", [{ day: "Monday" }]);
// @ts-expect-error a price is a number
core.write(order, "price", "3");
// @ts-expect-error a row has a day
core.append(order, "rows", [{ date: "Monday" }]);
// @ts-expect-error there is no such option
core.write(order, "price", 3, { remark: "sale" });

// What is only known by its id has any value, or the one that the caller names.
expectTypeOf(await core.read("DATANODE_price_1")).toEqualTypeOf<unknown>();
expectTypeOf(await core.read<number>("DATANODE_price_1")).toEqualTypeOf<number | null>();
expectTypeOf(await core.read("SCENARIO_order_1", "price")).toEqualTypeOf<unknown>();
core.write("DATANODE_price_1", 3);
expectTypeOf(await core.get("SCENARIO_order_1")).toEqualTypeOf<Scenario>();
expectTypeOf(await core.exists("SCENARIO_order_1")).toEqualTypeOf<boolean>();

// Where a data node's id is only a text, its values are those of all such data nodes.
const unnamed = dataNode.pickle<string>("note");
const notes = createTaipy(defineApp({ scenarios: [scenario("notes", { additionalDataNodes: [unnamed, price] })] }));
const note = await notes.core(env).createScenario("notes");
expectTypeOf(await notes.core(env).read(note, "note")).toEqualTypeOf<string | null>();
expectTypeOf(await notes.core(env).read(note, "price")).toEqualTypeOf<number | null>();

// An application of which the compiler knows no configs takes any, such as those of a file.
const anyCore = createTaipy(app as App).core(env);
expectTypeOf(await anyCore.read(await anyCore.createScenario("from_a_file"), "any")).toEqualTypeOf<unknown>();
createTaipy(defineApp({ toml: "[SCENARIO.s]" }))
  .core(env)
  .createScenario("s");
expectTypeOf(core).toEqualTypeOf<Core<typeof app>>();

// Submissions, and the caller on whose behalf they are made.
expectTypeOf((await core.submit(order, { wait: true, timeout: 60 })).submission_status).toExtend<string>();
// @ts-expect-error a time is a number of seconds
core.submit(order, { timeout: "60" });
taipy.core(env, { as: { actor: "report", roles: ["TAIPY_EXECUTOR"] } });
// @ts-expect-error no such role
taipy.core(env, { as: { actor: "report", roles: ["TAIPY_BOSS"] } });
// @ts-expect-error an actor has roles
taipy.core(env, { as: { actor: "report" } });
// @ts-expect-error without the service's bindings
taipy.core({});

// A task has the verbs, without the types of the application that it is a part of.
task("following", {
  function: async (amount, { core: own }) => {
    expectTypeOf((await own.submit("SCENARIO_order_1")).id).toEqualTypeOf<string>();
    // @ts-expect-error no such verb
    own.submitt("SCENARIO_order_1");
    return amount;
  },
  inputs: [price],
  outputs: [price],
});
const named = async (context: TaskContext): Promise<unknown> => context.core.read("SCENARIO_order_1", "price");
task("named", { function: named });
