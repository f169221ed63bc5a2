import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { routes } from "../../../src/http/routes.ts";
import { readingEach } from "../../harness/values.ts";
import { fake, getWithBody, KNOWN_ENTITIES } from "../fakes.ts";

const RUNS_PER_ROW = 150;

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

/** Everything exists under the id `known`, so that requests get past the first check. */
const { handleRequest, handle, log } = fake({
  entities: KNOWN_ENTITIES,
  values: { read: readingEach(async () => [{ a: 1, b: "x" }, { a: null }, 3, "text"]) },
});

const rawText = fc.string({ unit: "binary", maxLength: 40 });
const segment = fc.oneof(
  { weight: 12, arbitrary: fc.constant("known") },
  fc.constantFrom("%", "%ZZ", "%00", "%C3", "%2F..%2F", "..%2e", "%F0%9F%98%80", "%ED%A0%80", "'; DROP TABLE tasks;--"),
  rawText.map((text) => encodeURIComponent(text.toWellFormed())),
  rawText.map((text) => text.replaceAll(/[/?#\\]/g, "")),
  fc.integer({ min: 900, max: 3_000 }).map((length) => "x".repeat(length)),
);

const parameterName = fc.constantFrom(
  ..."config_id task_id limit cursor page per_page entity_id operators join_operator editor_id comment seconds".split(
    " ",
  ),
  ..."cascade force wait timeout __proto__ constructor a".split(" "),
);
const parameterValue = fc.oneof(
  fc.constantFrom(
    "",
    "true",
    "1",
    "-1",
    "1e9",
    "999999999",
    "known",
    "t",
    "%",
    "%00",
    "[{}]",
    '[{"key":"a","operator":"EQUAL"}]',
  ),
  fc.json().map(encodeURIComponent),
  rawText.map((text) => encodeURIComponent(text.toWellFormed())),
);
const query = fc
  .array(fc.tuple(parameterName, parameterValue), { maxLength: 5 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join("&"));

const fieldName = fc.constantFrom(
  ..."id name frequency properties creation_date start_date end_date scenario_id sequence_name task_ids tasks".split(
    " ",
  ),
  ..."operators join_operator key value operator editor_id seconds comment __proto__ toString".split(" "),
);
const fieldValue = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>("DAILY", "2020-01-02", "2020-02-30", "AND", "S", ["T"], 60, Number.MAX_VALUE, "\ud800"),
  fc.array(fc.dictionary(fieldName, fc.jsonValue()), { maxLength: 3 }),
);
const body = fc.oneof(
  fc.constantFrom(
    "",
    "{",
    "null",
    "NaN",
    "[[[[",
    "\u0000",
    "1e999",
    '"\\ud800"',
    nested(100_000),
    JSON.stringify({ properties: 1, operators: 1 }).replaceAll("1", nested(100_000)),
    "[".repeat(20_000),
    '{"a":'.repeat(20_000),
  ),
  fc.dictionary(fieldName, fieldValue).map((fields) => JSON.stringify(fields)),
  fc.json(),
  rawText,
  fc.uint8Array({ maxLength: 64 }),
);

const header = fc.tuple(
  fc.constantFrom(
    ..."Content-Type Content-Length Accept Taipy-Compat X-Request-Id Range If-Match If-None-Match".split(" "),
  ),
  fc.oneof(
    fc.constantFrom(
      "*",
      "application/json",
      "application/json",
      "application/json",
      "a+json",
      "strict",
      "-1",
      "1e99",
      "*/*",
    ),
    fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, "")),
  ),
);

const request = fc.record({ segment, query, body, headers: fc.array(header, { maxLength: 4 }), slash: fc.boolean() });

interface Hostile {
  readonly segment: string;
  readonly query: string;
  readonly body: string | Uint8Array;
  readonly headers: readonly (readonly [string, string])[];
  readonly slash: boolean;
}

function build(method: string, path: string, hostile: Hostile): Request {
  const concrete = path
    .replace("{id}", hostile.segment.replaceAll("$", "%24"))
    .replace(/\/$/, hostile.slash ? "/" : "");
  const headers = new Headers({ "Content-Type": "application/json" });
  for (const [name, value] of hostile.headers) headers.set(name, value.trim());
  const url = `http://localhost${concrete || "/"}?${hostile.query}`;
  if (method !== "GET" && method !== "HEAD") return new Request(url, { method, headers, body: hostile.body });
  // A copy of the request, as the router makes it of a path with slashes side by side, is a POST again.
  const single = new URL(url);
  single.pathname = single.pathname.replace(/\/{2,}/g, "/");
  const posted = new Request(single, { method: "POST", headers, body: hostile.body });
  Object.defineProperty(posted, "method", { value: method });
  return posted;
}

/** JSON (nothing at all where nothing has changed), below 500, and nothing of the inside. */
async function expectHarmless(answer: Response): Promise<void> {
  // Not `text()`: the runtime warns where a body is not called text.
  const text = new TextDecoder().decode(await answer.arrayBuffer());
  expect(answer.status, text).toBeLessThan(500);
  expect(answer.headers.get("X-Request-Id")).toBeTruthy();
  if (answer.status === 304) return expect(text).toBe("");
  if (/^(?:text\/(?:html|plain)|application\/(?:toml|yaml))/.test(answer.headers.get("Content-Type") ?? "")) return;
  expect(answer.headers.get("Content-Type")).toBe("application/json");
  const parsed: unknown = JSON.parse(text);
  if (answer.status >= 400)
    expect(JSON.stringify(parsed)).not.toMatch(/\.ts:\d|node_modules|ZodError|TypeError|SQLITE/);
}

describe("no request makes a 5xx, nor an answer that is not JSON", () => {
  test.each(routes.map((route) => [route.id, route] as const))("%s", async (_, { method, path }) => {
    log.length = 0;
    await fc.assert(
      fc.asyncProperty(request, async (hostile) => {
        await expectHarmless(await handleRequest(build(method, path, hostile)));
      }),
      { numRuns: RUNS_PER_ROW },
    );
    expect(log).toEqual([]);
  });

  test("whatever the method and the path", async () => {
    const path = fc.array(fc.oneof(segment, fc.constantFrom("api", "v1", "tasks", "submit", "datanodes", "read", "")), {
      maxLength: 6,
    });
    const method = fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND");
    await fc.assert(
      fc.asyncProperty(path, method, request, async (segments, verb, hostile) => {
        const answer = await handleRequest(build(verb, `/${segments.join("/").replace(/^\/+/, "")}`, hostile));
        await expectHarmless(answer);
      }),
      { numRuns: 1_000 },
    );
  });

  test("with thousands of parameters, or a GET with a body that never closes", async () => {
    await expectHarmless(await handle(`/api/v1/tasks/?${"limit=1&".repeat(2_000)}`));
    await expectHarmless(await handleRequest(getWithBody("/api/v1/datanodes/known/read/", "[".repeat(100_000))));
  });
});
