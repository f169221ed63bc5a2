import { dataNode, type JobOptions, Scope, scenario, type TaskContext, task } from "../../../src/taipy-edge.ts";
import { CHAIN_LENGTH, inflate, join, link, RATE, split } from "./arithmetic.ts";

const MAX_PAUSE_MS = 200;
const MAX_NAP_MS = 1_000;
const HASH = 2_654_435_761;

const number = (id: string) => dataNode.pickle<number>(id);

export const seed = dataNode.pickle("seed", { defaultData: 0 as number });
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

/** Sleeps for up to a second, so that a kill often finds it running, and stops when it is cancelled. */
export async function nap(value: number, { signal }: TaskContext): Promise<number> {
  const part = (Math.imul(value, HASH) >>> 0) / 2 ** 32;
  await new Promise<void>((resolve, reject) => {
    setTimeout(resolve, MAX_NAP_MS * part);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  return link(value);
}

const rested = [seed, number("rested1"), number("rested2"), number("rested3")];
const naps = rested
  .slice(1)
  .map((output, index) =>
    task(`nap${index + 1}`, { function: nap, inputs: [rested[index] ?? seed], outputs: [output] }),
  );

interface Line {
  readonly line: number;
  readonly text: string;
}

const memo = dataNode.pickle("memo", { defaultData: 0 as number });
const report = dataNode.pickle("report", { defaultData: "" });
const sheet = dataNode.csv("sheet", { defaultData: [{ line: 0, text: "start" }] as Line[] });
const journal = dataNode.json("journal", { defaultData: [] as number[] });
/** Shared, and written by clients only. */
const pad = dataNode.pickle("pad", { scope: Scope.GLOBAL, defaultData: 0 as number });
/** What clients write; its task reads all of it. */
const desk = [
  task("stamp", {
    function: (value: number, _report: string, _sheet: Line[], _journal: number[], _pad: number) => link(value),
    inputs: [memo, report, sheet, journal, pad],
    outputs: [number("stamped")],
  }),
];

/** Chains, diamonds, shared nodes, tasks that sleep, and nodes that clients write. */
export const crashScenarios = [
  scenario("chain", { tasks: chain }),
  scenario("diamond", { tasks: diamond }),
  scenario("notice", { tasks: notice }),
  scenario("naps", { tasks: naps }),
  scenario("desk", { tasks: desk }),
];

/** With a short lease, so that a job whose worker was killed is soon given to another one. */
export const crashJobs: JobOptions = { mode: "standalone", lease: "2s", workerRetries: { limit: 50 } };
