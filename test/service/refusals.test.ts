import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RawRequest, send } from "../harness/send.ts";
import { type Service, startService } from "../harness/service.ts";
import { createScenario, everything, list, only } from "./api.ts";

const JSON_TYPE = { "Content-Type": "application/json" };
const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const TEN_MEGABYTES = `"${"x".repeat(10 * 1024 * 1024)}"`;

interface Refusal {
  readonly name: string;
  readonly request: RawRequest;
  readonly status: number;
  readonly message?: string | RegExp;
  readonly allow?: string;
}

const get = (path: string): RawRequest => ({ method: "GET", path: `/api/v1${path}` });
const post = (path: string, body?: string, headers: Record<string, string> = body === undefined ? {} : JSON_TYPE) => ({
  method: "POST",
  path: `/api/v1${path}`,
  body,
  headers,
});

const KINDS = [
  ["cycles", "Cycle", "CYCLE"],
  ["datanodes", "DataNode", "DATANODE"],
  ["jobs", "Job", "JOB"],
  ["scenarios", "Scenario", "SCENARIO"],
  ["sequences", "Sequence", "SEQUENCE"],
  ["tasks", "Task", "TASK"],
] as const;

/** What no entity is called: each is the client's mistake, and each answer repeats the id as it was meant. */
const STRANGE_IDS = [
  ["a%27b", "a'b"],
  ["a%22b", 'a"b'],
  ["%27%20OR%201=1--", "' OR 1=1--"],
  ["x%27);DROP%20TABLE%20jobs;--", "x');DROP TABLE jobs;--"],
  ["%E2%98%83", "☃"],
  ["constructor", "constructor"],
  ["__proto__", "__proto__"],
] as const;

const REFUSALS: readonly Refusal[] = [
  ...KINDS.map(([kind, noun, prefix]) => ({
    name: `an unknown id of ${kind}`,
    request: get(`/${kind}/${prefix}_x_${UNKNOWN}/`),
    status: 404,
    message: `${noun}: ${prefix}_x_${UNKNOWN} does not exist.`,
  })),
  ...KINDS.flatMap(([kind, noun]) =>
    STRANGE_IDS.map(([sent, meant]) => ({
      name: `${sent} as an id of ${kind}`,
      request: get(`/${kind}/${sent}/`),
      status: 404,
      message: `${noun}: ${meant} does not exist.`,
    })),
  ),
  ...KINDS.map(([kind]) => ({ name: `%00 as an id of ${kind}`, request: get(`/${kind}/%00/`), status: 400 })),
  { name: "a broken escape in a path", request: get("/tasks/%zz/"), status: 400 },
  {
    name: "an unknown config",
    request: post("/scenarios/?config_id=ghost"),
    status: 404,
    message: "Scenario config: ghost does not exist.",
  },
  {
    name: "a config id from a prototype",
    request: post("/scenarios/?config_id=constructor"),
    status: 404,
    message: "Scenario config: constructor does not exist.",
  },
  { name: "no config id", request: post("/scenarios/"), status: 400, message: "Config id is missing." },
  { name: "malformed JSON", request: post("/sequences/", "{oops"), status: 400, message: /could not understand/ },
  { name: "no JSON at all", request: post("/cycles/", ""), status: 400, message: /could not understand/ },
  {
    name: "bytes that are no text",
    request: { ...post("/cycles/"), headers: JSON_TYPE, body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]) },
    status: 400,
  },
  { name: "JSON nested without end", request: post("/cycles/", "[".repeat(100_000)), status: 400 },
  {
    name: "a wrong content type",
    request: post("/cycles/", "{}", { "Content-Type": "text/plain" }),
    status: 415,
    message: /Content-Type was not 'application\/json'/,
  },
  { name: "no content type", request: post("/cycles/"), status: 415 },
  { name: "a body of 10 MB", request: post("/cycles/", TEN_MEGABYTES), status: 413 },
  {
    name: "a wrong method",
    request: { method: "PATCH", path: "/api/v1/tasks/" },
    status: 405,
    message: "The method is not allowed for the requested URL.",
    allow: "GET",
  },
  {
    name: "a wrong method without the slash",
    request: { method: "DELETE", path: "/api/v1/tasks" },
    status: 405,
    allow: "POST",
  },
  { name: "an unknown path", request: get("/nowhere/"), status: 404 },
  { name: "an unknown path outside the API", request: { method: "GET", path: "/nowhere" }, status: 404 },
];

describe("what a client does wrong", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry: "src/index.ts" });
  });

  afterAll(() => service?.stop());

  it.each(REFUSALS)("$name: $status in JSON", async ({ request, status, message, allow }) => {
    const answer = await send(service.url, request);
    expect(`${answer.status} ${answer.text}`).toMatch(new RegExp(`^${status} `));
    expect(answer.headers["content-type"]).toMatch(/^application\/json\b/);
    const body = JSON.parse(answer.text) as { message: string };
    if (typeof message === "string") expect(body.message).toBe(message);
    else expect(body.message).toMatch(message ?? /\w/);
    if (allow !== undefined) expect(answer.headers.allow?.split(", ")).toContain(allow);
  });

  it("leaves nothing behind", async () => {
    expect(Object.values(await everything(service)).flat()).toEqual([]);
  });

  it("a value of 10 MB is accepted where the data node can hold it", async () => {
    const scenario = await createScenario(service, "my_awesome_scenario");
    const node = only(await list(service, "datanodes"), { config_id: "forecast_value", owner_id: scenario.id });
    const path = `/api/v1/datanodes/${node.id}`;
    const written = await send(service.url, {
      method: "PUT",
      path: `${path}/write/`,
      headers: JSON_TYPE,
      body: TEN_MEGABYTES,
    });
    expect(`${written.status} ${written.text}`).toMatch(/^200 /);
    const read = await send(service.url, { method: "GET", path: `${path}/read/` });
    expect(read.text.length).toBeGreaterThan(TEN_MEGABYTES.length);
  });
});
