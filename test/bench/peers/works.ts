import { createScenario, submitCall } from "../fleet.ts";
import { ask, type Loop } from "../workloads/load.ts";

type Act = Loop["act"];

/** The servers, in the order in which they start. */
export const PEERS = {
  taipy: { name: "taipy-edge", file: "taipy.ts" },
  floor: { name: "floor", file: "floor.ts" },
  workflows: { name: "Cloudflare Workflows", file: "workflows.ts" },
  dbos: { name: "DBOS", file: "dbos.ts" },
  restate: { name: "Restate", file: "restate.ts" },
} as const;
export type PeerName = keyof typeof PEERS;

/** A chain of three tasks, run to its end, for which the client waits. */
export interface Work {
  readonly name: string;
  readonly peer: PeerName;
  /** Makes what the turns need, outside of the measurement. */
  prepare(url: string, connections: number): Promise<Act>;
}

export const FRESH = "taipy-edge: create + submit + wait";
export const AGAIN = "taipy-edge: submit + wait";
export const WORKFLOWS = "Cloudflare Workflows";
export const DBOS = "DBOS on PostgreSQL";
export const RESTATE = "Restate";
export const FLOOR = "floor: creation batch, one object call, one commit, one drain";

const CONFIG = "chain3";

async function submit(url: string, scenario: string): Promise<void> {
  const answer = await ask(url, submitCall(scenario));
  const text = JSON.stringify(answer);
  if (!text.includes('"COMPLETED"') || /"(FAILED|PENDING|RUNNING)"/.test(text)) throw new Error(`Not run: ${text}`);
}

/** The answer is the result of the chain: 0 + 1 + 1 + 1. */
const call = async (url: string): Promise<void> => {
  const answer = await ask(url, { method: "POST", path: "" });
  if (answer !== 3) throw new Error(`${url} answered ${JSON.stringify(answer)}`);
};

/** As many objects as the service has for the scenarios of a region by default. */
const FLOOR_OBJECTS = 4;

/** @param reads D1 reads of one row more than the least, for a control that makes as many D1 calls as the service */
export const floorWork = (reads: number): Work => ({
  name: FLOOR,
  peer: "floor",
  prepare: async (url) => async (connection, turn) => {
    await ask(url, { method: "POST", path: "/create" });
    await ask(url, { method: "POST", path: `/chain?object=${(connection + turn) % FLOOR_OBJECTS}` });
    for (let read = 0; read < reads; read += 1)
      await ask(url, { method: "GET", path: "/page?kind=none&limit=1&form=rows" });
  },
});

export const freshWork: Work = {
  name: FRESH,
  peer: "taipy",
  prepare: async (url) => async () => submit(url, await createScenario(url, CONFIG)),
};

export const WORKS: readonly Work[] = [
  freshWork,
  {
    name: AGAIN,
    peer: "taipy",
    async prepare(url, connections) {
      const scenarios: string[] = [];
      while (scenarios.length < connections) scenarios.push(await createScenario(url, CONFIG));
      await Promise.all(scenarios.map((scenario) => submit(url, scenario)));
      return (connection) => submit(url, scenarios[connection] ?? "");
    },
  },
  { name: WORKFLOWS, peer: "workflows", prepare: async (url) => () => call(`${url}/`) },
  { name: DBOS, peer: "dbos", prepare: async (url) => () => call(`${url}/`) },
  { name: RESTATE, peer: "restate", prepare: async (url) => () => call(`${url}/chain/run`) },
  floorWork(0),
];
