import { describe, expect, test } from "vitest";
import { fake } from "../fakes.ts";

describe("the home page", () => {
  const home = (accept: string | null) => fake().handle("/", accept === null ? {} : { headers: { Accept: accept } });

  test.each([null, "*/*", "application/json", "text/html;q=0.5, application/json", "text/html;q=x, */*", "garbage"])(
    "is JSON for Accept: %s",
    async (accept) => {
      const body = await (await home(accept)).json<{ links: Record<string, string> }>();
      expect(body.links.scenarios).toBe("/api/v1/scenarios/");
    },
  );

  test("is HTML for a browser, with links that all lead somewhere", async () => {
    const answer = await home("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    expect(answer.headers.get("Content-Type")).toContain("text/html");
    const links = [...(await answer.text()).matchAll(/href="([^"]+)"/g)].map(([, href = ""]) => href);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect((await fake().handle(link)).status).toBe(200);
  });
});

describe("the health page", () => {
  test("is 200 while every part answers", async () => {
    const answer = await fake().handle("/health");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "ok", checks: { d1: "ok", kv: "ok", durable_object: "ok" } });
  });

  test("is 503 and names the part that fails, and the one that hangs", async () => {
    const health = async () => ({ d1: "hanging", kv: "failing", durable_object: "ok" }) as const;
    const answer = await fake({ health }).handle("/health/");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: "failing",
      checks: { d1: "hanging", kv: "failing", durable_object: "ok" },
    });
  });
});
