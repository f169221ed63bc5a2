import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { openApiDocument } from "../../../src/dev/openapi/openapi-document.ts";
import { BASE, fake } from "../fakes.ts";

const EXPECTED = openApiDocument({ version: "1.0", serverUrl: BASE });

describe("the OpenAPI document", () => {
  const { handle } = fake();

  test("is served as JSON with the address that it was requested from", async () => {
    const answer = await handle("/swagger.json");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Type")).toBe("application/json");
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(EXPECTED)));
  });

  test("is the same as YAML", async () => {
    const answer = await handle("/openapi.yaml");
    expect(answer.headers.get("Content-Type")).toBe("application/yaml; charset=utf-8");
    const text = await answer.text();
    expect(text).toMatch(/^openapi: 3\.1\.1\n/);
    expect(parse(text)).toEqual(JSON.parse(JSON.stringify(EXPECTED)));
  });

  test("is the same in each answer of one origin, and another one for another origin", async () => {
    const first = await (await handle("/swagger.json")).text();
    expect(await (await handle("/swagger.json")).text()).toBe(first);
    const { handleRequest } = fake();
    const elsewhere = await handleRequest(new Request("https://taipy.example.com/swagger.json"));
    expect(await elsewhere.json()).toMatchObject({ servers: [{ url: "https://taipy.example.com" }] });
  });
});
