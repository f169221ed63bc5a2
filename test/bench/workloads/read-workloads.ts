import { ADMIN_KEY, createScenario, type Instance, KINDS, type Kind, USUAL_STORE } from "../fleet.ts";
import { ask, type Call } from "./load.ts";
import { repeatable } from "./repeatable.ts";
import { always, type Calls, floorSide, guardedSide, productSide, storeSide, type Workload } from "./workload.ts";

const CONNECTIONS = 16;
/** The number of different ids in the requests, so that no single row is read again and again. */
const IDS = 500;

const TABLES = { scenario: "scenarios", data_node: "data_nodes", job: "jobs" } as const;
const kinds = Object.keys(KINDS) as Kind[];

const get = (path: string): Call => ({ method: "GET", path });
export const sizeName = (size: number): string => (size >= 1_000 ? `${size / 1_000}k` : String(size));

async function idsOf({ db }: Instance, sql: string, ...values: string[]): Promise<string[]> {
  const statement = `${sql} ORDER BY random() LIMIT ${IDS}`;
  const { results } = await repeatable(() =>
    db
      .prepare(statement)
      .bind(...values)
      .all<{ id: string }>(),
  );
  return results.map(({ id }) => id);
}

/** Every connection requests the ids in its own order. */
const oneOf = (ids: readonly string[], path: (id: string) => string) => (connection: number, turn: number) =>
  get(path(ids[(connection * 31 + turn) % ids.length] ?? ""));

const getOne = (kind: Kind, sizes: readonly number[]): Workload => ({
  name: `get one ${kind}`,
  connections: CONNECTIONS,
  sides: [
    floorSide("floor: one D1 point read", (instance) => floorGets(kind, instance)),
    ...sizes.map((size) =>
      storeSide(`${sizeName(size)} stored`, size, (instance) => storedGets(kind, instance), size === USUAL_STORE),
    ),
  ],
});

/** The cost of checking a key, which a deployed service requires. */
const getOneWithKey = (kind: Kind): Workload => ({
  name: `get one ${kind} with an API key`,
  connections: CONNECTIONS,
  sides: [
    floorSide("floor: one D1 point read + one rate limit", (instance) => floorGets(kind, instance, "&limited=true")),
    guardedSide(`${sizeName(USUAL_STORE)} stored`, async (instance) =>
      withKeys(instance, await storedGets(kind, instance)),
    ),
  ],
});

async function floorGets(kind: Kind, instance: Instance, more = ""): Promise<Calls> {
  const ids = await idsOf(instance, "SELECT id FROM floor_entities WHERE kind = ?", kind);
  return oneOf(ids, (id) => `/entity?kind=${kind}&id=${id}${more}`);
}

async function storedGets(kind: Kind, instance: Instance): Promise<Calls> {
  const ids = await idsOf(instance, `SELECT id FROM ${TABLES[kind]}`);
  return oneOf(ids, (id) => `/api/v1/${KINDS[kind]}/${id}/`);
}

/** Every connection has its own key, because the requests of one key in a minute are limited. */
async function withKeys({ url }: Instance, call: Calls): Promise<Calls> {
  const body = JSON.stringify({ name: "bench", roles: ["READER"] });
  const headers = { Authorization: `Bearer ${ADMIN_KEY}` };
  const keys: string[] = [];
  while (keys.length < CONNECTIONS) {
    const { key } = await ask<{ key: string }>(url, { method: "POST", path: "/api/v1/auth/keys/", body, headers });
    keys.push(key);
  }
  return (connection, turn) => ({
    ...call(connection, turn),
    headers: { Authorization: `Bearer ${keys[connection]}` },
  });
}

const page = (kind: Kind, limit: number, sizes: readonly number[]): Workload => ({
  name: `page of ${limit} ${kind}s`,
  connections: CONNECTIONS,
  sides: [
    floorSide("floor: rows", always(get(`/page?kind=${kind}&limit=${limit}&form=rows`))),
    floorSide("floor: one value", always(get(`/page?kind=${kind}&limit=${limit}&form=value`))),
    ...sizes.map((size) =>
      storeSide(
        `${sizeName(size)} stored`,
        size,
        always(get(`/api/v1/${KINDS[kind]}/?limit=${limit}`)),
        size === USUAL_STORE,
      ),
    ),
  ],
});

const whole = (size: number): Workload => ({
  name: `whole list of ${size} data nodes`,
  connections: 4,
  sides: [
    floorSide("floor: values of 1,000 rows", always(get(`/page?kind=data_node&limit=${size}&form=value`))),
    storeSide(`${sizeName(size)} stored`, size, always(get("/api/v1/datanodes/")), size === USUAL_STORE),
  ],
});

const MEGABYTE = 1_000_000;
/** Records as an upload would have them, about a megabyte of JSON. */
function document(bytes: number): string {
  const record = { day: "2026-11-23", temperature: 12.5, weather: "drizzle", wind: 4.7 };
  const { length } = JSON.stringify(record);
  return JSON.stringify(Array.from({ length: Math.ceil(bytes / (length + 1)) }, () => record));
}
export const SMALL = JSON.stringify({ day: "2026-11-23", temperature: 12.5, weather: "drizzle", wind: 4.7 });
export const LARGE = document(MEGABYTE);

/** A new data node that holds this JSON. */
async function nodeWith({ url }: Instance, body: string): Promise<string> {
  const id = await valueNode({ url });
  await ask(url, { method: "PUT", path: `/api/v1/datanodes/${id}/write/`, body });
  return id;
}

export async function valueNode({ url }: Pick<Instance, "url">): Promise<string> {
  const scenario = await createScenario(url, "values");
  const { scenario: found } = await ask<{ scenario: { additional_data_nodes: string[] } }>(
    url,
    get(`/api/v1/scenarios/${scenario}/`),
  );
  const [id] = found.additional_data_nodes;
  if (id === undefined) throw new Error("The scenario of values has no data node");
  return id;
}

/** Data nodes of the floor that were never written. */
export async function floorNodes({ url, db }: Instance, count: number): Promise<string[]> {
  for (let made = 0; made < count; made += 1) await ask(url, { method: "POST", path: "/create" });
  const sql = "SELECT id FROM data_nodes WHERE edit_number = 0 ORDER BY random() LIMIT ?";
  const { results } = await repeatable(() => db.prepare(sql).bind(count).all<{ id: string }>());
  if (results.length < count) throw new Error(`The floor has ${results.length} unwritten data nodes, not ${count}`);
  return results.map(({ id }) => id);
}

const floorNode = (path: "/write" | "/upload", body: string) => async (instance: Instance) => {
  const [node] = await floorNodes(instance, 1);
  await ask(instance.url, { method: "PUT", path: `${path}?node=${node}`, body });
  return () => get(`/read?node=${node}`);
};

const productNode = (body: string, part: "read" | "content") => async (instance: Instance) => {
  const node = await nodeWith(instance, body);
  return () => get(`/api/v1/datanodes/${node}/${part}/`);
};

/** An uploaded file is decoded when it is read. */
const uploadedNode = (body: string) => async (instance: Instance) => {
  const id = await valueNode(instance);
  await ask(instance.url, { method: "PUT", path: `/api/v1/datanodes/${id}/content/`, body });
  return () => get(`/api/v1/datanodes/${id}/read/`);
};

const readSmall = (sizes: readonly number[]): Workload => ({
  name: "read a small node",
  connections: CONNECTIONS,
  sides: [
    floorSide("floor: one D1 point read", floorNode("/write", SMALL)),
    ...sizes.map((size) =>
      storeSide(`${sizeName(size)} stored`, size, productNode(SMALL, "read"), size === USUAL_STORE),
    ),
    productSide("its content", productNode(SMALL, "content")),
  ],
});

const readLarge: Workload = {
  name: "read a node of 1 MB",
  connections: 4,
  sides: [
    floorSide("floor: D1 point read + KV stream", floorNode("/upload", LARGE)),
    productSide("read", productNode(LARGE, "read")),
    productSide("read, uploaded as a file", uploadedNode(LARGE)),
    productSide("its content", productNode(LARGE, "content")),
  ],
};

const bare: Workload = {
  name: "bare answer",
  connections: CONNECTIONS,
  sides: [floorSide("floor: bare answer", always(get("/bare")))],
};

export const readWorkloads = (sizes: readonly number[]): Workload[] => [
  bare,
  ...kinds.map((kind) => getOne(kind, sizes)),
  getOneWithKey("scenario"),
  ...[20, 100].flatMap((limit) => kinds.map((kind) => page(kind, limit, sizes))),
  whole(1_000),
  whole(5_000),
  readSmall(sizes),
  readLarge,
];
