// Every case is a mistake. `../refused-wirings.test.ts` compares what the compilers say about them with `messages.txt`.
import * as z from "zod";
import { dataNode, scenario, type TaskContext, task, valueType, type Workbook } from "../../../../src/taipy-edge.ts";

interface Row {
  day: string;
  sales: number;
}

const price = dataNode.pickle("price", { defaultData: 10 });
const quantity = dataNode.pickle("quantity", { defaultData: 3 });
const label = dataNode.json("label", { type: valueType<string>() });
const total = dataNode.pickle("total", { type: valueType<number>() });
const history = dataNode.csv<Row>("history", { defaultPath: "history.csv" });
const measured = dataNode.csv("measured", { schema: z.object({ day: z.string(), sales: z.number() }) });
const months = dataNode.excel<Workbook<{ January: Row }>>("months");

const multiply = (first: number, second: number) => first * second;
const count = task("count", { function: (rows: Row[]) => rows.length, inputs: [history], outputs: [total] });
const product = task("product", { function: multiply, inputs: [price, quantity], outputs: [total] });

// Case: an input is of another type
task("concat", { function: (a: number, b: string) => a + b.length, inputs: [price, quantity], outputs: [total] });

// Case: the inputs are in the other order
task("repeat", { function: (a: string, b: number) => a.length * b, inputs: [price, label], outputs: [total] });

// Case: an input whose id the compiler does not know is of another type
task("count", { function: (rows: string[]) => rows.length, inputs: [history], outputs: [total] });

// Case: a workbook is given where the function takes rows
task("count", { function: (rows: Row[]) => rows.length, inputs: [months], outputs: [total] });

// Case: the function takes a parameter that no input gives
task("multiply", { function: multiply, inputs: [price], outputs: [total] });

// Case: the task has no inputs
task("multiply", { function: multiply, outputs: [total] });

// Case: the function takes a parameter after the context
task("late", { function: (a: number, _: TaskContext, b: number) => a * b, inputs: [price], outputs: [total] });

// Case: the result is of another type
task("describe", { function: (value) => `costs ${value}`, inputs: [price], outputs: [total] });

// Case: the promise is of another type
task("load", { function: async () => "12", outputs: [total] });

// Case: the function returns nothing
task("print", { function: (value: number) => console.log(value), inputs: [price], outputs: [total] });

// Case: one of several results is of another type
task("split", { function: (value) => [value, value], inputs: [price], outputs: [total, label] });

// Case: a result is missing
task("split", { function: async (value) => [value], inputs: [price], outputs: [total, label] });

// Case: an option of a task is misspelt
task("multiply", { function: multiply, inputs: [price, quantity], output: [total] });

// Case: an option of a data node is misspelt
dataNode.json("settings", { defaultPth: "settings.json" });

// Case: a sequence has a task that the scenario does not have
scenario("monthly", { tasks: [product], sequences: { all: [product, count] } });

// Case: a sequence has a data node
scenario("monthly", { tasks: [product], sequences: { all: [price] } });

// Case: a comparator is for a data node that the scenario does not have
scenario("monthly", { tasks: [product], comparators: { totl: (first: number, second: number) => first - second } });

// Case: a comparator takes values of another type
scenario("monthly", { tasks: [product], comparators: { total: (first: string, second: string) => first === second } });

// Case: a misspelt option of a table
dataNode.csv<Row>("history", { defaultPth: "history.csv" });

// Case: rows of a workbook without the name of a sheet
dataNode.excel<Row>("sales", { defaultPath: "sales.xlsx" });

// Case: a function takes rows of another type than the schema of a table
task("count", { function: (rows: { day: Date }[]) => rows.length, inputs: [measured], outputs: [total] });

// Case: a result does not fit the schema of its data node
task("measure", { function: () => [{ day: "mon", sales: "3" }], outputs: [measured] });
