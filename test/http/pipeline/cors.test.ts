import { describe, expect, test } from "vitest";
import { fake } from "../fakes.ts";

const ALLOWED = "https://app.example.com";
const OTHER = "https://evil.example.com";
const http = { corsOrigins: [ALLOWED, "http://localhost:3000"], auditDays: 90, compat: "off" as const };
const withOrigins = () => fake({ app: { http }, entities: { task: { TASK_1: { id: "TASK_1" } } } });

const preflight = (origin: string): RequestInit => ({
  method: "OPTIONS",
  headers: {
    Origin: origin,
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": "authorization",
  },
});
const corsHeaders = (answer: Response) =>
  [...answer.headers.keys()].filter((name) => name.startsWith("access-control"));

describe("a preflight request", () => {
  test("is answered with the methods and headers that pages of an allowed origin may send, without credentials", async () => {
    const refuse = () => Promise.reject(new Error("no caller may be identified"));
    const closed = { open: async () => {}, admit: refuse, recognize: refuse };
    const answer = await fake({ app: { http }, guard: closed }).handle("/api/v1/tasks/x/", preflight(ALLOWED));
    expect(answer.status).toBe(204);
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe(ALLOWED);
    expect(answer.headers.get("Access-Control-Allow-Methods")).toContain("PUT");
    for (const name of ["Authorization", "Content-Type", "If-Match", "Taipy-Compat", "X-Request-Id", "Range"])
      expect(answer.headers.get("Access-Control-Allow-Headers")).toContain(name);
    expect(answer.headers.get("Vary")).toBe("Origin");
    expect(answer.headers.get("Access-Control-Allow-Credentials")).toBeNull();
    expect(await answer.text()).toBe("");
  });

  test.each([OTHER, "null", `${ALLOWED}.evil.example`, `${ALLOWED}:444`, "https://APP.example.com"])(
    "has no header of CORS in its answer for the origin %s",
    async (origin) => {
      const answer = await withOrigins().handle("/api/v1/tasks/", preflight(origin));
      expect(corsHeaders(answer)).toEqual([]);
      expect(answer.headers.get("Vary")).toBe("Origin");
    },
  );
});

describe("an answer", () => {
  const from = (Origin: string) => ({ headers: { Origin } });

  test.each(["/api/v1/tasks/", "/api/v1/tasks/nope/", "/nothing", "/api/v1/tasks/?limit=x"])(
    "to %s may be read by the allowed origin, errors too",
    async (path) => {
      const answer = await withOrigins().handle(path, from(ALLOWED));
      expect(answer.headers.get("Access-Control-Allow-Origin")).toBe(ALLOWED);
      expect(answer.headers.get("Access-Control-Expose-Headers")).toContain("X-Request-Id");
      expect(answer.headers.get("Vary")).toBe("Taipy-Compat, Origin");
    },
  );

  test("names the request's own origin, never all of them", async () => {
    const answer = await withOrigins().handle("/api/v1/tasks/", from("http://localhost:3000"));
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("http://localhost:3000");
  });

  test("has no CORS headers for other origins, and none at all without configured ones", async () => {
    expect(corsHeaders(await withOrigins().handle("/api/v1/tasks/", from(OTHER)))).toEqual([]);
    expect(corsHeaders(await withOrigins().handle("/api/v1/tasks/"))).toEqual([]);
    const answer = await fake().handle("/api/v1/tasks/", from(ALLOWED));
    expect(corsHeaders(answer)).toEqual([]);
    expect(answer.headers.get("Vary")).not.toContain("Origin");
  });

  test("keeps the Vary header that it had before", async () => {
    const answer = await withOrigins().handle("/", { headers: { Accept: "text/html" } });
    expect(answer.headers.get("Vary")).toBe("Accept, Origin");
  });
});
