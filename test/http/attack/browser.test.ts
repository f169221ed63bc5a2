import { describe, expect, test, vi } from "vitest";
import { routes } from "../../../src/http/routes.ts";
import { logOf } from "../../../src/runtime.ts";
import { createTestAuth } from "../auth/world.ts";
import { fake } from "../fakes.ts";

const OWN = "http://localhost:5000";

/** A developer's machine: a request to a loopback host needs no credentials. */
function machine(corsOrigins: readonly string[] = []) {
  const { guard, auth } = createTestAuth({ mode: "loopback", adminKey: null });
  return fake({ guard, auth, app: { http: { corsOrigins, auditDays: 90, compat: "off" } } });
}

const changes = routes.filter(({ method, role }) => method !== "GET" && role !== null);
const pathOf = (path: string) => path.replace("{id}", "known");

describe("a page of another site changes nothing on a developer's machine", () => {
  const SITES: readonly Record<string, string>[] = [
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: "http://localhost:3000" },
    { Origin: "https://localhost:5000" },
    { Origin: "http://localhost:5000.evil.example" },
    { "Sec-Fetch-Site": "cross-site" },
  ];
  /** What a form or a page can send without asking first. */
  const TYPES = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

  test.each(changes)("by $method $path", async ({ method, path }) => {
    const { handle, calls } = machine();
    for (const site of SITES) {
      for (const type of [...TYPES, "application/json"]) {
        const answer = await handle(pathOf(path), { method, headers: { ...site, "Content-Type": type }, body: "{}" });
        expect(answer.status, JSON.stringify(site)).toBe(403);
        expect(answer.headers.get("Access-Control-Allow-Origin")).toBeNull();
      }
    }
    expect(calls).toEqual([]);
  });

  test("nor tries a login, also of a service that needs credentials", async () => {
    const { guard, auth } = createTestAuth({ mode: "required" });
    const { handle, calls } = fake({ guard, auth });
    for (const site of SITES) {
      for (const type of [...TYPES, "application/json"]) {
        const body = JSON.stringify({ username: "ada", password: "guessed" });
        const answer = await handle("/api/v1/auth/login", {
          method: "POST",
          headers: { ...site, "Content-Type": type },
          body,
        });
        expect([answer.status, await answer.json()], JSON.stringify(site)).toMatchObject([
          403,
          { code: "origin_not_allowed" },
        ]);
      }
    }
    expect(calls).toEqual([]);
  });

  test("by a host name that only resolves to the machine", async () => {
    for (const host of [
      "evil.example",
      "localhost.evil.example",
      "127.0.0.1.nip.io",
      "0.0.0.0",
      "127.0.0.1.evil.example",
    ]) {
      const { handleRequest } = machine();
      const request = new Request(`http://${host}:5000/api/v1/tasks/`, { headers: { Origin: OWN } });
      expect((await handleRequest(request)).status, host).toBe(503);
    }
  });

  test("and its preflight request is not allowed", async () => {
    const { handle } = machine(["https://app.example.com"]);
    for (const origin of [
      "null",
      "https://evil.example",
      "https://app.example.com.evil.example",
      "https://APP.example.com",
      "https://app.example.com:444",
    ]) {
      for (const { method, path } of changes) {
        const headers = { Origin: origin, "Access-Control-Request-Method": method };
        const answer = await handle(pathOf(path), { method: "OPTIONS", headers });
        expect(answer.headers.get("Access-Control-Allow-Origin"), origin).toBeNull();
        expect(answer.headers.get("Access-Control-Allow-Methods"), origin).toBeNull();
      }
    }
  });
});

describe("the log", () => {
  test("has one line an event, whatever its fields contain", () => {
    const written = vi.spyOn(console, "log").mockImplementation(() => {});
    const log = logOf({ environment: null, level: "info", redact: (text) => text });
    log("request", { entity_id: 'a\n{"event":"forged"}\r\nb\u2028c', result: "x\u0000y" });
    const [line] = written.mock.calls.map(([text]) => String(text));
    written.mockRestore();
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(line ?? "")).toMatchObject({ event: "request" });
  });

  test("and the audit log have nothing of a request's body, query, headers or token", async () => {
    const { handle, log: lines, requestLines, audited, counted } = machine();
    const marks = ["mark-of-the-body", "mark-of-the-query", "mark-of-the-header", "mark-of-the-token"] as const;
    const [inBody, inQuery, inHeader, inToken] = marks;
    for (const { method, path } of routes) {
      for (const body of [JSON.stringify({ username: inBody, password: inBody, [inBody]: inBody }), `{"${inBody}`]) {
        const headers = {
          "Content-Type": "application/json",
          Cookie: inHeader,
          Authorization: `Bearer ${inToken}`,
          "X-Api-Key": inHeader,
        };
        await handle(`${pathOf(path)}?token=${inQuery}&limit=${inQuery}`, {
          method,
          headers,
          ...(method === "GET" ? {} : { body }),
        });
        const { Authorization: _, ...anonymous } = headers;
        await handle(`${pathOf(path)}?password=${inQuery}`, {
          method,
          headers: anonymous,
          ...(method === "GET" ? {} : { body }),
        });
      }
    }
    const logged = JSON.stringify([lines, requestLines, audited, counted]);
    expect(requestLines.length).toBeGreaterThan(routes.length);
    for (const mark of marks) expect(logged).not.toContain(mark);
  });
});

describe("a page's file", () => {
  test.each(["..%2f..%2fsecret", "%2e%2e%5csecret", "a%2f..%2fb", "%2f%2fevil.example", "x%3fy", "x%23y"])(
    "is one name: %s",
    async (name) => {
      const asked: string[] = [];
      const assets = {
        fetch: async (url: string) => {
          asked.push(new URL(url).pathname);
          return new Response("", { status: 404 });
        },
      };
      const { handle } = fake({ assets: assets as unknown as Fetcher });
      expect((await handle(`/docs/assets/${name}`)).status).toBe(404);
      expect(asked.map((path) => path.split("/").length)).toEqual([2]);
    },
  );
});
