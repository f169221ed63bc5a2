import { describe, expect, test } from "vitest";
import { configurationErrorAnswer } from "../../../src/http/pipeline/error-answers.ts";
import { setSecurityHeaders } from "../../../src/http/pipeline/security-headers.ts";
import { routes } from "../../../src/http/routes.ts";
import { dataNode, fake, PAYLOAD } from "../fakes.ts";

const EXPECTED = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};
const NOTHING = "default-src 'none'; frame-ancestors 'none'";
const headersOf = (answer: Response) => Object.fromEntries(answer.headers);

describe("every answer", () => {
  const more = [
    { method: "GET", path: "/nothing" },
    { method: "PATCH", path: "/health" },
  ];
  test.each([...routes.map(({ method, path }) => ({ method, path })), ...more])(
    "$method $path has the security headers",
    async ({ method, path }) => {
      const answer = await fake().handle(path.replace("{id}", "nope"), { method });
      expect(headersOf(answer)).toMatchObject(EXPECTED);
      expect(answer.headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
      expect(answer.headers.get("Cache-Control")).toBeTruthy();
      expect(answer.headers.get("Strict-Transport-Security")).toBeNull();
    },
  );

  test("over HTTPS makes browsers stay with HTTPS", async () => {
    const answer = await fake().handleRequest(new Request("https://taipy.example.com/api/v1/tasks/"));
    expect(answer.headers.get("Strict-Transport-Security")).toBe("max-age=31536000");
  });

  test("that is JSON may load nothing and is kept by no shared cache", async () => {
    const { headers } = await fake().handle("/api/v1/tasks/");
    expect(headers.get("Content-Security-Policy")).toBe(NOTHING);
    expect(headers.get("Cache-Control")).toBe("private, no-cache");
  });

  test("of a service whose configuration is wrong has them, too", () => {
    const answer = configurationErrorAnswer({ issues: [] } as never, {
      request: new Request("https://taipy.example.com/"),
      isTesting: false,
      redact: (text) => text,
      newUuid: () => "an-id",
    });
    expect(headersOf(answer)).toMatchObject({ ...EXPECTED, "content-security-policy": NOTHING });
  });
});

test("a page keeps its own policy and caching, except under the paths of keys, tokens and the audit log", () => {
  const own = { "Content-Security-Policy": "default-src 'self'", "Cache-Control": "max-age=60" };
  const page = new Headers(own);
  setSecurityHeaders(page, new URL("http://localhost/docs"));
  expect(Object.fromEntries(page)).toMatchObject({
    "content-security-policy": "default-src 'self'",
    "cache-control": "max-age=60",
  });
  for (const path of ["/api/v1/auth/login", "/api/v1/auth/keys/", "/api/v1/audit/", "/api/v1/audit"]) {
    const secret = new Headers(own);
    setSecurityHeaders(secret, new URL(path, "http://localhost"));
    expect(secret.get("Cache-Control"), path).toBe("no-store");
  }
});

describe("an uploaded file that is a page with a script", () => {
  const html = "<script>fetch('/api/v1/scenarios/', { method: 'POST' })</script>";
  const node = dataNode({
    storage_type: "pickle",
    payload: { ...PAYLOAD, content_type: "text/html", body: html, size: html.length },
    properties: { path: "evil.html" },
  });
  const { handle } = fake({ entities: { data_node: { known: node } } });

  test.each<RequestInit>([
    {},
    { method: "HEAD" },
    { headers: { Range: "bytes=0-5" } },
    { headers: { Range: "bytes=999-" } },
    { headers: { "If-None-Match": '"00"' } },
  ])("can't run in our origin (%o)", async (init) => {
    const answer = await handle("/api/v1/datanodes/known/content/", init);
    expect(answer.headers.get("Content-Security-Policy")).toBe(`${NOTHING}; sandbox`);
    expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
    if (answer.status < 300) {
      expect(answer.headers.get("Content-Disposition")).toBe('attachment; filename="evil.html"');
      expect(answer.headers.get("Content-Type")).toBe("application/json");
    }
  });
});
