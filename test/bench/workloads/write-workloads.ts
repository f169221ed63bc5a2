import { createScenario, type Instance, submitCall } from "../fleet.ts";
import { floorNodes, LARGE, SMALL, valueNode } from "./read-workloads.ts";
import { always, type Calls, floorSide, productSide, type Workload } from "./workload.ts";

const CONNECTIONS = 16;

/** Enough that the requests of an isolate share transactions. */
const MANY_CONNECTIONS = 32;

const create = (name: string, connections: number): Workload => ({
  name,
  connections,
  sides: [
    floorSide("floor: one D1 batch of the same rows", always({ method: "POST", path: "/create" })),
    productSide("create", always({ method: "POST", path: "/api/v1/scenarios/?config_id=usual" })),
  ],
});

/** One node a connection, so that each waits for itself only. */
const onFloor = (connections: number, path: string, body: string) => async (instance: Instance) => {
  const nodes = await floorNodes(instance, connections);
  return (connection: number) => putCall(`${path}?node=${nodes[connection]}`, body);
};

const onProduct = (connections: number, part: "write" | "content", body: string) => async (instance: Instance) => {
  const nodes: string[] = [];
  for (let index = 0; index < connections; index += 1) nodes.push(await valueNode(instance));
  return (connection: number) => putCall(`/api/v1/datanodes/${nodes[connection]}/${part}/`, body);
};

const putCall = (path: string, body: string) => ({ method: "PUT", path, body }) as const;

const writeSmall: Workload = {
  name: "write a small node",
  connections: CONNECTIONS,
  sides: [
    floorSide("floor: object write + one D1 batch", onFloor(CONNECTIONS, "/write", SMALL)),
    productSide("write", onProduct(CONNECTIONS, "write", SMALL)),
  ],
};

const writeLarge: Workload = {
  name: "write a node of 1 MB",
  connections: 4,
  sides: [
    floorSide("floor: KV put + object write + one D1 batch", onFloor(4, "/upload", LARGE)),
    productSide("write", onProduct(4, "write", LARGE)),
    productSide("content", onProduct(4, "content", LARGE)),
  ],
};

const floorRun = (objects: number, stored: boolean) => async (): Promise<Calls> => {
  const run = crypto.randomUUID();
  return (connection, turn) => {
    const object = objects === 0 ? `${connection} ${turn}` : connection;
    return { method: "POST", path: `/run?object=${encodeURIComponent(`${run} ${object}`)}&stored=${stored}` };
  };
};

/** A scenario a connection, each submitted again when it has ended. */
const chain = (connections: number, config: string) => async (instance: Instance) => {
  const ids: string[] = [];
  for (let index = 0; index < connections; index += 1) ids.push(await createScenario(instance.url, config));
  return (connection: number) => submitCall(ids[connection] ?? "");
};

const submit = (connections: number): Workload => ({
  name: `submit and wait, ${connections} at once`,
  connections,
  sides: [
    floorSide("floor: queue round trip", floorRun(connections, false)),
    floorSide("floor: queue round trip + one D1 batch", floorRun(connections, true)),
    productSide("chain of 1", chain(connections, "chain1")),
    productSide("chain of 3", chain(connections, "chain3")),
    productSide("chain of 10", chain(connections, "chain10")),
  ],
});

/** The number of simultaneous submissions, and how often they are repeated. */
export interface Burst {
  readonly submissions: number;
  readonly rounds: number;
}

const CREATORS = 16;

/** Scenarios that were never submitted: their objects are new, too. */
const newScenarios =
  (count: number) =>
  async ({ url }: Instance): Promise<Calls> => {
    const ids: string[] = [];
    const creator = async () => {
      while (ids.length < count) ids.push(await createScenario(url, "chain3"));
    };
    await Promise.all(Array.from({ length: CREATORS }, creator));
    let next = 0;
    return () => {
      next += 1;
      return submitCall(ids[next - 1] ?? "");
    };
  };

/** Each submission is a new scenario's first, and is waited for: the wall time ends with the last job. */
const burst = ({ submissions, rounds }: Burst): Workload => ({
  name: `${submissions} submissions of a chain of 3`,
  connections: 64,
  fixed: { calls: submissions, rounds },
  sides: [
    floorSide("floor: queue round trip + one D1 batch", floorRun(0, true)),
    productSide("chain of 3", newScenarios(submissions)),
  ],
});

export const writeWorkloads = (pace: Burst): Workload[] => [
  create("create a scenario", CONNECTIONS),
  create(`create a scenario, ${MANY_CONNECTIONS} at once`, MANY_CONNECTIONS),
  writeSmall,
  writeLarge,
  submit(1),
  submit(16),
  submit(64),
  burst(pace),
];
