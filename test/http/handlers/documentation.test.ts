import { describe, expect, test } from "vitest";
import { routes } from "../../../src/http/routes.ts";
import { fake } from "../fakes.ts";

const MANIFEST = { "page.css": "page.0123456789abcdef.css", "swagger-ui.css": "swagger-ui.fedcba9876543210.css" };
const HASHED = MANIFEST["page.css"];
const TAG = '"tag"';

/** What the binding of the platform would answer for these files. */
const assets = {
  fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
    const { pathname } = new URL(String(input));
    if (pathname === "/manifest.json") return Response.json(MANIFEST);
    if (pathname !== `/${HASHED}` && pathname !== "/redoc.LICENSE.txt") return new Response("gone", { status: 404 });
    const isKnown = new Headers(init?.headers).get("If-None-Match") === TAG;
    return new Response(isKnown ? null : "text", { status: isKnown ? 304 : 200, headers: { ETag: TAG } });
  },
} as Fetcher;

describe("the reference", () => {
  test("has every row of the table with its method, summary and role", async () => {
    const text = (await (await fake().handle("/docs")).text()).replaceAll("<wbr>", "").replaceAll(/<\/?var>/g, "");
    for (const { id, method, path, role } of routes) {
      const [, row = ""] = text.split(`id="${id}">`);
      expect(row.slice(0, 400), id).toContain(`>${method}<`);
      expect(row.slice(0, 400), id).toContain(`>${path}<`);
      expect(row.split("</tr>")[0], id).toContain(
        role === null ? "everyone" : role === "SIGNED_IN" ? "who is signed in" : `TAIPY_${role}`,
      );
    }
  });

  test("has a policy that permits its own style and nothing else", async () => {
    const answer = await fake().handle("/docs");
    const [, style = ""] = /<style>(.*)<\/style>/s.exec(await answer.text()) ?? [];
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    const policy = answer.headers.get("Content-Security-Policy");
    expect(policy).toContain(`default-src 'none'; style-src 'sha256-${hash}';`);
    expect(policy).not.toContain("unsafe");
  });

  test("shows a hostile host as text", async () => {
    const { handleRequest } = fake();
    const request = new Request("http://a'onload='x/docs");
    expect(await (await handleRequest(request)).text()).not.toContain("a'onload");
  });
});

describe.each(["/swagger-ui", "/redoc-ui"])("%s", (path) => {
  test("loads the files that the Worker was built with, under the names that have their hashes", async () => {
    const answer = await fake({ assets }).handle(path);
    expect(answer.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    expect(await answer.text()).toContain(`href="/docs/assets/${HASHED}"`);
  });

  test("lets scripts come from this Worker only, and from no page", async () => {
    const answer = await fake({ assets }).handle(path);
    const policy = answer.headers.get("Content-Security-Policy")?.split("; ");
    expect(policy).toEqual(
      expect.arrayContaining(["script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"]),
    );
    expect(await answer.text()).not.toMatch(/<script(?![^>]*\bsrc="\/docs\/assets\/)/);
  });

  test("explains in a Worker without files how to add them", async () => {
    const answer = await fake().handle(path);
    expect(answer.status).toBe(404);
    expect((await answer.json<{ message: string }>()).message).toContain("[assets]");
  });
});

describe("a file of these pages", () => {
  test("is kept for ever under a name with a hash, for an hour under another", async () => {
    const { handle } = fake({ assets });
    const hashed = await handle(`/docs/assets/${HASHED}`);
    expect(hashed.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    expect(hashed.headers.get("ETag")).toBe(TAG);
    const plain = await handle("/docs/assets/redoc.LICENSE.txt");
    expect(plain.headers.get("Cache-Control")).toBe("public, max-age=3600");
  });

  test("is 304 for a browser that has it", async () => {
    const answer = await fake({ assets }).handle(`/docs/assets/${HASHED}`, { headers: { "If-None-Match": TAG } });
    expect(answer.status).toBe(304);
  });

  test("is none that a build has written for the service itself, though it lies beside them", async () => {
    const everything = { fetch: async () => new Response("{}") } as unknown as Fetcher;
    const { handle } = fake({ assets: everything });
    expect((await handle("/docs/assets/redoc.LICENSE.txt")).status).toBe(200);
    for (const name of [
      "taipy-edge.schemas.json",
      "taipy-edge.lines.json",
      "taipy-edge%2Elines.json",
      "taipy-edge.lines%2ejson",
    ]) {
      expect((await handle(`/docs/assets/${name}`)).status, name).toBe(404);
    }
  });

  test.each(["nope.js", "..%2F..%2Fwrangler.toml", "%252e%252e%252fx", "a%00b", "https:%2F%2Felsewhere.test%2Fx.js"])(
    "%s is none",
    async (name) => {
      expect((await fake({ assets }).handle(`/docs/assets/${name}`)).status).toBeOneOf([400, 404]);
    },
  );
});
