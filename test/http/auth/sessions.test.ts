import { type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { TaipyError } from "../../../src/core/errors.ts";
import { formatTime, MICROSECONDS_PER_SECOND } from "../../../src/core/time.ts";
import { fake, jsonBody } from "../fakes.ts";
import { ADMIN_KEY, createTestAuth, DB, SECRET_KEY, type TestAuthOptions, withBearer } from "./world.ts";

const LOGIN = "/api/v1/auth/login";
const LOGOUT = "/api/v1/auth/logout";
const ME = "/api/v1/auth/me/";
const ALICE = { username: "alice", password: "correct horse battery" };
const WRONG = "The user name or the password is wrong.";

function service(options: TestAuthOptions = {}) {
  const world = createTestAuth(options);
  const { handle } = fake(world);
  const tokenOf = async (credentials = ALICE): Promise<string> => {
    const answer = await handle(LOGIN, jsonBody(credentials));
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { token: string }).token;
  };
  const me = (token: string) => handle(ME, withBearer(token));
  return { ...world, handle, tokenOf, me };
}

beforeEach(async () => {
  await DB.batch([DB.prepare("DELETE FROM users"), DB.prepare("DELETE FROM sessions")]);
  await createTestAuth().auth.users.create({ ...ALICE, roles: ["TAIPY_EDITOR"] }, "test");
});

describe("a login", () => {
  it("returns a token that identifies its user until it expires", async () => {
    const { handle, me, pass } = service({ options: { sessionSeconds: 60 } });
    const answer = await handle(`${LOGIN}/`, jsonBody(ALICE));
    expect(answer.status).toBe(201);
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    const { token, expires_at, ...rest } = (await answer.json()) as { token: string; expires_at: string };
    expect([expires_at, rest]).toEqual(["2023-11-14T22:14:20", {}]);
    expect(await (await me(token)).json()).toEqual({
      kind: "user",
      id: "alice",
      name: "alice",
      roles: ["TAIPY_EDITOR"],
    });
    pass(60 * MICROSECONDS_PER_SECOND);
    expect((await me(token)).status).toBe(401);
  });

  it("answers the same for a wrong password and for an unknown user", async () => {
    const { handle } = service();
    for (const body of [
      { ...ALICE, password: "wrong" },
      { ...ALICE, username: "bob" },
      { username: "", password: "" },
    ]) {
      const answer = await handle(LOGIN, jsonBody(body));
      expect(answer.status).toBe(401);
      expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Bearer /);
      expect(await answer.json()).toMatchObject({ code: "unauthenticated", message: WRONG });
    }
  });

  it("finds no user for the name of a prototype's member or for SQL", async () => {
    const { handle } = service();
    for (const username of ["__proto__", "constructor", "' OR 1=1 --", "alice\u0000", "ALICE", "alice%"]) {
      expect((await handle(LOGIN, jsonBody({ ...ALICE, username }))).status, username).toBe(401);
    }
  });

  it.each([{}, { username: "alice" }, { ...ALICE, password: 1 }, { ...ALICE, roles: ["ADMIN"] }])(
    "needs a name and a password and nothing else: %j",
    async (body) => {
      const answer = await service().handle(LOGIN, jsonBody(body));
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "validation_failed" });
    },
  );

  it("is counted before the password is checked", async () => {
    const counted: string[] = [];
    const { handle } = service({
      login: async (username) => {
        counted.push(username);
        throw new TaipyError("rate_limited", "Too many.");
      },
    });
    expect((await handle(LOGIN, jsonBody(ALICE))).status).toBe(429);
    expect(counted).toEqual(["alice"]);
  });

  it.each([null, "x".repeat(31)])("is refused with instructions when the signing key is %j", async (secretKey) => {
    const { handle, me } = service({ secretKey });
    const answer = await handle(LOGIN, jsonBody(ALICE));
    expect(answer.status).toBe(503);
    const body = await answer.json();
    expect(body).toMatchObject({ code: "signing_key_missing", message: expect.stringContaining("SECRET_KEY") });
    expect((await me(await service().tokenOf())).status).toBe(401);
  });

  it("is refused when the password was changed while it was checked", async () => {
    const { stores } = service();
    const times = { expires_at: "2040-01-01T00:00:00", created: "2026-11-23T06:00:00" };
    const session = { id: "s", username: "alice", network: "192.0.2.1", ...times };
    expect(await stores.sessions.insert(session, "another hash")).toBe(false);
    expect(await stores.sessions.find("s")).toBeNull();
    expect(await stores.logins.state("alice", "192.0.2.1", 0)).toMatchObject({ isKnownNetwork: false });
  });
});

describe("a session", () => {
  const elsewhere = () => service();

  it("ends with a logout, at once in that isolate and in others after half a minute", async () => {
    const [here, there] = [service(), elsewhere()];
    const token = await here.tokenOf();
    expect((await there.me(token)).status).toBe(200);
    const answer = await here.handle(LOGOUT, withBearer(token, { method: "POST" }));
    expect(answer.status).toBe(201);
    expect((await here.me(token)).status).toBe(401);
    there.pass(31 * MICROSECONDS_PER_SECOND);
    expect((await there.me(token)).status).toBe(401);
    expect((await here.handle(LOGOUT, withBearer(token, { method: "POST" }))).status).toBe(401);
  });

  it("ends without ending another session of the same user", async () => {
    const { handle, tokenOf, me } = service();
    const [first, second] = [await tokenOf(), await tokenOf()];
    await handle(LOGOUT, withBearer(first, { method: "POST" }));
    expect([(await me(first)).status, (await me(second)).status]).toEqual([401, 200]);
  });

  it("does not exist for an API key, so its logout is refused", async () => {
    const { handle, auth } = service();
    const { text } = await auth.apiKeys.create({ name: "k", roles: ["TAIPY_READER"], expires_at: null }, "test");
    for (const key of [text, ADMIN_KEY]) {
      const answer = await handle(LOGOUT, withBearer(key, { method: "POST" }));
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "no_session" });
    }
  });

  it("ends when its user gets a new password or is deleted, also for a later user of the same name", async () => {
    const { auth, tokenOf, me } = service();
    const first = await tokenOf();
    await auth.users.change("alice", { password: "another long password" });
    expect((await me(first)).status).toBe(401);
    const second = await tokenOf({ ...ALICE, password: "another long password" });
    await auth.users.remove("alice");
    expect((await me(second)).status).toBe(401);
    await auth.users.create({ ...ALICE, roles: ["TAIPY_ADMIN"] }, "test");
    expect([(await me(first)).status, (await me(second)).status]).toEqual([401, 401]);
  });

  it("has the present roles of its user", async () => {
    const { auth, tokenOf, me } = service();
    const token = await tokenOf();
    await me(token);
    await auth.users.change("alice", { roles: ["TAIPY_READER"] });
    expect(await (await me(token)).json()).toMatchObject({ roles: ["TAIPY_READER"] });
  });

  it("is deleted after it has expired", async () => {
    const { stores, tokenOf, time } = service({ options: { sessionSeconds: 60 } });
    await tokenOf();
    await stores.sessions.removeExpired(formatTime(time.now + 59 * MICROSECONDS_PER_SECOND));
    const count = async () => (await DB.prepare("SELECT count(*) AS n FROM sessions").first<number>("n")) ?? -1;
    expect(await count()).toBe(1);
    await stores.sessions.removeExpired(formatTime(time.now + 60 * MICROSECONDS_PER_SECOND));
    expect(await count()).toBe(0);
  });
});

/** Claims of a forged token, some of which may be missing. */
type Claims = { readonly [Name in keyof JWTPayload]: JWTPayload[Name] | undefined };

describe("a forged token", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const decoded = (part = ""): JWTPayload => JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/")));
  const encoded = (value: unknown) =>
    btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  /** The claims of a valid token, so that each forgery differs from it in one thing. */
  async function good() {
    const world = service();
    const token = await world.tokenOf();
    const [header = "", payload = "", signature = ""] = token.split(".");
    return { ...world, token, header, payload, signature, claims: decoded(payload) };
  }
  const sign = (claims: Claims, key = SECRET_KEY, alg = "HS256") =>
    new SignJWT(claims as JWTPayload).setProtectedHeader({ alg }).sign(bytes(key));

  it("is refused only for its difference: the same claims signed with the real key are accepted", async () => {
    const { claims, me } = await good();
    expect((await me(await sign(claims))).status).toBe(200);
  });

  it("is refused without a signature", async () => {
    const { claims, payload, header, me } = await good();
    const none = new UnsecuredJWT(claims).encode();
    const spellings = ["none", "None", "NONE", ""].map((alg) => `${encoded({ alg })}.${payload}.`);
    for (const token of [none, ...spellings, `${header}.${payload}.`, `${header}.${payload}`]) {
      expect((await me(token)).status, token).toBe(401);
    }
  });

  it("is refused with another key, another algorithm, or a changed payload", async () => {
    const { claims, header, signature, me } = await good();
    const changed = `${header}.${encoded({ ...claims, sub: "admin" })}.${signature}`;
    const others = [await sign(claims, `${SECRET_KEY}x`), await sign(claims, SECRET_KEY.repeat(2), "HS512"), changed];
    const { privateKey } = (await crypto.subtle.generateKey(
      { name: "RSASSA-PKCS1-v1_5", modulusLength: 2_048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
      true,
      ["sign", "verify"],
    )) as CryptoKeyPair;
    const rsa = await new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(privateKey);
    for (const token of [...others, rsa]) expect((await me(token)).status, token).toBe(401);
  });

  it("is refused with the claims of no existing session", async () => {
    const { claims, me } = await good();
    const { exp: _, ...endless } = claims;
    for (const other of [
      { ...claims, exp: (claims.iat ?? 0) - 1 },
      endless,
      { ...claims, aud: "another service" },
      { ...claims, iss: "https://login.example.com" },
      { ...claims, sub: "bob" },
      { ...claims, sub: undefined },
      { ...claims, jti: "0".repeat(32) },
      { ...claims, jti: undefined },
      { ...claims, nbf: (claims.iat ?? 0) + 1_000 },
    ]) {
      expect((await me(await sign(other))).status, JSON.stringify(other)).toBe(401);
    }
  });

  it("is refused when it is no JWT", async () => {
    const { token, me } = await good();
    for (const text of ["a.b.c", "..", `${token}.x`, `x${token}`, encoded({}), "null"]) {
      expect((await me(text)).status, text).toBe(401);
    }
  });
});
