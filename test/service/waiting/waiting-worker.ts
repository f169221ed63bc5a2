import { dataNode, defineApp, scenario, type TaskContext, task } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";

const POLL_MS = 20;

const start = dataNode.pickle("start", { defaultData: 1 });
const number = (id: string) => dataNode.pickle<number>(id);

/** Notes that the task's function has begun; the gates are the test's. */
async function begin({ env, jobId, attempt }: TaskContext): Promise<KVNamespace> {
  const gates = env.GATES as KVNamespace;
  await gates.put(`begun ${jobId} ${attempt} ${crypto.randomUUID()}`, "");
  return gates;
}

async function addOne(value: number, context: TaskContext): Promise<number> {
  await begin(context);
  return value + 1;
}

/** Ends as soon as the test has opened the gate. */
async function hold(value: number, context: TaskContext): Promise<number> {
  const gates = await begin(context);
  while ((await gates.get("open")) === null) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  return value + 1;
}

function chain(name: string, held: typeof hold) {
  const [a, b, c] = [number(`${name}_a`), number(`${name}_b`), number(`${name}_c`)] as const;
  return scenario(name, {
    tasks: [
      task(`${name}_one`, { function: addOne, inputs: [start], outputs: [a] }),
      task(`${name}_two`, { function: held, inputs: [a], outputs: [b] }),
      task(`${name}_three`, { function: addOne, inputs: [b], outputs: [c] }),
    ],
  });
}

const app = defineApp({
  scenarios: [chain("quick", addOne), chain("held", hold)],
  job: { mode: "standalone", lease: "60s" },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
