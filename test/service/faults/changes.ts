import type { Service } from "../../harness/service.ts";
import { createScenario, type Entity, list, only } from "../api.ts";

/** A row of the table of routes that changes something, and how a test tells whether it has. */
export interface Change {
  /** Makes what the request is about. @returns its id */
  prepare(service: Service): Promise<string>;
  request(id: string): { readonly path: string; readonly init: RequestInit };
  /** Whether the change is there, as the next request sees it. `created` is what the answer's `Location` names. */
  isDone(service: Service, id: string, created: string | null): Promise<boolean>;
  /** What a repeated request may answer when the first one has done it. */
  readonly repeated?: number;
}

const API = "/api/v1";
const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
const POST: RequestInit = { method: "POST" };
const DELETE: RequestInit = { method: "DELETE" };
const uuid = () => crypto.randomUUID();

async function read<T>(service: Service, path: string): Promise<T | null> {
  const answer = await service.fetch(path);
  const text = await answer.text();
  return answer.status === 200 ? (JSON.parse(text) as T) : null;
}

const nothing = async () => "";
const scenario = (config: string) => async (service: Service) => (await createScenario(service, config)).id;

const node = (config: string) => async (service: Service) => {
  const owner_id = await scenario("work")(service);
  return only(await list(service, "datanodes"), { config_id: config, owner_id }).id;
};

const sent = async (service: Service, path: string, init: RequestInit): Promise<Record<string, unknown>> => {
  const answer = await service.fetch(path, init);
  if (!answer.ok) throw new Error(`${init.method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
};

const written = async (service: Service) => {
  const id = await node("document")(service);
  for (const value of ["old", "new"]) await sent(service, `${API}/datanodes/${id}/write/`, json("PUT", value));
  return id;
};

async function submitted(service: Service): Promise<{ readonly id: string; readonly job_ids: readonly string[] }> {
  const id = await scenario("blocked")(service);
  const answer = await sent(service, `${API}/scenarios/submit/${id}/`, POST);
  return answer.submission as Awaited<ReturnType<typeof submitted>>;
}

const blockedJob = async (service: Service) => (await submitted(service)).job_ids[0] ?? "";

async function cancelled(service: Service): Promise<Awaited<ReturnType<typeof submitted>>> {
  const submission = await submitted(service);
  await sent(service, `${API}/jobs/cancel/${submission.job_ids[0]}/`, POST);
  return submission;
}

const isThere = async (service: Service, _id: string, created: string | null) =>
  created !== null && (await read(service, created)) !== null;
const isGone = (kind: string) => async (service: Service, id: string) =>
  (await service.fetch(`${API}/${kind}/${id}/`)).status === 404;
const holds = (value: unknown) => async (service: Service, id: string) =>
  JSON.stringify((await read<{ data: unknown }>(service, `${API}/datanodes/${id}/read/`))?.data) ===
  JSON.stringify(value);

const creation = (path: string, body?: () => unknown): Change => ({
  prepare: nothing,
  request: () => ({ path: `${API}/${path}`, init: body === undefined ? POST : json("POST", body()) }),
  isDone: isThere,
});

const deletion = (kind: string, prepare: Change["prepare"], query = ""): Change => ({
  prepare,
  request: (id) => ({ path: `${API}/${kind}/${id}/${query}`, init: DELETE }),
  isDone: isGone(kind),
  repeated: 404,
});

const onNode = (prepare: Change["prepare"], action: string, init: RequestInit, isDone: Change["isDone"]): Change => ({
  prepare,
  request: (id) => ({ path: `${API}/datanodes/${id}/${action}`, init }),
  isDone,
});

const submission = (kind: string, prepare: Change["prepare"]): Change => ({
  prepare,
  request: (id) => ({ path: `${API}/${kind}/submit/${id}/`, init: POST }),
  isDone: isThere,
});

const editorOf = async (service: Service, id: string) =>
  (await read<{ datanode: { editor_id: string | null } }>(service, `${API}/datanodes/${id}/`))?.datanode.editor_id;

const taskOfScenario = async (service: Service) => {
  const id = await scenario("work")(service);
  return only(await list(service, "tasks"), { config_id: "enlarge", owner_id: id }).id;
};

const sequence = async (service: Service) => `SEQUENCE_both_${await scenario("work")(service)}`;

const user = () => ({ username: `user-${uuid()}`, password: "correct horse battery", roles: ["TAIPY_READER"] });
const newUser = async (service: Service) => {
  const made = user();
  await sent(service, `${API}/auth/users/`, json("POST", made));
  return made.username;
};
const users = async (service: Service) =>
  (await read<{ username: string; roles: string[] }[]>(service, `${API}/auth/users/`)) ?? [];
const keys = async (service: Service) =>
  (await read<{ id: string; name: string; revoked_at: string | null }[]>(service, `${API}/auth/keys/`)) ?? [];

const DATES = {
  creation_date: "2026-11-30T00:00:00",
  start_date: "2026-11-30T00:00:00",
  end_date: "2026-11-30T23:59:59",
};

/** By the id of the route. */
export const CHANGES: Readonly<Record<string, Change | readonly Change[]>> = {
  createDataNode: creation("datanodes/?config_id=monthly"),
  deleteDataNode: deletion("datanodes", node("document")),
  writeDataNode: onNode(node("document"), "write/", json("PUT", "written"), holds("written")),
  appendDataNode: onNode(
    async (service) => {
      const id = await node("document")(service);
      await sent(service, `${API}/datanodes/${id}/write/`, json("PUT", []));
      return id;
    },
    "append/",
    json("POST", "item"),
    async (service, id) => {
      const value = await read<{ data: unknown[] }>(service, `${API}/datanodes/${id}/read/`);
      return value?.data.includes("item") ?? false;
    },
  ),
  putContent: onNode(node("document"), "content/", json("PUT", "uploaded"), holds("uploaded")),
  restoreEdit: onNode(written, "restore/", json("POST", { edit: 1 }), holds("old")),
  lockDataNode: onNode(
    node("document"),
    "lock/?editor_id=me",
    POST,
    async (service, id) => (await editorOf(service, id)) === "me",
  ),
  unlockDataNode: onNode(
    async (service) => {
      const id = await node("document")(service);
      await sent(service, `${API}/datanodes/${id}/lock/?editor_id=me`, POST);
      return id;
    },
    "unlock/",
    POST,
    async (service, id) => (await editorOf(service, id)) === null,
  ),
  createTask: creation("tasks/?config_id=enlarge"),
  deleteTask: [deletion("tasks", taskOfScenario), deletion("tasks", taskOfScenario, "?cascade=true")],
  submitTask: submission("tasks", taskOfScenario),
  createSequence: {
    prepare: scenario("work"),
    request: (id) => ({
      path: `${API}/sequences/`,
      init: json("POST", { scenario_id: id, sequence_name: "own", task_ids: [] }),
    }),
    isDone: async (service, id) => (await read(service, `${API}/sequences/SEQUENCE_own_${id}/`)) !== null,
    repeated: 409,
  },
  deleteSequence: [deletion("sequences", sequence), deletion("sequences", sequence, "?cascade=true")],
  submitSequence: submission("sequences", sequence),
  createScenario: [creation("scenarios/?config_id=work"), creation("scenarios/?config_id=dated")],
  deleteScenario: [
    deletion("scenarios", scenario("work")),
    deletion("scenarios", scenario("work"), "?cascade=true&force=true"),
  ],
  submitScenario: submission("scenarios", scenario("work")),
  createCycle: creation("cycles/", () => ({ frequency: "DAILY", ...DATES })),
  deleteCycle: deletion("cycles", async (service) => {
    const { cycle } = await sent(service, `${API}/cycles/`, json("POST", { frequency: "DAILY", ...DATES }));
    return (cycle as Entity).id;
  }),
  createJob: creation("jobs/?task_id=enlarge"),
  deleteJob: deletion("jobs", async (service) => (await cancelled(service)).job_ids[0] ?? ""),
  cancelJob: {
    prepare: blockedJob,
    request: (id) => ({ path: `${API}/jobs/cancel/${id}/`, init: POST }),
    isDone: async (service, id) =>
      (await read<{ job: Entity }>(service, `${API}/jobs/${id}/`))?.job.status === "Status.CANCELED",
  },
  deleteSubmission: deletion("submissions", async (service) => (await cancelled(service)).id),
  createUser: {
    prepare: async () => `user-${uuid()}`,
    request: (username) => ({ path: `${API}/auth/users/`, init: json("POST", { ...user(), username }) }),
    isDone: async (service, id) => (await users(service)).some(({ username }) => username === id),
    repeated: 409,
  },
  changeUser: {
    prepare: newUser,
    request: (id) => ({ path: `${API}/auth/users/${id}/`, init: json("PUT", { roles: ["TAIPY_EDITOR"] }) }),
    isDone: async (service, id) =>
      (await users(service)).some(({ username, roles }) => username === id && roles.includes("TAIPY_EDITOR")),
  },
  deleteUser: {
    prepare: newUser,
    request: (id) => ({ path: `${API}/auth/users/${id}/`, init: DELETE }),
    isDone: async (service, id) => (await users(service)).every(({ username }) => username !== id),
    repeated: 404,
  },
  createApiKey: {
    prepare: async () => `key-${uuid()}`,
    request: (name) => ({ path: `${API}/auth/keys/`, init: json("POST", { name, roles: ["TAIPY_READER"] }) }),
    isDone: async (service, id) => (await keys(service)).some(({ name }) => name === id),
  },
  revokeApiKey: {
    prepare: async (service) => {
      const name = `key-${uuid()}`;
      await sent(service, `${API}/auth/keys/`, json("POST", { name, roles: ["TAIPY_READER"] }));
      return only(await keys(service), { name }).id;
    },
    request: (id) => ({ path: `${API}/auth/keys/${id}/`, init: DELETE }),
    isDone: async (service, id) => (await keys(service)).every((key) => key.id !== id || key.revoked_at !== null),
    repeated: 404,
  },
  deleteVersion: {
    prepare: async (service) => {
      await scenario("work")(service);
      return "latest";
    },
    request: (id) => ({ path: `${API}/versions/${id}/?force=true`, init: DELETE }),
    isDone: async (service) => (await list(service, "scenarios")).length === 0,
    repeated: 404,
  },
};

/** Requests with another method than GET that have no row above, each with the reason. */
export const WITHOUT_CHANGE: Readonly<Record<string, string>> = {
  filterDataNode: "It reads.",
  resync: "It mends what a check finds; its own tests break things first.",
  login: "A failed login gives no token; the caller repeats it.",
  logout: "It removes the row that a token needs; its own tests have the failures.",
  changeOwnPassword: "It needs a token; changeUser changes the same row.",
};
