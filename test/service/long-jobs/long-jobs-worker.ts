import process from "node:process";
import { dataNode, defineApp, scenario, type TaskContext, task } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";

const POLL_MS = 20;

const start = dataNode.pickle("start", { defaultData: 1 });
const number = (id: string) => dataNode.pickle<number>(id);
const addOne = (value: number): number => value + 1;

/** Ends as soon as the test has opened the gate. */
async function hold(value: number, { env }: TaskContext): Promise<number> {
  const gates = env.GATES as KVNamespace;
  while ((await gates.get("open")) === null) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  return value + 1;
}

/** Ends the invocation, with all that runs in it, once the others of its batch run. */
async function exit(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, POLL_MS * 10));
  process.exit(1);
}

/** Long enough to be under way when another job of its batch ends the process. */
async function slowly(value: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, POLL_MS * 20));
  return value + 1;
}

const innocents = Array.from({ length: 9 }, (_, index) => index);

const app = defineApp({
  scenarios: [
    scenario("short", { tasks: [task("add_one", { function: addOne, inputs: [start], outputs: [number("sum")] })] }),
    scenario("long", { tasks: [task("hold", { function: hold, inputs: [start], outputs: [number("held")] })] }),
    scenario("declared_long", {
      tasks: [
        task("hold_declared", {
          function: hold,
          inputs: [start],
          outputs: [number("held_declared")],
          timeout: "2m",
        }),
      ],
    }),
    scenario("ten", {
      tasks: [
        task("exit", { function: exit, inputs: [start], outputs: [number("never")] }),
        ...innocents.map((index) =>
          task(`innocent_${index}`, { function: slowly, inputs: [start], outputs: [number(`made_${index}`)] }),
        ),
      ],
    }),
  ],
  job: { mode: "standalone", lease: "2s", workerRetries: { limit: 1 } },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
