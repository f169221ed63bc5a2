import { describe, expect, test } from "vitest";
import type { HttpDeps } from "../../../src/http/pipeline/http-deps.ts";
import { ADMIN_KEY, createTestAuth } from "../auth/world.ts";
import { fake, HEALTHY } from "../fakes.ts";

describe("the home page", () => {
  const home = (accept: string | null) => fake().handle("/", accept === null ? {} : { headers: { Accept: accept } });

  test("names the release and the deployed version", async () => {
    expect(await (await home(null)).json()).toMatchObject({ release: { version: "1.2.3", build: null } });
    expect(await (await home("text/html")).text()).toContain("Release 1.2.3");
  });

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
  const release = { version: "1.2.3", build: null };
  const migrations = {
    applied: "0002_b.sql",
    newest: "0004_d.sql",
    pending: ["0003_c.sql", "0004_d.sql"],
    unknown: ["0009_z.sql"],
  };
  const details = { migrations, workload: null };
  const behind = { ...HEALTHY, schema: "not_migrated" } as const;
  const health: HttpDeps["health"] = async (showsAll) =>
    (await showsAll) ? { checks: behind, details } : { checks: behind };

  test("is 200 while every part answers, and names the release", async () => {
    const answer = await fake().handle("/health");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "ok", release, checks: HEALTHY });
  });

  test("is 503 and names the part that fails, and the one that hangs", async () => {
    const checks = { ...HEALTHY, d1: "hanging", kv: "failing", r2: "ok" } as const;
    const answer = await fake({ health: async () => ({ checks }) }).handle("/health/");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: "failing", release, checks });
  });

  test("is 503 when D1 lacks a migration, and shows a reader which", async () => {
    const answer = await fake({ health }).handle("/health");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: "failing", release, checks: behind, ...details });
  });

  test("shows a caller without a role the states and the release only, and goes by right credentials", async () => {
    const auth = createTestAuth({ adminKey: ADMIN_KEY });
    const { handle } = fake({ health, auth: auth.auth, guard: auth.guard });
    const shown = async (headers: Record<string, string>) =>
      Object.keys(await (await handle("/health", { headers })).json<object>());
    const short = ["status", "release", "checks"];
    expect(await shown({})).toEqual(short);
    expect(await shown({ Authorization: "Bearer wrong" })).toEqual(short);
    expect(await shown({ Authorization: `Bearer ${ADMIN_KEY}` })).toEqual([...short, "migrations", "workload"]);
  });
});
