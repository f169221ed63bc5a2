import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../../src/http/routes.ts";
import { HOSTILE_CSVS, LARGE_CSVS } from "../../harness/hostile/csv.ts";
import { type RawAnswer, type RawRequest, send } from "../../harness/send.ts";
import { type Service, startService } from "../../harness/service.ts";
import { createScenario, everything, list, only } from "../api.ts";
import { LARGE_BODIES, LARGE_VALUES } from "./large-bodies.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

/** Routes that take any value; their bodies may be as large as a value. */
const VALUE_PATHS = /\/(?:write|append|content)\/$/;
const withBody = routes.filter(({ method, path }) => /^P/.test(method) && !VALUE_PATHS.test(path));
/** The configs of large-worker.ts. */
const VALUES = ["any", "table"];
const TABLES = ["document", "columns", "book"];

describe("very many elements", () => {
  let service: Service;
  let ids: readonly string[];
  const nodes = new Map<string, string>();

  beforeAll(async () => {
    service = await startService({ entry: "test/service/garbage/large-worker.ts" });
    await createScenario(service, "all");
    ids = Object.values(await everything(service)).flatMap((entities) => entities.map(({ id }) => id));
    const created = await list(service, "datanodes");
    for (const config of [...VALUES, ...TABLES]) nodes.set(config, only(created, { config_id: config }).id);
  });

  afterAll(() => service?.stop());

  const at = (config: string, rest: string) => `/api/v1/datanodes/${nodes.get(config)}/${rest}`;

  /** Sends a request that has to be answered, and not with a failure of the server. */
  async function answered(request: RawRequest): Promise<RawAnswer> {
    const answer = await send(service.url, request);
    const what = `${request.method} ${request.path.slice(0, 100)} → ${answer.status} ${answer.text.slice(0, 200)}`;
    expect(what).toMatch(/→ [234]\d\d/);
    return answer;
  }

  it.each(withBody.map(({ method, path }) => ({ method, path })))(
    "in a body don't make $method $path fail with 500",
    async ({ method, path }) => {
      const kind = path.split("/")[3]?.replace("datanodes", "datanode").replace(/s$/, "").toUpperCase() ?? "";
      const id = ids.find((each) => each.startsWith(kind)) ?? "x";
      for (const { text } of LARGE_BODIES) {
        await answered({ method, path: path.replace("{id}", id), headers: JSON_TYPE, body: text() });
      }
    },
  );

  it.each(LARGE_VALUES.map(({ name, text }) => ({ name, text })))(
    "as a value of $name are written, or refused with 4xx, and read in whole and in part",
    async ({ name, text }) => {
      const value = text();
      for (const config of /rows|cell/.test(name) ? TABLES : VALUES) {
        const written = await answered({ method: "PUT", path: at(config, "write/"), headers: JSON_TYPE, body: value });
        const parts =
          written.status >= 300 ? [] : ["read/?limit=1&columns=a", config === "columns" ? "read/?limit=1" : "read/"];
        for (const part of parts) await answered({ method: "GET", path: at(config, part) });
      }
    },
  );

  it("as a value are appended to others, or refused", async () => {
    for (const { text } of LARGE_VALUES.filter(({ name }) => /rows|200,000 empty/.test(name))) {
      const value = text();
      for (const config of ["document", "table"]) {
        await answered({ method: "PUT", path: at(config, "write/"), headers: JSON_TYPE, body: '[{"a":1}]' });
        await answered({ method: "POST", path: at(config, "append/"), headers: JSON_TYPE, body: value });
      }
    }
  });

  it.each([...HOSTILE_CSVS, ...LARGE_CSVS].map((file) => ({ name: file.name, file })))(
    "as a file with $name are kept or refused, and filtered",
    async ({ file }) => {
      const uploaded = await answered({
        method: "PUT",
        path: at("table", "content/"),
        headers: { "Content-Type": "text/csv" },
        body: file.bytes,
      });
      if (uploaded.status >= 300) return;
      const filter = JSON.stringify({ operators: [{ key: "a", value: 1, operator: "EQUAL" }] });
      await answered({ method: "POST", path: at("table", "read/"), headers: JSON_TYPE, body: filter });
      await answered({ method: "GET", path: at("table", "read/?limit=1") });
      await answered({ method: "GET", path: at("table", "read/?limit=1&columns=c124999") });
    },
  );

  it.each([
    ["lists of 140,000 numbers", (seed: number) => `[${Array.from({ length: 140_000 }, (_, n) => n + seed).join()}]`],
    [
      "lists of a million numbers",
      (seed: number) => `[${Array.from({ length: 1_000_000 }, (_, n) => n + seed).join()}]`,
    ],
    ["lists of 400 levels", (seed: number) => `${"[".repeat(400)}${seed}${"]".repeat(400)}`],
    [
      "objects of 140,000 members",
      (seed: number) => `{${Array.from({ length: 140_000 }, (_, n) => `"m${n}":${seed}`).join()}}`,
    ],
  ])("in two %s are compared, or refused with 409 or 422", async (_name, textOf) => {
    for (const seed of [1, 2_000_000]) {
      await answered({ method: "PUT", path: at("document", "write/"), headers: JSON_TYPE, body: textOf(seed) });
    }
    const { status } = await answered({ method: "GET", path: at("document", "diff/") });
    expect([200, 409, 422]).toContain(status);
    await answered({ method: "GET", path: at("document", "diff/?key=a,b") });
  });

  it("in a query are refused, and the service goes on", async () => {
    for (const name of ["columns", "operators", "cursor", "key"]) {
      for (const value of [
        "a,".repeat(4_000),
        "[".repeat(8_000),
        "9".repeat(8_000),
        '"'.repeat(8_000),
        "x".repeat(200_000),
      ]) {
        for (const path of ["/api/v1/jobs/", at("table", "read/"), at("document", "diff/")]) {
          await answered({ method: "GET", path: `${path}?${name}=${encodeURIComponent(value)}` });
        }
      }
    }
    expect((await answered({ method: "GET", path: "/health" })).status).toBe(200);
  });
});
