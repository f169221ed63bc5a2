import { describe, expect, it } from "vitest";
import { MICROSECONDS_PER_SECOND } from "../../../src/core/time.ts";
import { fake } from "../fakes.ts";
import { createTestAuth, DB, type TestAuthOptions, withBearer } from "./world.ts";

const ME = "/api/v1/auth/me/";
const SCENARIOS = "/api/v1/scenarios/?config_id=x";
const ALLOWED = "https://app.example.com";

function service(options: TestAuthOptions) {
  const world = createTestAuth({ ...options, corsOrigins: [ALLOWED] });
  const { handleRequest } = fake({ ...world, app: { http: { corsOrigins: [ALLOWED], auditDays: 90, compat: "off" } } });
  const at = (host: string, path: string, init?: RequestInit) =>
    handleRequest(new Request(`http://${host}${path}`, init));
  return { ...world, at };
}

describe("a request without credentials", () => {
  it.each([
    ["none", "localhost:5000", 200],
    ["none", "taipy.example.com", 200],
    ["loopback", "localhost:5000", 200],
    ["loopback", "127.0.0.1", 200],
    ["loopback", "[::1]:5000", 200],
    ["loopback", "taipy.example.com", 401],
    ["loopback", "localhost.example.com", 401],
    ["required", "localhost", 401],
    ["off", "localhost", 401],
    [undefined, "localhost", 401],
  ])("in the mode %s to %s is answered with %i", async (mode, host, status) => {
    const { at } = service(mode === undefined ? {} : { mode });
    expect((await at(host, ME)).status).toBe(status);
  });
});

describe("wrong credentials", () => {
  it.each(["required", "loopback"])("are refused in the mode %s", async (mode) => {
    const { at, refusals } = service({ mode });
    for (const value of ["Bearer wrong", "Bearer ", "Basic YTpi", "wrong", `Bearer ${"x".repeat(20_000)}`]) {
      const answer = await at("localhost", ME, { headers: { Authorization: value } });
      expect(answer.status, value.slice(0, 20)).toBe(401);
    }
    expect(refusals).toHaveLength(5);
  });

  it("are ignored in the mode none", async () => {
    expect((await service({ mode: "none" }).at("localhost", ME, withBearer("wrong"))).status).toBe(200);
  });
});

describe("a page of another site", () => {
  const post = (headers: Record<string, string>) => ({ method: "POST", headers });

  it.each(["none", "loopback"])("cannot write through its visitor's browser in the mode %s", async (mode) => {
    const { at } = service({ mode });
    for (const headers of [
      { Origin: "https://evil.example" },
      { Origin: "http://localhost:3000" },
      { Origin: "null" },
      { "Sec-Fetch-Site": "cross-site" },
    ] as Record<string, string>[]) {
      const answer = await at("localhost:5000", SCENARIOS, post(headers));
      expect(answer.status, JSON.stringify(headers)).toBe(403);
      expect(await answer.json()).toMatchObject({ code: "origin_not_allowed" });
    }
  });

  it("can write when its origin is the service's own or configured, or when it sends credentials", async () => {
    const { at, auth } = service({ mode: "loopback" });
    expect((await at("localhost:5000", SCENARIOS, post({ Origin: "http://localhost:5000" }))).status).toBe(201);
    expect((await at("localhost:5000", SCENARIOS, post({ Origin: ALLOWED }))).status).toBe(201);
    expect((await at("localhost:5000", SCENARIOS, post({ "Sec-Fetch-Site": "same-origin" }))).status).toBe(201);
    const { text } = await auth.apiKeys.create({ name: "k", roles: ["TAIPY_EDITOR"], expires_at: null }, "test");
    const withKey = withBearer(text, post({ Origin: "https://evil.example" }));
    expect((await at("localhost:5000", SCENARIOS, withKey)).status).toBe(201);
  });

  it("can send reads, whose answers the browser keeps from it", async () => {
    const { at } = service({ mode: "loopback" });
    expect((await at("localhost", ME, { headers: { Origin: "https://evil.example" } })).status).toBe(200);
  });
});

describe("a service without any usable credentials", () => {
  const clear = () => DB.prepare("DELETE FROM api_keys").run();

  it.each([
    ["GET", "/"],
    ["GET", "/api/v1/tasks/"],
    ["GET", "/nowhere"],
    ["GET", "/health/x"],
    ["OPTIONS", "/api/v1/tasks/"],
    ["PATCH", "/api/v1/tasks/"],
    ["POST", "/api/v1/auth/login"],
    ["GET", "/docs"],
    ["GET", "/swagger.json"],
  ])("answers %s %s with 503 and with instructions", async (method, path) => {
    await clear();
    const answer = await service({ adminKey: null }).at("taipy.example.com", path, { method });
    expect(answer.status).toBe(503);
    const body = await answer.json();
    expect(body).toMatchObject({ code: "service_closed", message: expect.stringContaining("ADMIN_KEY") });
  });

  it("still answers /health", async () => {
    const { at } = service({ adminKey: null });
    for (const path of ["/health", "/health/", "//health"])
      expect((await at("taipy.example.com", path)).status).toBe(200);
  });

  it("ignores an ADMIN_KEY of less than 32 characters, and says so", async () => {
    await clear();
    const short = "x".repeat(31);
    const { at, logged } = service({ adminKey: short });
    const answer = await at("taipy.example.com", ME, withBearer(short));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining("fewer than 32 characters") });
    expect(JSON.stringify(logged)).toContain("admin_key_ignored");
    expect(JSON.stringify(logged)).not.toContain(short);
  });

  it("never accepts such a key, even when another key opens the service", async () => {
    const short = "x".repeat(31);
    const world = service({ adminKey: short });
    await world.auth.apiKeys.create({ name: "k", roles: ["TAIPY_READER"], expires_at: null }, "test");
    expect((await world.at("taipy.example.com", ME, withBearer(short))).status).toBe(401);
    expect((await world.at("taipy.example.com", ME, withBearer("x"))).status).toBe(401);
    await clear();
  });

  it("opens within seconds after a key is created, but not for a revoked or expired one", async () => {
    await clear();
    const { at, auth, pass } = service({ adminKey: null });
    const { key } = await auth.apiKeys.create({ name: "k", roles: [], expires_at: null }, "test");
    await auth.apiKeys.revoke(key.id);
    await auth.apiKeys.create({ name: "k", roles: [], expires_at: "2001-01-01T00:00:00" }, "test");
    expect((await at("taipy.example.com", ME)).status).toBe(503);
    await auth.apiKeys.create({ name: "k", roles: [], expires_at: null }, "test");
    pass(5 * MICROSECONDS_PER_SECOND);
    expect((await at("taipy.example.com", ME)).status).toBe(401);
  });

  it("is open when it has an identity provider, and to loopback hosts in the mode loopback", async () => {
    await clear();
    const options = { identityProviders: [{ issuer: "https://id.example.com", audience: "a" }] };
    expect((await service({ adminKey: null, options }).at("taipy.example.com", ME)).status).toBe(401);
    expect((await service({ adminKey: null, mode: "loopback" }).at("localhost", ME)).status).toBe(200);
    expect((await service({ adminKey: null, mode: "loopback" }).at("taipy.example.com", ME)).status).toBe(503);
  });
});
