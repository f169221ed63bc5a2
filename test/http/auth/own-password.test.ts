import { beforeEach, describe, expect, it } from "vitest";
import { TaipyError } from "../../../src/core/errors.ts";
import { fake, jsonBody } from "../fakes.ts";
import { ADMIN_KEY, createTestAuth, DB, type TestAuthOptions, withBearer } from "./world.ts";

const LOGIN = "/api/v1/auth/login";
const ME = "/api/v1/auth/me/";
const PASSWORD = "/api/v1/auth/me/password/";
const OLD = "correct horse battery";
const NEW = "another long password";

function service(options: TestAuthOptions = {}) {
  const world = createTestAuth(options);
  const { handle, audited, counted, requestLines } = fake(world);
  const login = (password: string) => handle(LOGIN, jsonBody({ username: "alice", password }));
  const tokenOf = async (password = OLD) => ((await (await login(password)).json()) as { token: string }).token;
  const me = async (token: string) => (await handle(ME, withBearer(token))).status;
  const change = (token: string, body: unknown = { current_password: OLD, new_password: NEW }) =>
    handle(PASSWORD, withBearer(token, jsonBody(body, "PUT")));
  return { ...world, handle, audited, counted, requestLines, login, tokenOf, me, change };
}

const TABLES = ["users", "sessions", "login_failures", "login_networks"];

beforeEach(async () => {
  await DB.batch(TABLES.map((table) => DB.prepare(`DELETE FROM ${table}`)));
  await createTestAuth().auth.users.create({ username: "alice", password: OLD, roles: ["TAIPY_READER"] }, "test");
});

describe("a user's own password", () => {
  it("is changed with the current one; other sessions end, and the own one goes on", async () => {
    const { tokenOf, change, me, login } = service();
    const [own, other] = [await tokenOf(), await tokenOf()];
    const answer = await change(own);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ message: "The password was changed. The other sessions have ended." });
    expect([await me(own), await me(other)]).toEqual([200, 401]);
    expect([(await login(OLD)).status, (await login(NEW)).status]).toEqual([401, 201]);
  });

  it("stays as it is when the current one is wrong, which counts as a wrong login", async () => {
    const { tokenOf, change, me, login } = service();
    const token = await tokenOf();
    const answer = await change(token, { current_password: "wrong", new_password: NEW });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "wrong_password", message: "The current password is wrong." });
    expect([await me(token), (await login(NEW)).status, (await login(OLD)).status]).toEqual([200, 401, 201]);
    expect(await DB.prepare("SELECT sum(failures) AS n FROM login_failures").first("n")).toBe(2);
  });

  it("is counted before it is checked, so that a stolen token guesses no faster than a login", async () => {
    const counted: string[] = [];
    const { change, tokenOf } = service({
      login: async (username) => {
        counted.push(username);
        if (counted.length > 1) throw new TaipyError("rate_limited", "Too many.");
      },
    });
    expect((await change(await tokenOf())).status).toBe(429);
    expect(counted).toEqual(["alice", "alice"]);
  });

  it.each([
    [{}, "current_password"],
    [{ current_password: OLD }, "new_password"],
    [{ current_password: OLD, new_password: "elevenchars" }, "new_password"],
    [{ current_password: OLD, new_password: "x".repeat(1_025) }, "new_password"],
    [{ current_password: OLD, new_password: OLD }, "new_password"],
    [{ current_password: OLD, new_password: NEW, roles: ["ADMIN"] }, "roles"],
    [{ current_password: OLD, new_password: NEW, username: "bob" }, "username"],
  ])("is not changed by %j", async (body, field) => {
    const { change, tokenOf, login } = service();
    const answer = await change(await tokenOf(), body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "validation_failed", errors: { [field]: expect.anything() } });
    expect((await login(OLD)).status).toBe(201);
  });

  it("does not exist for an API key, the administrator's key or an open service, which are told so", async () => {
    const { auth, change } = service();
    const { text } = await auth.apiKeys.create({ name: "k", roles: ["TAIPY_ADMIN"], expires_at: null }, "test");
    const open = service({ mode: "none" });
    for (const answer of [await change(text), await change(ADMIN_KEY), await open.change("")]) {
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({ code: "no_password", message: expect.stringContaining("API keys") });
    }
  });

  it("needs credentials", async () => {
    const { handle } = service();
    const body = jsonBody({ current_password: OLD, new_password: NEW }, "PUT");
    expect((await handle(PASSWORD, body)).status).toBe(401);
  });

  it("is not changed when an administrator has changed it meanwhile", async () => {
    const { stores } = service();
    const change = { oldHash: "another hash", newHash: "new hash", sessionId: "s" };
    await DB.prepare("INSERT INTO sessions VALUES ('t', 'alice', '2040-01-01T00:00:00')").run();
    expect(await stores.users.replacePassword("alice", change)).toBe(false);
    expect(await stores.sessions.find("t")).not.toBeNull();
  });

  it("has an audit row that says that it was changed, without any password", async () => {
    const { tokenOf, change, audited, counted, requestLines } = service();
    const token = await tokenOf();
    await change(token, { current_password: "a wrong password", new_password: NEW });
    await change(token);
    expect(audited.slice(1)).toMatchObject([
      { operation: "changeOwnPassword", actor_id: "alice", result: "wrong_password", changes: null },
      { operation: "changeOwnPassword", actor_id: "alice", result: "ok", changes: { password: "changed" } },
    ]);
    const logged = JSON.stringify([audited, counted, requestLines]);
    for (const secret of [OLD, NEW, "a wrong password", token]) expect(logged).not.toContain(secret);
  });
});
