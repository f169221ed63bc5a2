/// <reference types="vite/types/importMeta.d.ts" />
import { env } from "cloudflare:workers";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { ANONYMOUS, type Identity, UNRESTRICTED } from "../../../src/core/access/identity.ts";
import { TaipyError } from "../../../src/core/errors.ts";
import { MICROSECONDS_PER_SECOND } from "../../../src/core/time.ts";
import { networkOf } from "../../../src/http/input/request-headers.ts";
import { type LimitBindings, limitsOf } from "../../../src/http/limits/limit-bindings.ts";
import { ADDRESS_QUOTA, ATTEMPT_QUOTA, LOGIN_QUOTA, REQUEST_QUOTA } from "../../../src/http/limits/quotas.ts";
import { type Counter, createLimits } from "../../../src/http/limits/rate-limits.ts";
import type { Exchange } from "../../../src/http/pipeline/exchange.ts";
import { createGuard } from "../../../src/http/pipeline/guard.ts";
import { fake } from "../fakes.ts";

const bindings = env as unknown as Required<LimitBindings>;
const KEY: Identity = { kind: "api_key", id: "key-1", name: "ci", roles: ["READER"] };

/** A counter that allows each key `limit` times. */
function counter(limit: number): Counter & { readonly keys: string[] } {
  const keys: string[] = [];
  return {
    keys,
    async limit({ key }) {
      keys.push(key);
      return { success: keys.filter((counted) => counted === key).length <= limit };
    },
  };
}

interface World {
  readonly requests?: Counter;
  readonly addresses?: Counter;
  readonly logins?: Counter;
  readonly attempts?: Counter;
  readonly identity?: Identity | null;
  readonly isOpen?: boolean;
}

const QUOTA = { limit: 10, period: 60 };
const limited = (counter: Counter | undefined, quota = QUOTA) =>
  counter === undefined ? undefined : { counter, quota };

function world({ requests, addresses, logins, attempts, identity = KEY, isOpen = false }: World) {
  const lines: string[] = [];
  const time = { now: 0 };
  const limits = createLimits({
    requests: limited(requests, REQUEST_QUOTA),
    addresses: limited(addresses, ADDRESS_QUOTA),
    logins: limited(logins, LOGIN_QUOTA),
    attempts: limited(attempts, ATTEMPT_QUOTA),
    clock: () => time.now,
    log: (event) => void lines.push(event),
  });
  const identify = async () => {
    if (identity === null) throw new TaipyError("unauthenticated", "The key is wrong.");
    return identity;
  };
  const guard = createGuard({
    authenticator: {
      needsNoCredentials: () => isOpen,
      hasCredentials: ({ request }) => request.headers.has("Authorization"),
      unidentified: () => ANONYMOUS,
      isOpen: async () => true,
      identify,
    },
    limits,
  });
  return { ...fake({ guard }), limits, lines, time };
}

const from = (address: string, more: Record<string, string> = {}) => ({
  headers: { "CF-Connecting-IP": address, ...more },
});
const guess = (address: string) => from(address, { Authorization: "Bearer guess" });

const exchangeFrom = (address: string, headers: Record<string, string> = {}) =>
  ({
    request: new Request("http://localhost/", from(address, headers)),
    requestLog: {},
    requestId: "r",
  }) as unknown as Exchange;

const outcomeOf = (call: Promise<void>): Promise<string> =>
  call.then(
    () => "allowed",
    (error: TaipyError) => error.code,
  );

test("GET /health is answered to callers with wrong keys beyond the limit of attempts, and tells no limit as exceeded", async () => {
  const { handle } = world({ attempts: counter(1), identity: null });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { status, headers } = await handle("/health", guess("192.0.2.1"));
    expect([status, headers.get("RateLimit")]).toEqual([200, null]);
  }
  expect((await handle("/api/v1/tasks/", guess("192.0.2.1"))).status).toBe(429);
});

test("the limits in the headers are those of wrangler.toml", () => {
  const [text = ""] = Object.values(
    import.meta.glob<string>("../../../wrangler.toml", { query: "?raw", import: "default", eager: true }),
  );
  const { ratelimits } = parse(text) as { ratelimits: { name: string; simple: unknown }[] };
  const figures = Object.fromEntries(ratelimits.map(({ name, simple }) => [name, simple]));
  expect(figures).toEqual({
    REQUEST_LIMIT: REQUEST_QUOTA,
    ADDRESS_LIMIT: ADDRESS_QUOTA,
    LOGIN_LIMIT: LOGIN_QUOTA,
    ATTEMPT_LIMIT: ATTEMPT_QUOTA,
  });
});

describe("requests of a key", () => {
  test("have their limit in the headers of every answer, also of errors", async () => {
    const { handle } = world({ requests: counter(9) });
    for (const path of ["/api/v1/tasks/", "/api/v1/tasks/nope/", "/api/v1/tasks/?limit=x"]) {
      const { headers } = await handle(path);
      expect(headers.get("RateLimit-Policy"), path).toBe('"key";q=6000;w=60');
      expect(headers.get("RateLimit")).toBeNull();
    }
  });

  test("beyond the limit are answered with 429 and Retry-After", async () => {
    const { handle, calls } = world({ requests: counter(1) });
    expect((await handle("/api/v1/tasks/")).status).toBe(200);
    const answer = await handle("/api/v1/scenarios/?config_id=s", { method: "POST" });
    expect(answer.status).toBe(429);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "retry-after": "60",
      "ratelimit-policy": '"key";q=6000;w=60',
      ratelimit: '"key";r=0;t=60',
    });
    expect(await answer.json()).toMatchObject({ code: "rate_limited", retry_after_s: 60 });
    expect(calls).toEqual([]);
  });

  test("are counted by the kind and id of the caller, before the role is checked", async () => {
    const requests = counter(9);
    await world({ requests }).handle("/api/v1/tasks/");
    await world({ requests, identity: { ...KEY, kind: "user" } }).handle("/api/v1/tasks/");
    expect((await world({ requests }).handle("/api/v1/scenarios/?config_id=s", { method: "POST" })).status).toBe(403);
    expect(requests.keys).toEqual(["api_key key-1", "user key-1", "api_key key-1"]);
  });

  test("of anonymous callers are not limited, and neither is any request without the bindings", async () => {
    const requests = counter(0);
    const anonymous = await world({ requests, identity: UNRESTRICTED }).handle("/api/v1/tasks/");
    const unbound = await world({}).handle("/api/v1/tasks/");
    for (const answer of [anonymous, unbound]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get("RateLimit-Policy")).toBeNull();
    }
    expect((await world({ identity: null }).handle("/api/v1/tasks/", guess("192.0.2.1"))).status).toBe(401);
  });

  test("are allowed when the counter fails, and the failure is logged", async () => {
    const { handle, lines } = world({ requests: { limit: () => Promise.reject(new Error("down")) } });
    expect((await handle("/api/v1/tasks/")).status).toBe(200);
    expect(lines).toEqual(["limit_failed"]);
  });
});

describe("refused credentials", () => {
  test("of one address are answered with 429 after the tenth, and those of other addresses are not", async () => {
    const { handle } = world({ attempts: bindings.ATTEMPT_LIMIT, identity: null });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1)
      statuses.push((await handle("/api/v1/tasks/", guess("192.0.2.50"))).status);
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    const limited = await handle("/api/v1/tasks/", guess("192.0.2.50"));
    expect(limited.headers.get("RateLimit")).toBe('"address";r=0;t=60');
    expect((await handle("/api/v1/tasks/", guess("192.0.2.51"))).status).toBe(401);
  });

  test("do not block valid credentials from the same address", async () => {
    const attempts = counter(0);
    expect((await world({ attempts, identity: null }).handle("/api/v1/tasks/", guess("192.0.2.1"))).status).toBe(429);
    expect((await world({ attempts }).handle("/api/v1/tasks/", guess("192.0.2.1"))).status).toBe(200);
  });

  test("do not include requests without credentials", async () => {
    const { handle } = world({ attempts: counter(0), identity: null });
    expect((await handle("/api/v1/tasks/", from("192.0.2.1"))).status).toBe(401);
  });

  test("beyond the limit cost no searches in the database but a limited number, for that network only", async () => {
    const addresses = counter(1);
    const { limits, time } = world({ addresses, attempts: counter(0), identity: null });
    const lookup = (address: string) => outcomeOf(limits.lookup(exchangeFrom(address)));
    expect([await lookup("a1"), await lookup("a1"), await lookup("a1")]).toEqual(["allowed", "allowed", "allowed"]);
    expect(await outcomeOf(limits.refusal(exchangeFrom("a1", { Authorization: "Bearer guess" })))).toBe("rate_limited");
    expect([await lookup("a1"), await lookup("a1"), await lookup("a2")]).toEqual([
      "allowed",
      "rate_limited",
      "allowed",
    ]);
    time.now += 60 * MICROSECONDS_PER_SECOND;
    expect(await lookup("a1")).toBe("allowed");
  });

  test("of all addresses of one IPv6 network are counted together", () => {
    const network = (address: string) => networkOf(new Request("http://localhost/", from(address)));
    const one = ["2001:db8:1:2::1", "2001:DB8:1:2:ffff::2", "2001:0db8:0001:0002:0003:0004:0005:0006"];
    expect(new Set(one.map(network))).toEqual(new Set(["2001:db8:1:2::/64"]));
    expect(network("2001:db8:1:3::1")).toBe("2001:db8:1:3::/64");
    expect([network("2001:db8::1"), network("::1")]).toEqual(["2001:db8:0:0::/64", "0:0:0:0::/64"]);
    expect([network("192.0.2.1"), networkOf(new Request("http://localhost/"))]).toEqual(["192.0.2.1", "local"]);
  });
});

describe("requests without credentials", () => {
  test("of one address are answered with 429 and Retry-After beyond the limit, and those of other addresses are not", async () => {
    const { handle } = world({ addresses: counter(3), identity: null });
    const statuses: number[] = [];
    for (let call = 0; call < 5; call += 1) statuses.push((await handle("/api/v1/tasks/", from("192.0.2.1"))).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    const limitedAnswer = await handle("/api/v1/tasks/", from("192.0.2.1"));
    expect(Object.fromEntries(limitedAnswer.headers)).toMatchObject({
      "retry-after": "60",
      "ratelimit-policy": '"address";q=600;w=60',
      ratelimit: '"address";r=0;t=60',
    });
    expect((await handle("/api/v1/tasks/", from("192.0.2.2"))).status).toBe(401);
  });

  test("to public paths are counted with the others of the address", async () => {
    const { handle } = world({ addresses: counter(2), identity: null });
    const statuses: number[] = [];
    for (const path of ["/", "/health", "/swagger.json", "/api/v1/tasks/", "/docs"])
      statuses.push((await handle(path, from("192.0.2.1"))).status);
    expect(statuses).toEqual([200, 200, 429, 429, 429]);
  });

  test("are counted by the network, not by what the caller says about its address", async () => {
    const addresses = counter(9);
    const { handle } = world({ addresses, identity: null });
    for (const address of ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"])
      await handle("/", from(address, { "X-Forwarded-For": "198.51.100.1", "X-Real-IP": "198.51.100.1" }));
    expect(new Set(addresses.keys)).toEqual(new Set(["unknown 2001:db8:1:2::/64"]));
  });

  test("are not counted where no request needs credentials, and callers with a key never are", async () => {
    const addresses = counter(0);
    const open = world({ addresses, identity: UNRESTRICTED, isOpen: true });
    expect((await open.handle("/")).status).toBe(200);
    expect((await open.handle("/api/v1/tasks/")).status).toBe(200);
    expect((await world({ addresses }).handle("/api/v1/tasks/", from("192.0.2.1"))).status).toBe(200);
    expect(addresses.keys).toEqual([]);
  });

  test("are limited by the binding of wrangler.toml, which allows 600 a minute", async () => {
    const { handle } = world({ addresses: bindings.ADDRESS_LIMIT, identity: null });
    const statuses: number[] = [];
    for (let call = 0; call < 1_300; call += 1) statuses.push((await handle("/", from("192.0.2.90"))).status);
    // The platform's minute may end between two of them.
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(100);
  });
});

describe("a wrangler.toml without some of the limits", () => {
  const [requests, attempts] = [counter(1), counter(1)];

  test("counts unknown callers with the limit of requests and logins with the limit of attempts, as far as it has these", () => {
    const { addresses, logins } = limitsOf({ REQUEST_LIMIT: requests, ATTEMPT_LIMIT: attempts });
    expect([addresses, logins]).toEqual([
      { counter: requests, quota: REQUEST_QUOTA },
      { counter: attempts, quota: ATTEMPT_QUOTA },
    ]);
    expect(limitsOf({})).toEqual({
      requests: undefined,
      addresses: undefined,
      logins: undefined,
      attempts: undefined,
    });
  });
});

describe("logins", () => {
  test("are counted by address, and by user from that address, so that other addresses lock nobody out", async () => {
    const { limits } = world({ logins: counter(4), attempts: counter(2) });
    const login = (address: string, user: string) => outcomeOf(limits.login(exchangeFrom(address), user));
    expect([await login("a1", "ann"), await login("a1", "ann"), await login("a1", "ANN")]).toEqual([
      "allowed",
      "allowed",
      "rate_limited",
    ]);
    expect([await login("a1", "bob"), await login("a1", "cid")]).toEqual(["allowed", "rate_limited"]);
    expect([await login("a2", "ann"), await login("a3", "ann")]).toEqual(["allowed", "allowed"]);
  });
});
