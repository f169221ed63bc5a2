import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANONYMOUS, type Identity } from "../../../src/core/access/identity.ts";
import { ROLES } from "../../../src/core/access/permissions.ts";
import { TaipyError } from "../../../src/core/errors.ts";
import type { AuditQuery } from "../../../src/core/ports/audit-log.ts";
import type { Route } from "../../../src/http/pipeline/action.ts";
import { isChange } from "../../../src/http/pipeline/audit-request.ts";
import { createGuard } from "../../../src/http/pipeline/guard.ts";
import { routes } from "../../../src/http/routes.ts";
import { aSubmission } from "../../harness/factories.ts";
import { ADMIN_KEY, createTestAuth } from "../auth/world.ts";
import { BASE, type Fake, type FakeOptions, fake, jsonBody, KNOWN_ENTITIES, PAYLOAD, pageOf } from "../fakes.ts";

const CI: Identity = { kind: "api_key", id: "key-1", name: "the pipeline", roles: ROLES };
const free = async () => {};
const limits = { request: free, unknown: free, refusal: free, lookup: free, login: free };

/** Lets in who the test says, and lets a refusal be thrown. */
const guardOf = (identify: () => Promise<Identity>) =>
  createGuard({
    authenticator: {
      needsNoCredentials: () => false,
      hasCredentials: () => false,
      unidentified: () => ANONYMOUS,
      isOpen: async () => true,
      identify,
    },
    limits,
  });
const readerGuard = guardOf(async () => ({ ...CI, roles: ["READER"] }));
const closedGuard = guardOf(async () => {
  throw new TaipyError("unauthenticated", "The key is wrong.");
});

function known(more: FakeOptions = {}): Fake {
  return fake({
    guard: guardOf(async () => CI),
    entities: KNOWN_ENTITIES,
    entityReader: {
      get: async (_, id) => JSON.stringify({ id }),
      edit: async () => ({
        ...PAYLOAD,
        data_node_id: "known",
        number: 1,
        timestamp: "2023-11-14T22:13:20",
        job_id: null,
        editor_id: null,
        actor: null,
        comment: null,
      }),
    },
    ...more,
  });
}

/** What a row needs to succeed beside `known` in its path. */
const INPUTS: Readonly<Record<string, { readonly query?: string; readonly body?: unknown }>> = {
  createDataNode: { query: "?config_id=t" },
  createTask: { query: "?config_id=t" },
  createScenario: { query: "?config_id=t" },
  createJob: { query: "?task_id=t" },
  writeDataNode: { body: [1] },
  appendDataNode: { body: [1] },
  putContent: { body: "content" },
  restoreEdit: { query: "?edit=1" },
  lockDataNode: { body: { editor_id: "ann" } },
  unlockDataNode: { body: { editor_id: "ann" } },
  createSequence: { body: { scenario_id: "known", sequence_name: "s", task_ids: [] } },
  createCycle: {
    body: {
      frequency: "DAILY",
      creation_date: "2020-01-02",
      start_date: "2020-01-02",
      end_date: "2020-01-03",
    },
  },
  createApiKey: { body: { name: "n", roles: ["TAIPY_READER"] } },
  createUser: { body: { username: "u", password: "long enough for a password", roles: ["TAIPY_READER"] } },
  changeUser: { body: { roles: ["TAIPY_READER"] } },
  login: { body: { username: "u", password: "p" } },
};

const pathOf = ({ path, id }: Route, entity = "known") =>
  path.replace("{id}", id === "deleteVersion" && entity === "known" ? "1.0" : entity);

function requestOf(route: Route, entity?: string): Request {
  const { query = "", body } = INPUTS[route.id] ?? {};
  const init = body === undefined ? { method: route.method } : jsonBody(body, route.method);
  return new Request(BASE + pathOf(route, entity) + query, init);
}

const changes = routes.filter((route) => route.method !== "GET" && route.id !== "filterDataNode");
const ofEntities = changes.filter(({ path }) => !path.startsWith("/api/v1/auth/"));
const ofAuth = changes.filter((route) => !ofEntities.includes(route));
const named = (rows: readonly Route[]) => rows.map((route) => [route.id, route] as const);

/** A resync is about no single entity. */
function entityOf({ id, path }: Route) {
  if (id === "resync") return null;
  return expect.stringMatching(path.includes("{id}") ? /^(?:known|1\.0)$/ : /^(?:new|JOB_uuid-\d+)$/);
}

describe("a change", () => {
  test("is every row of the table that is no GET, but for the filter of a read", () => {
    expect(routes.filter(isChange)).toEqual(changes);
  });

  test("whose object has taken its row is not written once more, and one that is answered otherwise is corrected", async () => {
    const written: (string | undefined)[] = [];
    const service = (stored: boolean) =>
      known({
        orchestrator: {
          submit: async ({ audit }) => {
            written.push(audit?.id);
            return { ok: true, value: { submission: aSubmission(), stored, audited: true } };
          },
        },
        audit: { record: async ({ status }, row) => void written.push(`${status} for ${row?.id}`) },
      });
    const [route] = ofEntities.filter(({ id }) => id === "submitScenario");
    if (route === undefined) throw new Error("There is no such route");
    const request = () => requestOf(route);
    expect((await service(true).handleRequest(request())).status).toBe(200);
    expect(written.splice(0)).toEqual(["row"]);
    expect((await service(false).handleRequest(request())).status).toBe(202);
    expect(written).toEqual(["row", "202 for row"]);
  });

  test.each(named(ofEntities))("that succeeds (%s) is one row with its entity and its actor", async (id, route) => {
    const { handleRequest, audited, requestLines } = known();
    const answer = await handleRequest(requestOf(route));
    expect(answer.status, await answer.text()).toBeLessThan(300);
    expect(audited).toEqual([
      {
        request_id: answer.headers.get("X-Request-Id"),
        actor_kind: "api_key",
        actor_id: "key-1",
        actor_name: "the pipeline",
        operation: id,
        method: route.method,
        entity_id: entityOf(route),
        address: null,
        status: answer.status,
        result: "ok",
        changes: null,
      },
    ]);
    expect(requestLines).toEqual([]);
  });

  test("of keys, users and sessions is one row with its entity and its actor, the login's own among them", async () => {
    const { auth, guard } = createTestAuth();
    const { handle, audited, log } = fake({ auth, guard });
    const admin = `Bearer ${ADMIN_KEY}`;
    const call = async (method: string, path: string, body?: unknown, Authorization = admin) => {
      const init = body === undefined ? { method } : jsonBody(body, method);
      const answer = await handle(path, { ...init, headers: { ...init.headers, Authorization } });
      expect(answer.status, `${method} ${path}`).toBeLessThan(300);
      return (await answer.json()) as { token: string; api_key: { id: string } };
    };
    const password = "correct horse battery staple";
    const roles = ["TAIPY_READER"];
    await call("POST", "/api/v1/auth/users/", { username: "ann", password, roles });
    await call("PUT", "/api/v1/auth/users/ann/", { roles: ["EDITOR"] });
    await call("PUT", "/api/v1/auth/users/ann/", { password });
    const { token } = await call("POST", "/api/v1/auth/login", { username: "ann", password }, "");
    const own = { current_password: password, new_password: `${password}!` };
    await call("PUT", "/api/v1/auth/me/password/", own, `Bearer ${token}`);
    await call("POST", "/api/v1/auth/logout", undefined, `Bearer ${token}`);
    const { api_key } = await call("POST", "/api/v1/auth/keys/", { name: "ci", roles });
    await call("DELETE", `/api/v1/auth/keys/${api_key.id}/`);
    await call("DELETE", "/api/v1/auth/users/ann/");
    expect(audited.map(({ operation, actor_kind, entity_id }) => [operation, actor_kind, entity_id])).toEqual([
      ["createUser", "admin_key", "ann"],
      ["changeUser", "admin_key", "ann"],
      ["changeUser", "admin_key", "ann"],
      ["login", "user", null],
      ["changeOwnPassword", "user", null],
      ["logout", "user", null],
      ["createApiKey", "admin_key", api_key.id],
      ["revokeApiKey", "admin_key", api_key.id],
      ["deleteUser", "admin_key", "ann"],
    ]);
    expect([...new Set(audited.map(({ operation }) => operation))].sort()).toEqual(ofAuth.map(({ id }) => id).sort());
    expect(audited.map(({ changes }) => changes)).toEqual([
      { roles: { from: null, to: ["TAIPY_READER"] } },
      { roles: { from: ["TAIPY_READER"], to: ["TAIPY_EDITOR"] } },
      { password: "changed" },
      null,
      { password: "changed" },
      null,
      { roles: { from: null, to: ["TAIPY_READER"] } },
      null,
      null,
    ]);
    const logged = JSON.stringify([audited, log]);
    for (const secret of [password, token, ADMIN_KEY]) expect(logged).not.toContain(secret);
  });

  test.each(named(changes))("that is refused (%s) is one row with the reason", async (_, route) => {
    for (const [guard, status, result] of [
      [closedGuard, 401, "unauthenticated"],
      [readerGuard, 403, "forbidden"],
    ] as const) {
      if (route.role === null || (route.role === "SIGNED_IN" && status === 403)) continue;
      const { handleRequest, audited, counted } = known({ guard });
      expect((await handleRequest(requestOf(route))).status).toBe(status);
      const rows = [...audited, ...counted];
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ operation: route.id, status, result });
    }
  });

  test("that is refused to a caller who is known names that caller in its row", async () => {
    const limited = createGuard({
      authenticator: {
        needsNoCredentials: () => false,
        hasCredentials: () => false,
        unidentified: () => ANONYMOUS,
        isOpen: async () => true,
        identify: async () => CI,
      },
      limits: { ...limits, request: () => Promise.reject(new TaipyError("rate_limited", "Too many requests.")) },
    });
    for (const [guard, result] of [
      [readerGuard, "forbidden"],
      [limited, "rate_limited"],
    ] as const) {
      const { handle, audited, counted } = known({ guard });
      await handle("/api/v1/tasks/known/", { method: "DELETE" });
      const actor = { actor_kind: "api_key", actor_id: "key-1", actor_name: "the pipeline" };
      expect(audited).toMatchObject([{ ...actor, entity_id: "known", result }]);
      expect(counted).toEqual([]);
    }
  });

  test("that is refused to an unknown caller has nothing in its row that the caller has chosen", async () => {
    const { handle, audited, counted, requestLines } = known({ guard: closedGuard });
    const headers = {
      "CF-Connecting-IP": "2001:db8:1:2:3:4:5:6",
      "User-Agent": "chosen",
      "X-Forwarded-For": "chosen",
      Authorization: "Bearer chosen",
    };
    await handle("/api/v1/tasks/chosen/?chosen=chosen", { method: "DELETE", headers });
    const row = { operation: "deleteTask", method: "DELETE", status: 401, result: "unauthenticated" };
    expect(counted).toEqual([{ ...row, network: "2001:db8:1:2::/64", account: null }]);
    expect(audited).toEqual([]);
    expect(requestLines.map(({ fields }) => fields)).toMatchObject([{ ...row, actor_kind: "anonymous" }]);
    expect(JSON.stringify(requestLines)).not.toContain("chosen");
  });

  test("of an entity that does not exist, or that fails, is a row, too", async () => {
    const lost = await resultOf(known({ entityWriter: { deleteEntity: () => Promise.reject(new Error("lost")) } }));
    const down = await resultOf(
      known({ entityWriter: { deleteEntity: () => Promise.reject(new Error("D1_ERROR: Network connection lost.")) } }),
    );
    const gone = await resultOf(known(), "nope");
    expect([gone, lost, down]).toEqual([
      [404, "task_not_found"],
      [500, "internal_error"],
      [503, "database_unavailable"],
    ]);
  });

  async function resultOf({ handle, audited }: Fake, id = "known") {
    await handle(`/api/v1/tasks/${id}/`, { method: "DELETE" });
    return audited.map(({ status, result }) => [status, result])[0];
  }

  test("with an invalid path is a row without an entity", async () => {
    const { handle, audited, counted } = known();
    await handle(`/api/v1/tasks/${"x".repeat(2_000)}/`, { method: "DELETE" });
    expect(counted).toMatchObject([{ account: null, status: 400, result: "invalid_path" }]);
    expect(audited).toEqual([]);
  });

  test("has its caller's address in its row", async () => {
    const { handle, audited } = known();
    await handle("/api/v1/tasks/known/", { method: "DELETE", headers: { "CF-Connecting-IP": "192.0.2.7" } });
    expect(audited).toMatchObject([{ address: "192.0.2.7" }]);
  });
});

describe("a request that changes nothing", () => {
  test.each(named(routes.filter((route) => !isChange(route))))("is no row when it succeeds (%s)", async (_, route) => {
    const { handleRequest, audited, counted, requestLines } = known();
    await handleRequest(requestOf(route));
    expect([audited, counted, requestLines]).toEqual([[], [], []]);
  });

  test.each(["GET", "POST", "DELETE"])(
    "and finds the service closed (%s) is no row, whatever its path",
    async (method) => {
      const { handle, audited, counted, requestLines } = known({
        guard: createGuard({
          authenticator: {
            needsNoCredentials: () => false,
            hasCredentials: () => false,
            unidentified: () => ANONYMOUS,
            isOpen: async () => false,
            identify: async () => CI,
          },
          limits,
        }),
      });
      expect((await handle("/api/v1/tasks/known/", { method })).status).toBe(503);
      expect([audited, counted, requestLines]).toEqual([[], [], []]);
    },
  );

  test("is a row when its caller is not let in", async () => {
    const { handle, counted } = known({ guard: closedGuard });
    await handle("/api/v1/tasks/known/");
    expect(counted).toMatchObject([{ operation: "getTask", method: "GET", status: 401, result: "unauthenticated" }]);
  });

  test.each([
    ["GET", "/nothing"],
    ["PATCH", "/api/v1/tasks/"],
    ["OPTIONS", "/api/v1/tasks/"],
    ["GET", "/api/v1/tasks/nope/"],
  ])("%s %s is no row", async (method, path) => {
    const { handle, audited, counted } = fake();
    await handle(path, { method });
    expect([audited, counted]).toEqual([[], []]);
  });
});

describe("a created entity", () => {
  test.each(["plain", "with/slash", "é☃", 'quo"te\\', "a b"])(
    "is named by the Location of its answer (%s)",
    async (id) => {
      const entityWriter = { createTask: async () => JSON.stringify({ id, config_id: "t" }) };
      const { handle, audited } = known({ entityWriter });
      const answer = await handle("/api/v1/tasks/?config_id=t", { method: "POST" });
      expect(answer.headers.get("Location")).toBe(`/api/v1/tasks/${encodeURIComponent(id)}/`);
      expect(audited).toMatchObject([{ entity_id: id }]);
    },
  );

  test.each([
    ["createDataNode", "/api/v1/datanodes/new/"],
    ["createTask", "/api/v1/tasks/new/"],
    ["createSequence", "/api/v1/sequences/new/"],
    ["createScenario", "/api/v1/scenarios/new/"],
    ["createCycle", "/api/v1/cycles/new/"],
  ])("of %s is at %s", async (id, location) => {
    const route = routes.find((row) => row.id === id);
    if (route === undefined) throw new Error(`There is no row ${id}`);
    expect((await known().handleRequest(requestOf(route))).headers.get("Location")).toBe(location);
  });
});

const SECRET = "hunter2-do-not-tell";

describe("no secret of a request is in a log line or in the audit log", () => {
  const secretBody = fc.constantFrom<(body: unknown) => string>(
    (body) => JSON.stringify({ ...(body as object), password: SECRET, token: SECRET, frequency: SECRET }),
    (body) => JSON.stringify(body),
    () => `{"password": "${SECRET}"`,
    () => SECRET,
    () => JSON.stringify([SECRET]),
    () => JSON.stringify({ username: SECRET, password: SECRET, sequence_name: SECRET, scenario_id: SECRET }),
  );
  const header = fc.constantFrom(
    "Authorization",
    "Cookie",
    "X-Request-Id",
    "X-Api-Key",
    "Content-Type",
    "Range",
    "User-Agent",
  );
  const query = fc.constantFrom(
    "token",
    "password",
    "config_id",
    "editor_id",
    "comment",
    "operators",
    "limit",
    "cursor",
    "at",
  );
  const failure = fc.constantFrom<Error | null>(
    null,
    new TypeError("something is undefined"),
    new Error("D1_ERROR: the database does not answer"),
    syntaxError(`{"password": ${SECRET}}`),
  );

  test.each(named(routes))("%s", async (_, route) => {
    const scenario = fc.record({ secretBody, header, query, failure, closed: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ closed, ...given }) => {
        const broken = () => Promise.reject(given.failure);
        const more: FakeOptions = {
          guard: closed ? closedGuard : guardOf(async () => CI),
          ...(given.failure === null
            ? {}
            : { entityReader: { get: broken, dataNode: broken, page: broken, job: broken } }),
          ...(given.failure === null
            ? {}
            : { entityWriter: { createTask: broken, createScenario: broken, createCycle: broken } }),
        };
        const { handleRequest, audited, counted, log, requestLines } = known(more);
        const answer = await handleRequest(secretRequest(route, given));
        const logged = JSON.stringify([audited, counted, log, requestLines]);
        // A caller's own request id is logged on purpose, so that the caller can find the request.
        if (given.header !== "X-Request-Id") expect(logged).not.toContain(SECRET.slice(0, 7));
        if (given.failure instanceof SyntaxError) expect(await answer.text()).not.toContain(`${SECRET}}`);
      }),
      { numRuns: 40 },
    );
  });

  function secretRequest(
    route: Route,
    given: { secretBody: (body: unknown) => string; header: string; query: string },
  ) {
    const { query: own = "", body } = INPUTS[route.id] ?? {};
    const url = `${BASE}${pathOf(route)}${own === "" ? "?" : `${own}&`}${given.query}=${SECRET}`;
    const headers = new Headers({ "Content-Type": "application/json" });
    headers.set(given.header, given.header === "Authorization" ? `Bearer ${SECRET}` : SECRET);
    const hasBody = route.method === "POST" || route.method === "PUT";
    return new Request(url, {
      method: route.method,
      headers,
      ...(hasBody ? { body: given.secretBody(body ?? {}) } : {}),
    });
  }
});

function syntaxError(text: string): Error {
  try {
    JSON.parse(text);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("The text should be no JSON");
}

describe("the list of audit rows", () => {
  test("hands its filters on, times in one form, and links to older rows", async () => {
    const queries: AuditQuery[] = [];
    const page = async (query: AuditQuery) => {
      queries.push(query);
      return pageOf(['{"at": "2026-11-23T06:00:00"}'], "2026-11-23T06:00:00-x");
    };
    const { handle } = fake({ audit: { page } });
    const query =
      "actor=key-1&entity_id=a&operation=createTask&since=2026-11-23&until=2026-11-24T01:00:00%2B01:00&limit=1";
    const answer = await handle(`/api/v1/audit/?${query}`);
    expect(await answer.json()).toEqual([{ at: "2026-11-23T06:00:00" }]);
    expect(answer.headers.get("Link")).toContain("cursor=2026-11-23T06%3A00%3A00-x");
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(queries).toEqual([
      {
        after: null,
        limit: 1,
        actor: "key-1",
        entity_id: "a",
        operation: "createTask",
        since: "2026-11-23T00:00:00",
        until: "2026-11-24T00:00:00",
      },
    ]);
  });

  test.each(["since=x", "until=2026-13-01", "actor=%00", "limit=0"])("refuses ?%s", async (query) => {
    expect((await fake().handle(`/api/v1/audit/?${query}`)).status).toBe(400);
  });

  test("is for administrators alone", () => {
    expect(routes.find(({ id }) => id === "listAudit")?.role).toBe("ADMIN");
  });
});
