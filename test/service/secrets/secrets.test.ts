import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../../src/http/routes.ts";
import { type Service, startService } from "../../harness/service.ts";
import { DEFAULT_DATA, MARK, mark, VARIABLES } from "./marks.ts";

type Route = (typeof routes)[number];
interface Body {
  readonly query?: string;
  readonly json?: unknown;
  readonly text?: string;
}

const NEVER = "nobody";
const TIME = "2026-11-30T10:00:00";
const CYCLE = { frequency: "DAILY", creation_date: TIME, start_date: TIME, end_date: TIME };
const CREDENTIALS = { username: "ann", password: "a long pass phrase" };

/** What is sent to each route that is no GET. A new route needs a row. */
const BODIES: Readonly<Record<string, readonly Body[]>> = {
  createDataNode: [
    { query: "?config_id=json_node" },
    { query: "?config_id=csv_node" },
    { query: "?config_id=s3_object_node" },
  ],
  filterDataNode: [{ json: { operators: [{ key: "a", operator: "EQUAL", value: 1 }] } }],
  writeDataNode: [{ json: [{ a: 1 }] }],
  appendDataNode: [{ json: [{ a: 1 }] }],
  putContent: [{ text: "a\n1\n" }],
  restoreEdit: [{ json: { edit: 1 } }],
  lockDataNode: [{}],
  unlockDataNode: [{}],
  createTask: [{ query: "?config_id=revealing" }],
  submitTask: [{}],
  createSequence: [{ json: { scenario_id: "SCENARIO", sequence_name: "own", task_ids: [] } }],
  submitSequence: [{}],
  createScenario: [{ query: "?config_id=everything" }],
  submitScenario: [{}],
  createCycle: [
    {
      json: { ...CYCLE, properties: { apiKey: mark("cycle"), list: [{ home: `https://me:${mark("cycle-home")}@h` }] } },
    },
    { json: { ...CYCLE, properties: { apiKey: "***" } } },
  ],
  createJob: [{ query: "?task_id=revealing" }],
  cancelJob: [{}],
  login: [{ json: CREDENTIALS }, { json: { ...CREDENTIALS, password: mark("login") } }],
  logout: [{}],
  changeOwnPassword: [
    { json: { password: mark("own"), current_password: mark("current"), new_password: mark("new") } },
  ],
  createApiKey: [{ json: { name: "key", roles: ["TAIPY_READER"] } }],
  createUser: [{ json: { ...CREDENTIALS, roles: ["TAIPY_READER"] } }],
  changeUser: [{ json: { roles: ["TAIPY_READER"] } }],
  resync: [{ query: "?dry_run=true" }, {}],
};

const lines: string[] = [];
const seen = new Map<string, number>();
let service: Service;

beforeAll(async () => {
  service = await startService({
    entry: "test/service/secrets/secrets-worker.ts",
    variables: VARIABLES,
    onLog: (line) => lines.push(line),
  });
});

afterAll(() => service?.stop());

/** The answer's text with its headers. */
async function call(method: string, where: string, { json, text }: Body = {}, strict = false): Promise<string> {
  const headers = {
    ...(strict && { "Taipy-Compat": "strict" }),
    ...(json !== undefined && { "Content-Type": "application/json" }),
    ...(text !== undefined && { "Content-Type": "text/csv" }),
  };
  const body = json === undefined ? text : JSON.stringify(json);
  const answer = await service.fetch(where, { method, headers, ...(body !== undefined && { body }) });
  seen.set(`${method} ${answer.status}`, (seen.get(`${method} ${answer.status}`) ?? 0) + 1);
  return `${answer.status} ${JSON.stringify([...answer.headers])}\n${await answer.text()}`;
}

async function idsOf(section: string): Promise<readonly string[]> {
  const found: unknown = await (await service.fetch(`/api/v1/${section}/`)).json();
  return (found as { readonly id?: string; readonly username?: string }[]).map(
    ({ id, username }) => id ?? username ?? "",
  );
}

/** The ids that a route's path may have. */
async function pathsOf({ path }: Route): Promise<readonly string[]> {
  if (!path.includes("{id}")) return [path];
  const [, , , section = "", part = ""] = path.split("/");
  const ids =
    section === "config"
      ? ["everything", "revealing", ...CONFIGS]
      : path.startsWith("/docs")
        ? ["redoc.init.js"]
        : await idsOf(section === "auth" ? `auth/${part}` : section);
  return [...ids, NEVER].map((id) => path.replace("{id}", encodeURIComponent(id)));
}

const CONFIGS = ["csv_node", "json_node", "generic_node", "sql_node", "s3_object_node", "mongo_collection_node"];

async function drive(route: Route): Promise<readonly string[]> {
  const leaks: string[] = [];
  for (const path of await pathsOf(route)) {
    for (const body of route.method === "GET" || route.method === "DELETE" ? [{}] : (BODIES[route.id] ?? [])) {
      for (const strict of [false, true]) {
        const sent = await withScenario(body);
        const answer = await call(route.method, `${path}${sent.query ?? ""}`, sent, strict);
        if (answer.includes(MARK)) leaks.push(`${route.method} ${path}: ${around(answer)}`);
      }
    }
  }
  return leaks;
}

async function withScenario(body: Body): Promise<Body> {
  if (typeof body.json !== "object" || body.json === null || !("scenario_id" in body.json)) return body;
  const [id] = await idsOf("scenarios");
  const [task] = (await idsOf("tasks")).filter((name) => name.startsWith("TASK_revealing_"));
  return { json: { ...body.json, scenario_id: id, task_ids: [task], sequence_name: `own ${seen.size}` } };
}

const around = (text: string): string => {
  const at = text.indexOf(MARK);
  return text.slice(Math.max(0, at - 80), at + 80);
};

const isCreation = ({ id }: Route) => /^create/.test(id);
const isDeletion = ({ id, method }: Route) => method === "DELETE" || id === "logout" || id === "cancelJob";
const ordered = [
  ...["createScenario", ...routes.filter(isCreation).map(({ id }) => id)],
  ...["submitScenario", "submitTask", "submitSequence"],
  ...routes.filter((route) => !isCreation(route) && !isDeletion(route)).map(({ id }) => id),
];
const other = [...new Set(ordered)].flatMap((id) => routes.filter((route) => route.id === id));

describe("a marked secret in every place of a configuration", () => {
  it("is sent to every route: each that is no GET has a row in this test", () => {
    const changing = routes.filter(({ method }) => method !== "GET" && method !== "DELETE").map(({ id }) => id);
    expect(Object.keys(BODIES).sort()).toEqual(changing.sort());
  });

  it.each(other.map((route) => [route.id, route] as const))("is in no answer of %s", async (_, route) => {
    expect(await drive(route)).toEqual([]);
  });

  it("is hidden and not left out, and default data are shown", async () => {
    const config = await call("GET", "/api/v1/config/datanodes/sql_node/");
    expect(config).toContain('"db_password":"***"');
    expect(await call("GET", "/api/v1/config.toml")).toContain('api-token = "***"');
    expect(await call("GET", "/api/v1/tasks/")).toContain('"accountKey":"***"');
    expect(await call("GET", "/api/v1/config/datanodes/default_node/")).toContain(DEFAULT_DATA);
  });

  it("is in no row that comes from the configuration, except the paths of files, and in none of the jobs", async () => {
    const db = await service.miniflare.getD1Database("DB");
    for (const table of ["versions", "scenarios", "tasks", "sequences", "jobs", "submissions"]) {
      const rows = JSON.stringify((await db.prepare(`SELECT * FROM ${table}`).all()).results);
      expect(rows.length, table).toBeGreaterThan(100);
      expect(rows, table).not.toContain(MARK);
    }
    const paths = "json_remove(properties, '$.path', '$.default_path')";
    const nodes = JSON.stringify((await db.prepare(`SELECT ${paths} FROM data_nodes`).all()).results);
    expect(nodes).toContain("***");
    expect(nodes).not.toContain(MARK);
  });

  it("made storage fail in every way, and jobs with it, whose traces say what failed", async () => {
    const traces = await call("GET", "/api/v1/jobs/");
    expect(traces).toContain("ADMIN_KEY: undefined\\nSECRET_KEY: undefined\\nTAIPY_CONFIG: undefined\\n***\\n***");
    for (const text of [
      "The postgresql database cannot be reached",
      "The mysql database cannot be reached: Access denied (***)",
      "The MongoDB server can't be reached",
      'The binding \\"GHOST\\", which the configuration names, does not exist.',
      "It failed with [",
      "is no bucket name that can be used",
      "can't be reached: ",
    ]) {
      expect(traces).toContain(text);
    }
    expect(seen.get("PUT 502")).toBeGreaterThan(0);
    expect(seen.get("PUT 503")).toBeGreaterThan(0);
    expect(seen.get("GET 502")).toBeGreaterThan(0);
  });

  it("is in no row of an earlier release that is shown, and the tag of an answer is that of what it shows", async () => {
    const db = await service.miniflare.getD1Database("DB");
    const old = JSON.stringify({
      dbPassword: mark("old"),
      list: [{ home: `https://me:${mark("old-home")}@h` }],
      kept: 1,
    });
    for (const table of ["scenarios", "tasks", "data_nodes", "sequences", "cycles"]) {
      await db.prepare(`UPDATE ${table} SET properties = json_patch(properties, ?)`).bind(old).run();
    }
    const trace = JSON.stringify([`Error: ${VARIABLES.API_TOKEN} at postgres://me:${mark("old-trace")}@h`]);
    await db.prepare("UPDATE jobs SET stacktrace = ?").bind(trace).run();
    for (const section of ["scenarios", "tasks", "datanodes", "sequences", "cycles", "jobs"]) {
      const [id = ""] = await idsOf(section);
      const where = `/api/v1/${section}/${encodeURIComponent(id)}/`;
      for (const path of [`/api/v1/${section}/`, `/api/v1/${section}/?limit=2`, where]) {
        for (const strict of [false, true]) expect(await call("GET", path, {}, strict)).not.toContain(MARK);
      }
      const first = await service.fetch(where);
      expect(await first.text()).toContain("***");
      const headers = { "If-None-Match": first.headers.get("ETag") ?? "" };
      expect((await service.fetch(where, { headers })).status).toBe(304);
    }
  });

  it.each(routes.filter(isDeletion).map((route) => [route.id, route] as const))(
    "is in no answer of %s",
    async (_, route) => {
      expect(await drive(route)).toEqual([]);
    },
  );

  it("is in no line of the log, and in no row of the audit log", async () => {
    const db = await service.miniflare.getD1Database("DB");
    const rows = async () => JSON.stringify((await db.prepare("SELECT * FROM audit").all()).results);
    await expect.poll(rows).toContain("deleteUser");
    expect(await rows()).not.toContain(MARK);
    expect(lines.filter((line) => line.includes("task_log")).length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes("storage_failed")).length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes(MARK)).map(around)).toEqual([]);
  });
});
