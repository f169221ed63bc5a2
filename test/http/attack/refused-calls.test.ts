import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { defineApp } from "../../../src/core/config/define-app.ts";
import { createAuditLog } from "../../../src/d1/audit/audit-log.ts";
import { MAX_ROWS_A_DAY } from "../../../src/d1/audit/refusal-rows.ts";
import type { Env } from "../../../src/env.ts";
import { createHttpHandler } from "../../../src/http/pipeline/router.ts";
import { newUuid, wallClock } from "../../../src/runtime.ts";
import { createServices } from "../../../src/services.ts";
import { ADMIN_KEY, SECRET_KEY } from "../auth/world.ts";

const CALLS = 20_000;
const AT_ONCE = 200;
/** Each costs the time of a hash. */
const LOGINS = 60;
/** Bytes that an audit row of an unknown caller takes at most, with its place in the table. */
const ROW_BYTES = 600;

const bindings = env as unknown as Env;

/** A binding that reports each use. */
const watched = <T extends object>(binding: T, report: () => void): T =>
  new Proxy(binding, {
    get(target, name) {
      report();
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });

/** A deployed service without any rate limits, so that nothing but its own bounds protects the store. */
function deployed() {
  const { REQUEST_LIMIT: _, ADDRESS_LIMIT: __, LOGIN_LIMIT: ___, ATTEMPT_LIMIT: ____, ...rest } = bindings as Env;
  const used = { objects: 0, messages: 0 };
  const closed: Env = {
    ...rest,
    AUTH_MODE: "required",
    ADMIN_KEY,
    ORCHESTRATOR: watched(bindings.ORCHESTRATOR, () => {
      used.objects += 1;
    }),
    JOBS: watched(bindings.JOBS, () => {
      used.messages += 1;
    }),
  };
  const app = defineApp({}).withEnvironment((name) => (name === "SECRET_KEY" ? SECRET_KEY : undefined));
  const services = createServices(app, closed);
  // Rows are written at once and not after some seconds, which makes many more writes.
  const turn = () => new Promise<void>((done) => setTimeout(done, 0));
  const audit = createAuditLog({ db: bindings.DB, clock: wallClock, newUuid, log: () => {}, sleep: turn });
  const later: Promise<unknown>[] = [];
  const handler = createHttpHandler({ ...services, audit, log: () => {} });
  return { used, later, handle: (request: Request) => handler(request, (work) => void later.push(work)) };
}

const long = (at: number) => `${"x".repeat(900)}${at}`;
const token = (at: number) => `${btoa('{"alg":"RS256","kid":"k"}')}.${btoa(`{"iss":"https://${at}.example"}`)}.x`;

/** Calls of unknown callers, each with texts of its own wherever a caller can put one. */
const KINDS: readonly ((at: number) => [method: string, path: string, init?: RequestInit])[] = [
  (at) => ["GET", `/api/v1/tasks/${long(at)}/`],
  (at) => ["DELETE", `/api/v1/scenarios/${long(at)}/?force=${long(at)}`],
  (at) => ["POST", `/api/v1/scenarios/?config_id=${long(at)}`, { headers: { Authorization: `Bearer ${token(at)}` } }],
  (at) => [
    "GET",
    "/api/v1/audit/",
    { headers: { Authorization: `Bearer taipy_${at.toString(16).padStart(16, "0")}_${"0".repeat(64)}` } },
  ],
  (at) => ["PUT", `/api/v1/datanodes/${long(at)}/content/`, { body: long(at) }],
  (at) => ["GET", `/${long(at)}`],
  (at) => ["PATCH", `/api/v1/jobs/${long(at)}/`],
  (at) => ["POST", "/api/v1/auth/login", { body: `{"username": "${long(at)}"}` }],
  (at) => ["DELETE", `/api/v1/auth/users/${"y".repeat(3_000)}${at}/`],
];

function call(at: number): Request {
  const [method, path, init = {}] = KINDS[at % KINDS.length]?.(at) ?? ["GET", "/nowhere"];
  const headers = new Headers(init.headers);
  headers.set("CF-Connecting-IP", `2001:db8:${(at >> 8).toString(16)}:${(at & 255).toString(16)}::${at}`);
  headers.set("X-Request-Id", `chosen-${at}`);
  headers.set("User-Agent", long(at));
  headers.set("Content-Type", "application/json");
  return new Request(`https://taipy.example.com${path}`, { ...init, method, headers });
}

function login(at: number): Request {
  const body = JSON.stringify({ username: `${at}${long(at)}`, password: long(at) });
  const headers = { "Content-Type": "application/json", "CF-Connecting-IP": `198.51.100.${at}` };
  return new Request("https://taipy.example.com/api/v1/auth/login", { method: "POST", headers, body });
}

async function sizes() {
  const { DB, PAYLOADS, LARGE_PAYLOADS } = bindings;
  const names = await DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '[_s]*'").all();
  const counts: Record<string, number> = {};
  for (const { name } of names.results) {
    counts[String(name)] = (await DB.prepare(`SELECT count(*) AS n FROM "${name}"`).first<number>("n")) ?? -1;
  }
  const { meta } = await DB.prepare("SELECT 1 FROM cycles").all();
  const objects = await LARGE_PAYLOADS?.list();
  return { counts, bytes: meta.size_after, keys: (await PAYLOADS.list()).keys, objects: objects?.objects };
}

it("20,000 refused calls, each with long texts of its own, leave a small, fixed number of rows and nothing else", async () => {
  const { handle, later, used } = deployed();
  const before = await sizes();
  const statuses = new Set<number>();
  for (let from = 0; from < CALLS; from += AT_ONCE) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => handle(call(from + at))));
    for (const { status } of answers) statuses.add(status);
    await Promise.all(later.splice(0));
  }
  for (let at = 0; at < LOGINS; at += 1) statuses.add((await handle(login(at))).status);
  await Promise.all(later.splice(0));
  const after = await sizes();

  expect([...statuses].sort()).toEqual([400, 401, 404, 405]);
  const { audit = 0, refused_days, login_failures = 0, ...others } = after.counts;
  const { audit: _, refused_days: __, login_failures: ___, ...othersBefore } = before.counts;
  expect(others).toEqual(othersBefore);
  // The day may end during the test.
  expect(audit).toBeGreaterThan(0.7 * MAX_ROWS_A_DAY);
  expect(audit).toBeLessThanOrEqual(2 * (MAX_ROWS_A_DAY + 1));
  expect(refused_days).toBeLessThanOrEqual(2);
  expect(login_failures).toBeLessThanOrEqual(LOGINS);
  expect(after.bytes - before.bytes).toBeLessThan(audit * ROW_BYTES);
  expect([after.keys, after.objects]).toEqual([before.keys, before.objects]);
  expect(used).toEqual({ objects: 0, messages: 0 });

  const { results } = await bindings.DB.prepare("SELECT * FROM audit").all<{ count: number }>();
  expect(JSON.stringify(results)).not.toMatch(/xxx|yyy|chosen/);
  // Paths and methods that no row of the table answers are not counted.
  expect(results.reduce((sum, { count }) => sum + count, 0)).toBe(Math.ceil((CALLS * 7) / 9) + LOGINS);
});
