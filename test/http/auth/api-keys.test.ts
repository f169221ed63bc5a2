import { beforeEach, describe, expect, it } from "vitest";
import { TaipyError } from "../../../src/core/errors.ts";
import { MICROSECONDS_PER_SECOND } from "../../../src/core/time.ts";
import type { Exchange } from "../../../src/http/pipeline/exchange.ts";
import { fake, jsonBody } from "../fakes.ts";
import { ADMIN_KEY, createTestAuth, DB, withBearer } from "./world.ts";

const KEYS = "/api/v1/auth/keys/";
const ME = "/api/v1/auth/me/";

interface Created {
  readonly key: string;
  readonly api_key: { readonly id: string };
}

function service(db: D1Database = DB) {
  const world = createTestAuth({ db });
  const { handle } = fake(world);
  const create = async (body: unknown, by = ADMIN_KEY) => handle(KEYS, withBearer(by, jsonBody(body)));
  const created = async (body: unknown): Promise<Created> => {
    const answer = await create(body);
    expect(answer.status).toBe(201);
    return answer.json();
  };
  const statusFor = async (key: string) => (await handle(ME, withBearer(key))).status;
  return { ...world, handle, create, created, statusFor };
}

beforeEach(() => DB.prepare("DELETE FROM api_keys").run());

describe("an API key", () => {
  it("is shown once, and its stored row cannot be used as a key", async () => {
    const { created, handle, statusFor } = service();
    const { key, api_key } = await created({ name: "CI", roles: ["TAIPY_READER", "EDITOR", "READER"] });
    expect(key).toMatch(/^taipy_[0-9a-f]{16}_[0-9a-f]{64}$/);
    expect(api_key).toEqual({
      id: expect.any(String),
      name: "CI",
      roles: ["TAIPY_READER", "TAIPY_EDITOR"],
      created: "2023-11-14T22:13:20",
      created_by: "admin_key:ADMIN_KEY",
      expires_at: null,
      last_used_at: null,
      revoked_at: null,
    });
    const listed = await (await handle(KEYS, withBearer(ADMIN_KEY))).text();
    expect(JSON.parse(listed)).toEqual([api_key]);
    const rows = await DB.prepare("SELECT * FROM api_keys").all();
    const secret = key.split("_")[2] ?? "";
    expect(secret).toHaveLength(64);
    expect(JSON.stringify(rows.results) + listed).not.toContain(secret);
    const hash = String(rows.results[0]?.hash);
    expect(await statusFor(`taipy_${api_key.id}_${hash}`)).toBe(401);
  });

  it("identifies its caller", async () => {
    const { created, handle } = service();
    const { key, api_key } = await created({ name: "CI", roles: ["EXECUTOR"] });
    expect(await (await handle(ME, withBearer(key))).json()).toEqual({
      kind: "api_key",
      id: api_key.id,
      name: "CI",
      roles: ["TAIPY_EXECUTOR"],
    });
  });

  it("cannot be guessed from its id or from another key", async () => {
    const { created, statusFor } = service();
    const [a, b] = [await created({ name: "a", roles: ["READER"] }), await created({ name: "b", roles: ["ADMIN"] })];
    const [, id, secret = ""] = a.key.split("_");
    const flipped = (secret.startsWith("0") ? "1" : "0") + secret.slice(1);
    for (const guess of [
      `taipy_${id}_${"0".repeat(64)}`,
      `taipy_${id}_${flipped}`,
      `taipy_${id}_${secret.slice(0, 63)}`,
      `taipy_${b.api_key.id}_${secret}`,
      `taipy_${"0".repeat(16)}_${secret}`,
      `taipy_${id}_`,
      secret,
      a.key.toUpperCase(),
    ]) {
      expect(await statusFor(guess), guess).toBe(401);
    }
    expect(await statusFor(a.key)).toBe(200);
  });

  it("expires at its time", async () => {
    const { created, statusFor, pass } = service();
    const { key } = await created({ name: "a", roles: ["READER"], expires_in_seconds: 60 });
    const until = await created({ name: "b", roles: ["READER"], expires_at: "2023-11-14T23:14:20+01:00" });
    expect(until.api_key).toMatchObject({ expires_at: "2023-11-14T22:14:20" });
    pass(59 * MICROSECONDS_PER_SECOND);
    expect([await statusFor(key), await statusFor(until.key)]).toEqual([200, 200]);
    pass(2 * MICROSECONDS_PER_SECOND);
    expect([await statusFor(key), await statusFor(until.key)]).toEqual([401, 401]);
  });

  it("is revoked at once in the isolate of the request, and in others after half a minute", async () => {
    const [here, elsewhere] = [service(), service()];
    const { key, api_key } = await here.created({ name: "a", roles: ["READER"] });
    expect([await here.statusFor(key), await elsewhere.statusFor(key)]).toEqual([200, 200]);
    const revoked = await here.handle(`${KEYS}${api_key.id}/`, withBearer(ADMIN_KEY, { method: "DELETE" }));
    expect(revoked.status).toBe(200);
    expect(await here.statusFor(key)).toBe(401);
    elsewhere.pass(31 * MICROSECONDS_PER_SECOND);
    expect(await elsewhere.statusFor(key)).toBe(401);
  });

  it("stays listed after it is revoked, with the time of the first revocation", async () => {
    const { created, handle, pass } = service();
    const { api_key } = await created({ name: "a", roles: ["READER"] });
    const revoke = () => handle(`${KEYS}${api_key.id}/`, withBearer(ADMIN_KEY, { method: "DELETE" }));
    await revoke();
    pass(MICROSECONDS_PER_SECOND);
    expect((await revoke()).status).toBe(200);
    const [listed] = (await (await handle(KEYS, withBearer(ADMIN_KEY))).json()) as { revoked_at: string }[];
    expect(listed?.revoked_at).toBe("2023-11-14T22:13:20");
  });

  it("cannot be revoked when it does not exist", async () => {
    const answer = await service().handle(`${KEYS}nope/`, withBearer(ADMIN_KEY, { method: "DELETE" }));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "api_key_not_found" });
  });

  it("is read from the database once, and unknown keys are not kept", async () => {
    const statements: string[] = [];
    const watched = new Proxy(DB, {
      get: (target, name) =>
        name === "prepare"
          ? (sql: string) => {
              statements.push(sql);
              return target.prepare(sql);
            }
          : Reflect.get(target, name),
    });
    const { created, statusFor } = service(watched);
    const { key } = await created({ name: "a", roles: ["READER"] });
    await statusFor(key);
    statements.length = 0;
    for (let count = 0; count < 5; count += 1) await statusFor(key);
    expect(statements).toEqual([]);
    const unknown = `taipy_${"0".repeat(16)}_${"0".repeat(64)}`;
    for (let count = 0; count < 3; count += 1) await statusFor(unknown);
    expect(statements).toHaveLength(3);
  });

  it("has its last use stored at most once a minute", async () => {
    const { auth, stores, pass, created } = service();
    const { key, api_key } = await created({ name: "a", roles: ["READER"] });
    const work: Promise<unknown>[] = [];
    const exchange = { waitUntil: (promise: Promise<unknown>) => void work.push(promise) } as unknown as Exchange;
    const use = async () => {
      await auth.apiKeys.identify(key, exchange);
      await Promise.all(work);
      return (await stores.apiKeys.find(api_key.id))?.last_used_at;
    };
    expect(await use()).toBe("2023-11-14T22:13:20");
    pass(59 * MICROSECONDS_PER_SECOND);
    expect(await use()).toBe("2023-11-14T22:13:20");
    pass(MICROSECONDS_PER_SECOND);
    expect(await use()).toBe("2023-11-14T22:14:20");
    expect(work).toHaveLength(2);
  });
});

describe("creating an API key", () => {
  it.each([
    [{ roles: ["READER"] }, { name: ["Missing data for required field."] }],
    [{ name: "", roles: ["READER"] }, { name: [expect.stringContaining("Length")] }],
    [{ name: "a" }, { roles: ["Missing data for required field."] }],
    [{ name: "a", roles: [] }, { roles: [expect.stringContaining("Shorter")] }],
    [{ name: "a", roles: ["OWNER"] }, { roles: { 0: [expect.stringContaining("TAIPY_READER")] } }],
    [{ name: "a", roles: ["READER"], expires_at: "soon" }, { expires_at: ["Not a valid datetime."] }],
    [{ name: "a", roles: ["READER"], expires_at: "2001-01-01" }, { expires_at: ["Must lie in the future."] }],
    [{ name: "a", roles: ["READER"], expires_in_seconds: 0 }, { expires_in_seconds: [expect.any(String)] }],
    [
      { name: "a", roles: ["READER"], expires_in_seconds: 60, expires_at: "2040-01-01" },
      { expires_at: [expect.stringContaining("not both")] },
    ],
    [{ name: "a", roles: ["READER"], hash: "00" }, { hash: ["Unknown field."] }],
  ])("with the body %j is refused", async (body, errors) => {
    const answer = await service().create(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "validation_failed", errors });
  });

  it("needs the role of an administrator, so that no caller gives itself another role", async () => {
    const { created, create, handle } = service();
    const { key } = await created({ name: "a", roles: ["READER", "EDITOR", "EXECUTOR"] });
    const answer = await create({ name: "b", roles: ["ADMIN"] }, key);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ missing_role: "TAIPY_ADMIN" });
    const user = { username: "mallory", password: "correct horse battery", roles: ["ADMIN"] };
    expect((await handle("/api/v1/auth/users/", withBearer(key, jsonBody(user)))).status).toBe(403);
  });

  it("shows it in a list with pages", async () => {
    const { created, handle } = service();
    for (const name of ["a", "b", "c"]) await created({ name, roles: ["READER"] });
    const page = await handle(`${KEYS}?limit=2`, withBearer(ADMIN_KEY));
    expect(await page.json()).toHaveLength(2);
    expect(page.headers.get("Link")).toContain('rel="next"');
    expect(await (await handle(KEYS, withBearer(ADMIN_KEY))).json()).toHaveLength(3);
  });
});

describe("the search for a key in the database", () => {
  it("is limited for an address that guesses, while keys that the isolate knows still work from there", async () => {
    const limit = { isExceeded: false };
    const lookup = async () => {
      if (limit.isExceeded) throw new TaipyError("rate_limited", "Too many.");
    };
    const world = createTestAuth({ lookup });
    const { handle } = fake(world);
    const { text } = await world.auth.apiKeys.create({ name: "k", roles: ["TAIPY_READER"], expires_at: null }, "test");
    const statusFor = async (key: string) => (await handle(ME, withBearer(key))).status;
    expect(await statusFor(text)).toBe(200);
    limit.isExceeded = true;
    expect(await statusFor(`taipy_${"0".repeat(16)}_${"0".repeat(64)}`)).toBe(429);
    expect(await statusFor(text)).toBe(200);
  });
});
