import { type App, dataNode, defineApp, Frequency, scenario, type TaskContext, task } from "../../../src/taipy-edge.ts";

const POLL_INTERVAL_MS = 20;

const number = (id: string) => dataNode.pickle<number>(id);
const addOne = (value: number): number => value + 1;

const links = Array.from({ length: 11 }, (_, index) =>
  index === 0 ? dataNode.pickle("c0", { defaultData: 0 as number }) : number(`c${index}`),
);
const steps = links
  .slice(1)
  .map((output, index) =>
    task(`step${index}`, { function: addOne, inputs: [links[index] ?? output], outputs: [output] }),
  );

/** Ends as soon as the test has written a KV key with the name of the gate. */
async function hold(gate: string, { env }: TaskContext): Promise<number> {
  const namespace = env.GATES as KVNamespace;
  while ((await namespace.get(gate)) === null) {
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
  return 1;
}

const gate = dataNode.pickle("gate", { defaultData: "open" });
const held = number("held");
const holdTask = task("hold", { function: hold, inputs: [gate], outputs: [held] });
const after = task("after", { function: addOne, inputs: [held], outputs: [number("after_held")] });

/** Chains of tasks that do nothing, and a scenario that a test can stop in the middle of its run. */
export function loadApp(mode: App["job"]["mode"]): App {
  return defineApp({
    scenarios: [
      scenario("chain1", { tasks: steps.slice(0, 1) }),
      scenario("chain3", { tasks: steps.slice(0, 3) }),
      scenario("chain10", { tasks: steps }),
      scenario("held_run", { tasks: [holdTask, after], frequency: Frequency.DAILY }),
    ],
    job: { mode, lease: "2s", workerRetries: { limit: 50 } },
  });
}
