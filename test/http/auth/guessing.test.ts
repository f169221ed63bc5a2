import { beforeEach, describe, expect, it } from "vitest";
import { MICROSECONDS_PER_SECOND } from "../../../src/core/time.ts";
import type { Exchange } from "../../../src/http/pipeline/exchange.ts";
import { fake, jsonBody } from "../fakes.ts";
import { createTestAuth, DB, type TestAuthOptions } from "./world.ts";

const LOGIN = "/api/v1/auth/login";
const ALICE = { username: "alice", password: "correct horse battery" };
const HOME = "198.51.100.7";
const SECOND = MICROSECONDS_PER_SECOND;

/** Logins from addresses; each waits for the work that goes on after its answer. */
function service(options: TestAuthOptions = {}) {
  const world = createTestAuth(options);
  const { handle, counted } = fake(world);
  const login = (from: string, password = ALICE.password, username = ALICE.username) =>
    handle(LOGIN, {
      ...jsonBody({ username, password }),
      headers: { "Content-Type": "application/json", "CF-Connecting-IP": from },
    });
  /** Wrong passwords, each from an address of its own. */
  async function guess(times: number, username = ALICE.username): Promise<number[]> {
    const statuses: number[] = [];
    for (let at = 0; at < times; at += 1) {
      statuses.push((await login(`203.0.${at >> 8}.${at & 255}`, `wrong ${at}`, username)).status);
    }
    return statuses;
  }
  /** As if so many wrong passwords had come for a name: one comes, and the stored number is raised. */
  async function failed(times: number, username = ALICE.username): Promise<void> {
    await login("203.0.113.200", "wrong", username);
    await DB.prepare("UPDATE login_failures SET failures = ?").bind(times).run();
  }
  return { ...world, handle, counted, login, guess, failed };
}

const TABLES = ["users", "sessions", "login_failures", "login_networks"];
const count = async (table: string) =>
  (await DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>("n")) ?? -1;

beforeEach(async () => {
  await DB.batch(TABLES.map((table) => DB.prepare(`DELETE FROM ${table}`)));
  await createTestAuth().auth.users.create({ ...ALICE, roles: ["TAIPY_EDITOR"] }, "test");
});

describe("ten wrong logins for a name from other addresses", () => {
  it("do not keep the right password out, wherever it comes from", async () => {
    const { guess, login } = service();
    expect(await guess(10)).toEqual(Array(10).fill(401));
    expect((await login(HOME)).status).toBe(201);
  });
});

describe("many wrong passwords for a name from many addresses", () => {
  it("make further addresses wait longer and longer", async () => {
    const { guess, login, pass } = service();
    expect(await guess(20)).toEqual(Array(20).fill(401));
    const refused = await login("203.0.113.1");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("Retry-After")).toBe("1");
    expect(await refused.json()).toMatchObject({
      code: "rate_limited",
      retry_after_s: 1,
      message: "Too many wrong passwords for this user name. From here, try again in a second.",
    });
    for (let further = 0; further < 5; further += 1) {
      pass(SECOND);
      expect((await login("203.0.113.1", `wrong ${further}`)).status).toBe(401);
    }
    const slower = await login("203.0.113.1");
    expect(slower.headers.get("Retry-After")).toBe("2");
    expect(await slower.json()).toMatchObject({ message: expect.stringContaining("try again in 2 seconds.") });
  });

  it("never keep out the right password from a network where the user has logged in before", async () => {
    const { failed, guess, login, time } = service();
    expect((await login(HOME)).status).toBe(201);
    expect((await login("2001:db8:1:2::1")).status).toBe(201);
    await failed(1_000);
    expect(await guess(20)).toEqual(Array(20).fill(429));
    expect((await login("203.0.113.1")).status).toBe(429);
    expect((await login(HOME)).status).toBe(201);
    expect((await login("2001:db8:1:2:ffff::9")).status).toBe(201);
    // Without any pause.
    expect(time.now).toBe(service().time.now);
  });

  it("let the right password in from anywhere when the wait is over", async () => {
    const { failed, login, pass } = service();
    await failed(20);
    expect((await login("203.0.113.1")).status).toBe(429);
    pass(SECOND);
    expect((await login("203.0.113.1")).status).toBe(201);
  });

  it("say the same of a name that does not exist, so that no answer shows whether it does", async () => {
    const { failed, guess, login } = service();
    const answersFor = async (username: string) => {
      await failed(19, username);
      const statuses = await guess(3, username);
      const answer = await login("203.0.113.1", ALICE.password, username);
      const { request_id: _, ...body } = (await answer.json()) as { readonly request_id: string };
      return { statuses, body, retryAfter: answer.headers.get("Retry-After") };
    };
    const ofNobody = await answersFor("nobody");
    expect(ofNobody).toMatchObject({ statuses: [401, 429, 429], body: { code: "rate_limited" }, retryAfter: "1" });
    expect(await answersFor("alice")).toEqual(ofNobody);
  });

  it("count together for all spellings of a name", async () => {
    const { failed, login } = service();
    await failed(20, "ALICE");
    expect((await login("203.0.113.1")).status).toBe(429);
  });

  it("are forgotten an hour after the last of them", async () => {
    const { failed, login, pass } = service();
    await failed(1_000);
    pass(3_600 * SECOND);
    expect((await login("203.0.113.1", "wrong")).status).toBe(401);
    expect((await login("203.0.113.1")).status).toBe(201);
  });
});

describe("what logins store", () => {
  it("does not grow with the names that are tried: wrong ones share a fixed number of rows", async () => {
    const { login } = service();
    for (let at = 0; at < 30; at += 1) await login("203.0.113.1", "wrong", `${"x".repeat(900)}${at}`);
    expect(await count("login_failures")).toBe(1);
    const { results } = await DB.prepare("SELECT bucket FROM login_failures").all<{ bucket: number }>();
    expect(results[0]?.bucket).toBeLessThan(2 ** 16);
    expect(await count("login_networks")).toBe(0);
  });

  it("keeps the newest twenty networks of a user, until the user is deleted", async () => {
    const { login, auth, pass } = service();
    for (let at = 0; at < 25; at += 1) {
      expect((await login(`198.51.100.${at}`)).status).toBe(201);
      pass(SECOND);
    }
    expect(await count("login_networks")).toBe(20);
    const { results } = await DB.prepare("SELECT network FROM login_networks ORDER BY last_at LIMIT 1").all();
    expect(results).toEqual([{ network: "198.51.100.5" }]);
    await auth.users.remove("alice");
    expect(await count("login_networks")).toBe(0);
  });
});

describe("a failed login in the audit log", () => {
  it("names the account when it exists, and nothing that the caller has chosen when it does not", async () => {
    const { login, failed, counted } = service();
    await login("203.0.113.1", "wrong");
    await login("203.0.113.1", "wrong", "nobody");
    await login("203.0.113.1", "wrong", "ALICE");
    expect(counted).toMatchObject([
      { operation: "login", status: 401, result: "unauthenticated", network: "203.0.113.1", account: "alice" },
      { operation: "login", status: 401, result: "unauthenticated", account: null },
      { operation: "login", status: 401, result: "unauthenticated", account: null },
    ]);
    await failed(20);
    await login("203.0.113.9");
    expect(counted.at(-1)).toMatchObject({ status: 429, result: "rate_limited", account: "alice" });
  });
});

describe("the work of a login", () => {
  /** A database that counts the calls for its users, and answers them when the test says so. */
  function slow() {
    const { promise, resolve } = Promise.withResolvers<void>();
    const state = { reads: 0 };
    const db = new Proxy(DB, {
      get(target, name) {
        if (name !== "batch") return Reflect.get(target, name).bind(target);
        return async (statements: D1PreparedStatement[]) => {
          state.reads += 1;
          await promise;
          return target.batch(statements);
        };
      },
    });
    return { db, state, answer: resolve };
  }

  it("is refused with 503 beyond eight passwords that an isolate checks at once, and not counted as wrong", async () => {
    const { db, state, answer } = slow();
    const { login } = service({ db });
    const answers = Array.from({ length: 20 }, (_, at) => login(`203.0.113.${at}`));
    const early = await Promise.all(answers.slice(8));
    expect(early.map(({ status }) => status)).toEqual(Array(12).fill(503));
    expect(await early[0]?.json()).toMatchObject({ code: "logins_busy" });
    expect(early[0]?.headers.get("Retry-After")).toBe("1");
    expect(state.reads).toBe(8);
    answer();
    expect((await Promise.all(answers.slice(0, 8))).map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect((await login(HOME)).status).toBe(201);
  });

  it("that the platform has stopped does not count for longer than ten seconds", async () => {
    const { db, state } = slow();
    const { login, pass } = service({ db });
    for (let at = 0; at < 8; at += 1) void login(`203.0.113.${at}`);
    await expect.poll(() => state.reads).toBe(8);
    expect((await login(HOME)).status).toBe(503);
    pass(10 * SECOND);
    void login(HOME);
    await expect.poll(() => state.reads).toBe(9);
  });

  it("goes on when its caller breaks the connection, so that it ends", async () => {
    const { db, state, answer } = slow();
    const { auth } = createTestAuth({ db });
    const later: Promise<unknown>[] = [];
    const exchange = {
      request: new Request("http://localhost/"),
      requestLog: {},
      waitUntil: (work: Promise<unknown>) => void later.push(work),
    };
    const login = auth.sessions.login(exchange as unknown as Exchange, ALICE.username, "wrong");
    await expect.poll(() => state.reads).toBe(1);
    expect(later).toHaveLength(1);
    answer();
    await expect(login).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await later[0]).toBeNull();
  });

  it("is the same for a name that exists and for one that does not", async () => {
    const { db, state, answer } = slow();
    answer();
    const { login } = service({ db });
    const workFor = async (username: string) => {
      const before = state.reads;
      expect((await login("203.0.113.1", "wrong", username)).status).toBe(401);
      return state.reads - before;
    };
    expect([await workFor("alice"), await workFor("nobody")]).toEqual([1, 1]);
    const { results } = await DB.prepare("SELECT failures FROM login_failures").all();
    expect(results).toEqual([{ failures: 1 }, { failures: 1 }]);
  });

  it.each([
    ["no JSON", { method: "POST", body: "x", headers: { "Content-Type": "application/json" } }, 400],
    ["too long a body", jsonBody({ username: "alice", password: "x".repeat(20_000) }), 413],
    ["too long a password", jsonBody({ username: "alice", password: "x".repeat(1_025) }), 400],
    ["too long a name", jsonBody({ username: "x".repeat(1_025), password: "x" }), 400],
  ])("does not begin for %s", async (_, init, status) => {
    const { db, state } = slow();
    const logins: string[] = [];
    const { handle } = service({ db, login: async (username) => void logins.push(username) });
    expect((await handle(LOGIN, init)).status).toBe(status);
    expect([logins, state.reads]).toEqual([[], 0]);
  });
});
