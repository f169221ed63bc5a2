import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import type { IdentityProviderOptions } from "../../../src/core/config/settings/identity-provider.ts";
import { fake } from "../fakes.ts";
import { createTestAuth, withBearer } from "./world.ts";

const ME = "/api/v1/auth/me/";
const ISSUER = "https://login.example.com";
const KEYS = `${ISSUER}/.well-known/jwks.json`;
const NOW = 1_700_000_000;
const CLAIMS = {
  iss: ISSUER,
  aud: "taipy",
  sub: "u1",
  email: "ann@example.com",
  exp: NOW + 600,
  roles: ["TAIPY_EDITOR"],
};

let ours: CryptoKeyPair;
let others: CryptoKeyPair;
let jwks: string;

beforeAll(async () => {
  ours = await generateKeyPair("RS256", { extractable: true });
  others = await generateKeyPair("RS256", { extractable: true });
  jwks = JSON.stringify({ keys: [{ ...(await exportJWK(ours.publicKey)), kid: "k1", alg: "RS256", use: "sig" }] });
});

function service(
  options: Partial<IdentityProviderOptions> = {},
  answer?: () => Promise<Response>,
  sleep?: () => Promise<void>,
) {
  const asked: string[] = [];
  const fetch = async (address: string) => {
    asked.push(address);
    return answer === undefined ? new Response(jwks) : answer();
  };
  const provider = { issuer: ISSUER, audience: "taipy", ...options };
  const world = createTestAuth({ options: { identityProviders: [provider] }, fetch, ...(sleep && { sleep }) });
  const { handle, log } = fake(world);
  return { ...world, asked, log, handle, me: (token: string) => handle(ME, withBearer(token)) };
}

/** Claims of a forged token, some of which may be missing. */
type Claims = { readonly [Name in keyof JWTPayload]: JWTPayload[Name] | undefined };

const sign = (claims: Claims, key = ours.privateKey, header: object = {}) =>
  new SignJWT(claims as JWTPayload).setProtectedHeader({ alg: "RS256", kid: "k1", ...header }).sign(key);

describe("a token of an identity provider", () => {
  it("identifies its caller and the caller's roles", async () => {
    const { me, asked } = service();
    const answer = await me(await sign(CLAIMS));
    expect(await answer.json()).toEqual({
      kind: "identity_provider",
      id: `${ISSUER}#u1`,
      name: "ann@example.com",
      roles: ["TAIPY_EDITOR"],
    });
    await me(await sign({ ...CLAIMS, sub: "u2" }));
    expect(asked).toEqual([KEYS]);
  });

  it("is accepted from Cloudflare Access in its own header, when one of its audiences is the configured one", async () => {
    const { handle } = service();
    const token = await sign({ ...CLAIMS, aud: ["other", "taipy"], sub: "", common_name: "robot" });
    const answer = await handle(ME, { headers: { "Cf-Access-Jwt-Assertion": token } });
    expect(await answer.json()).toMatchObject({ id: `${ISSUER}#robot` });
    const wrong = await handle(ME, { headers: { "Cf-Access-Jwt-Assertion": "wrong" } });
    expect(wrong.status).toBe(401);
  });

  it("from Cloudflare Access does not allow writes from a page of another site", async () => {
    const { handle } = service();
    const headers = { "Cf-Access-Jwt-Assertion": await sign(CLAIMS), Origin: "https://evil.example" };
    const answer = await handle("/api/v1/scenarios/?config_id=x", { method: "POST", headers });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "origin_not_allowed" });
  });

  it.each<[Partial<IdentityProviderOptions>, Claims, string[]]>([
    [{}, { roles: "ADMIN" }, ["TAIPY_ADMIN"]],
    [{}, { roles: ["owner", 1, null, { ADMIN: true }, "constructor", "__proto__"] }, []],
    [{}, { roles: undefined }, []],
    [{ defaultRoles: ["READER"] }, { roles: undefined }, ["TAIPY_READER"]],
    [{ rolesClaim: "realm.roles" }, { realm: { roles: ["EXECUTOR"] } }, ["TAIPY_EXECUTOR"]],
    [{ rolesClaim: "https://example.com/roles" }, { "https://example.com/roles": ["READER"] }, ["TAIPY_READER"]],
    [
      { rolesClaim: "groups", roles: { staff: ["EDITOR", "EXECUTOR"] } },
      { groups: ["staff", "ADMIN"] },
      ["TAIPY_EDITOR", "TAIPY_EXECUTOR"],
    ],
    [{ rolesClaim: "constructor.name" }, {}, []],
  ])("with %j and the claims %j gives the roles %j", async (options, claims, roles) => {
    const { me } = service(options);
    expect(await (await me(await sign({ ...CLAIMS, ...claims }))).json()).toMatchObject({ roles });
  });

  it("is accepted for a minute after its expiry, because clocks differ", async () => {
    const { me } = service();
    expect((await me(await sign({ ...CLAIMS, exp: NOW - 59 }))).status).toBe(200);
    expect((await me(await sign({ ...CLAIMS, exp: NOW - 61 }))).status).toBe(401);
  });
});

describe("a forged token of an identity provider", () => {
  it("is refused", async () => {
    const { me } = service();
    const good = await sign(CLAIMS);
    const [header, payload, signature] = good.split(".");
    const admin = btoa(JSON.stringify({ ...CLAIMS, roles: ["ADMIN"] })).replaceAll("=", "");
    const { exp: _, ...endless } = CLAIMS;
    const forged = {
      "another key": await sign(CLAIMS, others.privateKey),
      "a key that it brings along": await sign(CLAIMS, others.privateKey, { jwk: await exportJWK(others.publicKey) }),
      "an unknown key": await sign(CLAIMS, others.privateKey, { kid: "k2" }),
      "no signature": new UnsecuredJWT(CLAIMS).encode(),
      "a changed payload": `${header}.${admin}.${signature}`,
      "a cut signature": `${header}.${payload}.${signature?.slice(0, 20)}`,
      "another audience": await sign({ ...CLAIMS, aud: "other" }),
      "no audience": await sign({ ...CLAIMS, aud: undefined }),
      "another issuer": await sign({ ...CLAIMS, iss: "https://evil.example" }),
      "an issuer that begins alike": await sign({ ...CLAIMS, iss: `${ISSUER}/` }),
      "no end": await sign(endless),
      "a start to come": await sign({ ...CLAIMS, nbf: NOW + 600 }),
      "no subject": await sign({ ...CLAIMS, sub: undefined }),
    };
    for (const [name, token] of Object.entries(forged)) expect((await me(token)).status, name).toBe(401);
    expect((await me(good)).status).toBe(200);
  });

  it("is refused when it is signed with the public key as an HMAC secret", async () => {
    const { me } = service();
    const spki = new Uint8Array((await crypto.subtle.exportKey("spki", ours.publicKey)) as ArrayBuffer);
    const pem = `-----BEGIN PUBLIC KEY-----\n${btoa(String.fromCharCode(...spki))}\n-----END PUBLIC KEY-----\n`;
    for (const secret of [spki, new TextEncoder().encode(pem), new TextEncoder().encode(jwks)]) {
      const token = await new SignJWT(CLAIMS).setProtectedHeader({ alg: "HS256", kid: "k1" }).sign(secret);
      expect((await me(token)).status).toBe(401);
    }
  });

  it("never makes the service fetch an address that the token contains", async () => {
    const { me, asked } = service();
    const evil = "https://169.254.169.254/keys";
    await me(await sign({ ...CLAIMS, iss: evil }, others.privateKey, { jku: evil, x5u: evil }));
    await me(await sign(CLAIMS, others.privateKey, { jku: evil, x5u: evil, kid: evil }));
    expect(new Set(asked)).toEqual(new Set([KEYS]));
  });
});

describe("an identity provider whose keys cannot be fetched", () => {
  it.each<[string, () => Promise<Response>]>([
    ["is not reached", () => Promise.reject(new TypeError("Network connection lost."))],
    ["fails", async () => new Response("oops", { status: 500 })],
    ["redirects to another host", async () => Response.redirect("https://evil.example/keys")],
    ["answers no JSON", async () => new Response("<html>")],
    ["has no keys in its answer", async () => new Response("{}")],
  ])("because it %s is answered with 503, and not as a wrong token", async (_, answer) => {
    const { me } = service({}, answer);
    const refused = await me(await sign(CLAIMS));
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: "identity_provider_unavailable" });
  });
});

describe("a provider that is down", () => {
  const SECOND = 1_000_000;
  const down = () => Promise.reject(new TypeError("Network connection lost."));

  it("is asked again after pauses that double up to a minute, however many tokens come", async () => {
    const { me, asked, pass } = service({}, down);
    const token = await sign(CLAIMS);
    const fetches: number[] = [];
    for (let second = 0; second < 300; second += 1) {
      const before = asked.length;
      expect((await me(token)).status).toBe(503);
      expect((await me(await sign(CLAIMS, others.privateKey, { kid: `forged ${second}` }))).status).toBe(503);
      if (asked.length > before) fetches.push(second);
      expect(asked.length - before).toBeLessThanOrEqual(1);
      pass(SECOND);
    }
    expect(fetches).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  });

  it("has its tokens counted as refused credentials, since they can't be told from forged ones", async () => {
    const { me, refusals } = service({}, down);
    await me(await sign(CLAIMS, others.privateKey, { kid: "forged" }));
    expect(refusals).toEqual([ME]);
  });

  it("does not keep out its callers for an hour, as long as their tokens fit the keys that it had", async () => {
    const world = { isUp: true };
    const { me, asked, pass } = service({}, () => (world.isUp ? Promise.resolve(new Response(jwks)) : down()));
    const token = await sign({ ...CLAIMS, exp: NOW + 7_200 });
    expect((await me(token)).status).toBe(200);
    world.isUp = false;
    pass(3_599 * SECOND);
    expect((await me(token)).status).toBe(200);
    expect((await me(await sign(CLAIMS, others.privateKey))).status).toBe(401);
    pass(SECOND);
    expect((await me(token)).status).toBe(503);
    world.isUp = true;
    pass(60 * SECOND);
    expect((await me(token)).status).toBe(200);
    expect(asked).toHaveLength(4);
  });

  it("or hangs holds up no caller whose token fits the keys that it had, but that of an unknown key", async () => {
    const world = { isUp: true };
    const { me, asked, pass } = service({}, () =>
      world.isUp ? Promise.resolve(new Response(jwks)) : new Promise<Response>(() => {}),
    );
    const token = await sign({ ...CLAIMS, exp: NOW + 7_200 });
    expect((await me(token)).status).toBe(200);
    world.isUp = false;
    pass(601 * SECOND);
    expect((await Promise.all([me(token), me(token)])).map(({ status }) => status)).toEqual([200, 200]);
    expect(asked).toHaveLength(2);
    expect((await me(await sign(CLAIMS, others.privateKey, { kid: "k2" }))).status).toBe(503);
  });

  it("is logged with the reason of its last failure", async () => {
    const { me, log } = service({}, down);
    await me(await sign(CLAIMS));
    await me(await sign(CLAIMS));
    expect(log).toMatchObject(
      Array(2).fill({ event: "platform_failed", fields: { cause: expect.stringContaining("connection lost") } }),
    );
  });
});

describe("tokens with unknown keys", () => {
  const SECOND = 1_000_000;

  it("have the keys fetched again once in half a minute, and are refused", async () => {
    const { me, asked, pass } = service();
    expect((await me(await sign(CLAIMS))).status).toBe(200);
    for (let second = 0; second < 90; second += 1) {
      expect((await me(await sign(CLAIMS, others.privateKey, { kid: `forged ${second}` }))).status).toBe(401);
      pass(SECOND);
    }
    expect(asked).toHaveLength(3);
  });

  it("are accepted when the provider has got new keys", async () => {
    const keys = { text: jwks };
    const { me, pass } = service({}, async () => new Response(keys.text));
    expect((await me(await sign(CLAIMS))).status).toBe(200);
    const added = { ...(await exportJWK(others.publicKey)), kid: "k2", alg: "RS256", use: "sig" };
    keys.text = JSON.stringify({ keys: [added] });
    pass(30 * SECOND);
    expect((await me(await sign(CLAIMS, others.privateKey, { kid: "k2" }))).status).toBe(200);
  });

  it("that come at once are all answered after one fetch", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const turn = () => new Promise<void>((done) => setTimeout(done, 0));
    const { me, asked } = service({}, () => promise.then(() => new Response(jwks)), turn);
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, at) => sign({ ...CLAIMS, sub: `u${at}` })));
    const answers = tokens.map(me);
    await turn();
    resolve();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(asked).toHaveLength(1);
  });
});
