import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../src/http/routes.ts";
import type { RawRequest } from "../harness/send.ts";
import { ADMIN_KEY, bodyOf, type Fortress, get, INSIDE, json, SECRET_KEY, startFortress, USER } from "./fortress.ts";

const SCENARIOS = "/api/v1/scenarios/";
const KEYS = "/api/v1/auth/keys/";

let fortress: Fortress;
let reader: string;
let editor: string;
let executor: string;
let session: string;
let scenario: string;
let node: string;

beforeAll(async () => {
  fortress = await startFortress("src/index.ts");
  const { attack, newKey } = fortress;
  [reader, editor, executor] = await Promise.all([newKey("READER"), newKey("EDITOR"), newKey("EXECUTOR")]);
  await attack(json("POST", "/api/v1/auth/users/", { ...USER, roles: ["READER"] }), ADMIN_KEY);
  session = bodyOf<{ token: string }>(await attack(json("POST", "/api/v1/auth/login", USER))).token;
  const path = `${SCENARIOS}?config_id=my_awesome_scenario`;
  const created = await attack({ method: "POST", path }, editor);
  scenario = bodyOf<{ scenario: { id: string } }>(created).scenario.id;
  const nodes = bodyOf<unknown>(await attack(get("/api/v1/datanodes/"), reader)) as { id: string; config_id: string }[];
  node = nodes.find(({ config_id }) => config_id === "horizon")?.id ?? "";
});

afterAll(() => fortress?.service.stop());

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A login token with another header, signed with the service's key. */
function signed(header: object, payload: string, key = SECRET_KEY, hash = "sha256"): string {
  const text = `${base64url(header)}.${payload}`;
  return `${text}.${createHmac(hash, key).update(text).digest("base64url")}`;
}

describe("a token", () => {
  const parts = () => session.split(".") as [string, string, string];
  const HS256 = { alg: "HS256", typ: "JWT" };

  it("is good as it was given, also when it is signed again with our key", async () => {
    for (const token of [session, signed(HS256, parts()[1])]) {
      expect((await fortress.attack(get(SCENARIOS), token)).status).toBe(200);
    }
  });

  it("is refused with a header that tells how to check it", async () => {
    const [, payload, signature] = parts();
    const own = Buffer.from(SECRET_KEY).toString("base64url");
    const tokens = [
      signed({ ...HS256, crit: ["exp"], exp: 0 }, payload),
      signed({ ...HS256, crit: ["b64"], b64: false }, payload),
      signed({ ...HS256, jku: "https://evil.example/keys" }, payload, "evil".repeat(16)),
      signed({ ...HS256, kid: "../../dev/null" }, payload, ""),
      signed({ ...HS256, kid: "' UNION SELECT 'evil" }, payload, "evil"),
      signed(
        { ...HS256, jwk: { kty: "oct", k: Buffer.from("evil".repeat(16)).toString("base64url") } },
        payload,
        "evil".repeat(16),
      ),
      signed({ alg: "HS384" }, payload, SECRET_KEY, "sha384"),
      signed({ alg: "HS256 " }, payload),
      signed({ alg: "none" }, payload),
      signed({ alg: ["HS256"] }, payload),
      `${base64url({ alg: "none" })}.${payload}.`,
      `${base64url({ ...HS256, k: own })}.${payload}.${signature}`,
    ];
    for (const token of tokens) expect((await fortress.attack(get(SCENARIOS), token)).status, token).not.toBe(200);
  });

  it("is refused in any other form, however long", async () => {
    const [header, payload, signature] = parts();
    const tokens = [
      ".".repeat(5_000),
      `${session}.`,
      `.${session}`,
      `${header}.${payload}.${signature}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -2)}`,
      `${header}.${payload}.${signature}=`.replace("=", "%00"),
      `${header}.${base64url({ sub: USER.username, roles: ["ADMIN"] })}.${signature}`,
      `${base64url({ a: "x".repeat(9_000) })}.${payload}.${signature}`,
      `${session} ${session}`,
      `taipy_${"0".repeat(16)}_${"0".repeat(64)}`,
      ADMIN_KEY.slice(0, -1),
      `${ADMIN_KEY}0`,
      ADMIN_KEY.toUpperCase(),
    ];
    for (const token of tokens) {
      const { status, text } = await fortress.attack(get(SCENARIOS), token);
      expect(status, token.slice(0, 100)).toBe(401);
      expect(text).not.toMatch(INSIDE);
    }
  });
});

describe("no spelling of a path", () => {
  /** Spellings that a proxy, a router or a file system may treat as the same path. */
  const spellings = (path: string): string[] => {
    const [, api, version, ...rest] = path.split("/");
    const tail = rest.join("/");
    return [
      `/${api}//${version}/${tail}`,
      `//${api}/${version}/${tail}`,
      `/${api}/${version}/./${tail}`,
      `/${api}/${version}/x/../${tail}`,
      `/${api}/${version}/%2e/${tail}`,
      `/${api}/${version}/x/%2e%2e/${tail}`,
      `/${api}/${version}/x%2f..%2f${tail}`,
      `/${api}%2f${version}/${tail}`,
      `/${api}/${version};a=b/${tail}`,
      `/${api}/${version}/${tail};a=b`,
      `/${api}/${version}/${tail}%20`,
      `/${api}/${version}/${tail}%00`,
      `/${api}/${version}/${tail}//`,
      `/${api}/${version}/${tail.replace(/\/$/, "")}`,
      `/${api}/${version}/${tail.toUpperCase()}`,
      `/API/V1/${tail}`,
      `/${api}/${version}\\${tail}`,
      `/health/../${api}/${version}/${tail}`,
      `/docs/assets/..%2f..%2f${api}%2f${version}%2f${tail}`,
      `${path}?role=ADMIN&method=GET`,
      `${path}?_method=GET&x-http-method-override=GET`,
    ];
  };

  it.each(routes.filter(({ role, path }) => role !== null && path.startsWith("/api/")))(
    "lets nobody through to $method $path",
    async ({ method, path }) => {
      const before = await fortress.state();
      for (const where of spellings(path.replace("{id}", scenario))) {
        for (const verb of [method, "HEAD"]) {
          const { status, headers } = await fortress.attack({ method: verb, path: where });
          const where401 = `${verb} ${where} → ${status}`;
          expect([301, 307, 308, 400, 401, 404, 405], where401).toContain(status);
          if (status < 400) expect(headers.location, where401).toBeDefined();
        }
      }
      expect(await fortress.state()).toBe(before);
    },
  );

  it("makes a change of a reader's request", async () => {
    const before = await fortress.state();
    const changes = routes.filter(
      ({ method, role }) => method !== "GET" && role !== "READER" && role !== "SIGNED_IN" && role !== null,
    );
    for (const { method, path } of changes) {
      const filled = path.replace("{id}", encodeURIComponent(path.includes("datanodes") ? node : scenario));
      for (const where of [filled, ...spellings(filled)]) {
        const { status } = await fortress.attack({ ...json(method, where, {}) }, reader);
        expect([301, 307, 308, 400, 403, 404, 405], `${method} ${where} → ${status}`).toContain(status);
      }
    }
    expect(await fortress.state()).toBe(before);
  }, 60_000);
});

describe("a role", () => {
  it("is not widened by a header, a parameter or another method", async () => {
    const before = await fortress.state();
    const path = `/api/v1/datanodes/${encodeURIComponent(node)}/read/`;
    for (const name of [
      "X-HTTP-Method-Override",
      "X-HTTP-Method",
      "X-Method-Override",
      "X-Original-URL",
      "X-Rewrite-URL",
    ]) {
      for (const value of ["PUT", "DELETE", `/api/v1/datanodes/${node}/`, "/api/v1/auth/keys/"]) {
        const request = {
          ...json("POST", path, {}),
          headers: { [name]: value, "Content-Type": "application/json" },
        };
        const { status, text } = await fortress.attack(request, reader);
        expect(status).toBe(200);
        expect(text).toContain('"data"');
        const renamed = await fortress.attack({ ...request, path: `${path}?_method=${value}` }, reader);
        expect(renamed.status).toBe(400);
        expect(renamed.text).toContain("_method");
      }
    }
    expect(await fortress.state()).toBe(before);
  });

  it("of an editor gives no keys, no users and no audit trail", async () => {
    const before = await fortress.credentials();
    const tries = [
      json("POST", KEYS, { name: "mine", roles: ["ADMIN"] }),
      json("POST", "/api/v1/auth/users/", { username: "me", password: "long enough for this", roles: ["ADMIN"] }),
      json("PUT", `/api/v1/auth/users/${USER.username}/`, { roles: ["ADMIN"] }),
      json("DELETE", `/api/v1/auth/users/${USER.username}/`, {}),
      get(KEYS),
      get("/api/v1/audit/"),
    ];
    for (const key of [reader, editor, executor, session]) {
      for (const request of tries) expect((await fortress.attack(request, key)).status, request.path).toBe(403);
    }
    expect(await fortress.credentials()).toBe(before);
  });

  it("is needed for HEAD as for GET, and OPTIONS answers methods only", async () => {
    const path = `${SCENARIOS}${scenario}/`;
    expect((await fortress.attack({ method: "HEAD", path })).status).toBe(401);
    const real = await fortress.attack({ method: "OPTIONS", path });
    const none = await fortress.attack({ method: "OPTIONS", path: `${SCENARIOS}nowhere/` });
    expect(real.text).toBe(none.text);
  });

  it("of an executor runs and reads, and does not write", async () => {
    const write = json("PUT", `/api/v1/datanodes/${encodeURIComponent(node)}/write/`, 1);
    expect((await fortress.attack(write, executor)).status).toBe(403);
    const submit = { method: "POST", path: `${SCENARIOS}submit/${scenario}/` };
    expect((await fortress.attack(submit, editor)).status).toBe(403);
    expect((await fortress.attack(submit, executor)).status).toBe(200);
  });
});

/** A request from one address. */
const from = (address: string, request: RawRequest): RawRequest => ({
  ...request,
  headers: { ...request.headers, "CF-Connecting-IP": address },
});
const login = (username: string, password: string) => json("POST", "/api/v1/auth/login", { username, password });

describe("guessing", () => {
  const HOME = "198.51.100.7";

  it("of passwords ends after ten attempts of a name, with the same answer for unknown users, but not for the user", async () => {
    expect((await fortress.attack(from(HOME, login(USER.username, USER.password)))).status).toBe(201);
    const answers = [];
    for (let at = 0; at < 60; at += 1) {
      const username = at % 2 === 0 ? USER.username : "nobody";
      answers.push(await fortress.attack(from("203.0.113.1", login(username, `wrong password ${at}`))));
    }
    const statuses = answers.map(({ status }) => status);
    // The platform's minute may end between two of them.
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(20);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    const texts = answers
      .filter(({ status }) => status === 401)
      .map(({ text }) => text.replace(/"request_id":"[^"]*"/, ""));
    expect(new Set(texts).size).toBe(1);
    expect((await fortress.attack(from("203.0.113.1", login(USER.username, USER.password)))).status).toBe(429);
    expect((await fortress.attack(from(HOME, login(USER.username, USER.password)))).status).toBe(201);
  });

  it("of passwords from many addresses slows down, but not for the user's own address", async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 50; at += 1) {
      statuses.push((await fortress.attack(login(USER.username, `wrong password ${at}`))).status);
    }
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect((await fortress.attack(from(HOME, login(USER.username, USER.password)))).status).toBe(201);
  });

  it("of keys ends after ten attempts, and the right key still works", async () => {
    const address = "203.0.113.2";
    const answers = [];
    for (let at = 0; at < 24; at += 1) {
      const guess = `taipy_${"0".repeat(16)}_${String(at).padStart(64, "0")}`;
      answers.push(await fortress.attack(from(address, get(SCENARIOS)), guess));
    }
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(4);
    expect((await fortress.attack(from(address, get(SCENARIOS)), reader)).status).toBe(200);
  });
});

describe("calls without credentials", () => {
  it("are limited by their address, whatever they say about it, and those of other addresses are not", async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 1_300; at += 1) {
      const request = from("203.0.113.3", get(at % 2 === 0 ? SCENARIOS : "/swagger.json"));
      const headers = { ...request.headers, "X-Forwarded-For": `198.51.100.${at % 256}` };
      statuses.push((await fortress.attack({ ...request, headers })).status);
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(100);
    expect((await fortress.attack(from("203.0.113.3", get(SCENARIOS)), reader)).status).toBe(200);
    expect((await fortress.attack(get(SCENARIOS))).status).toBe(401);
  });
});
