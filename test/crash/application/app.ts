import {
  type App,
  dataNode,
  defineApp,
  type JobOptions,
  Scope,
  scenario,
  type TaskContext,
  task,
} from "../../../src/taipy-edge.ts";
import { CHAIN_LENGTH, inflate, join, link, RATE, split } from "./arithmetic.ts";

const MAX_PAUSE_MS = 200;
const HASH = 2_654_435_761;

const number = (id: string) => dataNode.pickle<number>(id);

const seed = dataNode.pickle("seed", { defaultData: 0 as number });
/** Shared, and written by no task: its object is not one of those that run the jobs. */
const rate = dataNode.pickle("rate", { scope: Scope.GLOBAL, defaultData: RATE as number });
/** Shared and written by tasks: one object runs all scenarios that write it. */
const board = dataNode.pickle<number>("board", { scope: Scope.GLOBAL });

/** Waits up to 200 ms, mostly much less; always the same time for the same value. */
function pause(value: number): Promise<void> {
  const part = (Math.imul(value, HASH) >>> 0) / 2 ** 32;
  return new Promise((resolve) => setTimeout(resolve, MAX_PAUSE_MS * part ** 6));
}

async function slowLink(value: number): Promise<number> {
  await pause(value);
  return link(value);
}

/** Every odd try throws after some time, so that each job needs a second try. */
async function flakyLink(value: number, { attempt }: TaskContext): Promise<number> {
  await pause(value);
  if (attempt % 2 === 1) throw new Error("Not this time");
  return link(value);
}

async function slowSplit(value: number): Promise<[number, number]> {
  await pause(value);
  return split(value);
}

async function slowJoin(left: number, right: number, rateNow: number): Promise<number> {
  await pause(left);
  return join(left, right, rateNow);
}

const links = Array.from({ length: CHAIN_LENGTH + 1 }, (_, index) => (index === 0 ? seed : number(`link${index}`)));
const chain = links
  .slice(1)
  .map((output, index) =>
    task(`forge${index + 1}`, { function: slowLink, inputs: [links[index] ?? seed], outputs: [output] }),
  );

const [left, right, leftEnd, rightEnd] = [number("left"), number("right"), number("left_end"), number("right_end")];
const diamond = [
  task("split", { function: slowSplit, inputs: [seed], outputs: [left, right] }),
  task("go_left", { function: slowLink, inputs: [left], outputs: [leftEnd] }),
  task("go_right", {
    function: flakyLink,
    inputs: [right],
    outputs: [rightEnd],
    retries: { limit: 50, delay: "0.1s" },
  }),
  task("join", { function: slowJoin, inputs: [leftEnd, rightEnd, rate], outputs: [number("joined")] }),
];

const draft = number("draft");
const notice = [
  task("note", { function: slowLink, inputs: [seed], outputs: [draft] }),
  task("inflate", { function: inflate, inputs: [draft], outputs: [dataNode.pickle<string>("text")] }),
  task("publish", { function: (value: number) => value, inputs: [draft], outputs: [board] }),
];

/** Chains, diamonds and a shared node. */
export const crashScenarios = [
  scenario("chain", { tasks: chain }),
  scenario("diamond", { tasks: diamond }),
  scenario("notice", { tasks: notice }),
];

/** With a short lease, so that a job whose worker was killed is soon given to another one. */
export const crashJobs: JobOptions = { mode: "standalone", lease: "2s", workerRetries: { limit: 50 } };

export const crashApp: App = defineApp({ scenarios: crashScenarios, job: crashJobs });
