import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";

const ADMIN_KEY = "an-administrators-key-of-this-test-0123456789";
const SECRET_KEY = "a-signing-key-of-this-test-0123456789abcdef";
const CREDENTIALS = { username: "planner", password: "correct horse battery" };
const SCENARIOS = "/api/v1/scenarios/?config_id=my_awesome_scenario";

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const withBody = (body: unknown, headers: Record<string, string> = {}) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(body),
});

describe("a deployed service", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({
      entry: "src/index.ts",
      variables: { AUTH_MODE: "required", ADMIN_KEY, SECRET_KEY },
    });
  });

  afterAll(() => service?.stop());

  it("refuses requests without credentials", async () => {
    for (const path of ["/api/v1/scenarios/", "/api/v1/config/", "/api/v1/auth/me/", "/api/v1/auth/keys/"]) {
      expect((await service.fetch(path)).status, path).toBe(401);
    }
    expect((await service.fetch("/health")).status).toBe(200);
  });

  it("lets a user sign in, work, and sign out", async () => {
    const users = "/api/v1/auth/users/";
    const user = { ...CREDENTIALS, roles: ["TAIPY_EDITOR"] };
    expect((await service.fetch(users, withBody(user, bearer(ADMIN_KEY)))).status).toBe(201);

    const login = await service.fetch("/api/v1/auth/login", withBody(CREDENTIALS));
    expect(login.status).toBe(201);
    const { token } = (await login.json()) as { token: string };

    const created = await service.fetch(SCENARIOS, { method: "POST", headers: bearer(token) });
    expect(created.status).toBe(201);
    const { scenario } = (await created.json()) as { scenario: { id: string } };
    const submitted = await service.fetch(`/api/v1/scenarios/submit/${scenario.id}/`, {
      method: "POST",
      headers: bearer(token),
    });
    expect(submitted.status).toBe(403);

    const logout = await service.fetch("/api/v1/auth/logout", { method: "POST", headers: bearer(token) });
    expect(logout.status).toBe(201);
    expect((await service.fetch(`/api/v1/scenarios/${scenario.id}/`, { headers: bearer(token) })).status).toBe(401);
  });

  it("lets a program work with its key until that is revoked", async () => {
    const keys = "/api/v1/auth/keys/";
    const made = await service.fetch(keys, withBody({ name: "CI", roles: ["TAIPY_READER"] }, bearer(ADMIN_KEY)));
    expect(made.status).toBe(201);
    const { key, api_key } = (await made.json()) as { key: string; api_key: { id: string } };
    expect((await service.fetch("/api/v1/scenarios/", { headers: bearer(key) })).status).toBe(200);
    const revoked = await service.fetch(`${keys}${api_key.id}/`, { method: "DELETE", headers: bearer(ADMIN_KEY) });
    expect(revoked.status).toBe(200);
    expect((await service.fetch("/api/v1/scenarios/", { headers: bearer(key) })).status).toBe(401);
  });
});

describe("a service that was deployed without any key", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry: "src/index.ts", variables: { AUTH_MODE: "required" } });
  });

  afterAll(() => service?.stop());

  it.each(["/", "/docs", "/swagger.json", "/api/v1/scenarios/", "/nowhere"])(
    "answers %s with what to do first",
    async (path) => {
      const answer = await service.fetch(path);
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain("wrangler secret put ADMIN_KEY");
    },
  );

  it("answers for its health", async () => {
    expect((await service.fetch("/health")).status).toBe(200);
  });
});
