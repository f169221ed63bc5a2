import { dataNode, defineApp, scenario, type TaskContext, task } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";

const POLL_INTERVAL_MS = 20;

/** Jobs that are inside the function now, and how many there have been at most. */
const inside = { now: 0, most: 0 };

/** Ends as soon as the test has written a KV key with the job's id. */
async function hold(_: number, { env, jobId }: TaskContext): Promise<number> {
  inside.now += 1;
  inside.most = Math.max(inside.most, inside.now);
  const gates = env.GATES as KVNamespace;
  while ((await gates.get(jobId)) === null) await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  inside.now -= 1;
  return inside.most;
}

const start = dataNode.pickle("start", { defaultData: 0 as number });
const end = dataNode.pickle<number>("end");
const other = dataNode.pickle<number>("other");

const app = defineApp({
  scenarios: [
    scenario("limited", { tasks: [task("work", { function: hold, inputs: [start], outputs: [end], concurrency: 2 })] }),
    scenario("second", { tasks: [task("more_work", { function: hold, inputs: [start], outputs: [other] })] }),
  ],
  job: { mode: "standalone" },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
