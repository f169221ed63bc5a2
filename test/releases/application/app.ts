import {
  type App,
  dataNode,
  defineApp,
  Frequency,
  Scope,
  scenario,
  type TaskContext,
  task,
} from "../../../src/taipy-edge.ts";
import { crashJobs, crashScenarios } from "../../crash/application/app.ts";

const POLL_INTERVAL_MS = 20;

interface Row {
  readonly name: string;
  readonly amount: number;
}

const number = (id: string) => dataNode.pickle<number>(id);
const addOne = (value: number): number => value + 1;

/** Runs until a test has written a key with the name of the gate into the KV namespace GATES. */
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

/** The first try throws: the job is PENDING until its second one is due. */
function stumble(value: number, { attempt }: TaskContext): number {
  if (attempt === 1) throw new Error("The first try");
  return addOne(value);
}

const start = dataNode.pickle("start", { defaultData: 1 as number });
const stumbleTask = task("stumble", {
  function: stumble,
  inputs: [start],
  outputs: [number("stumbled")],
  retries: { limit: 3, delay: "3s" },
});

const base = dataNode.pickle("base", { defaultData: 1 as number });
const skipTask = task("skip", { function: addOne, inputs: [base], outputs: [number("skipped")], skippable: true });

/** Shared, written by no task and empty: jobs of several objects wait until a client writes it. */
const signal = dataNode.pickle<number>("signal", { scope: Scope.GLOBAL });
const waitTask = task("wait_for_signal", { function: addOne, inputs: [signal], outputs: [number("signalled")] });

const rows = dataNode.csv<Row>("rows");
const document = dataNode.json<{ readonly rows: readonly Row[] }>("document");
const copy = dataNode.parquet<Row>("copy");
const text = dataNode.pickle<string>("long_text");
/** Above 16 KiB, so that it is stored in KV and not in the row. */
const LONG = 40_000;
const convert = (all: Row[]): [{ rows: Row[] }, Row[], string] => [{ rows: all }, all, "é".repeat(LONG)];
const convertTask = task("convert", { function: convert, inputs: [rows], outputs: [document, copy, text] });

/** What two releases run in turn on one store. Both are built from this file, so it uses only what both have. */
export const releasesApp: App = defineApp({
  scenarios: [
    ...crashScenarios,
    scenario("gated", { tasks: [holdTask, after], frequency: Frequency.DAILY, sequences: { all: [holdTask, after] } }),
    scenario("stumbling", { tasks: [stumbleTask] }),
    scenario("skipping", { tasks: [skipTask] }),
    scenario("waiting", { tasks: [waitTask] }),
    scenario("converting", { tasks: [convertTask] }),
  ],
  job: crashJobs,
});
