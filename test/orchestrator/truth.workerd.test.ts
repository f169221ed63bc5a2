import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env as bindings, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Env } from "../../src/env.ts";

const env = bindings as unknown as Env;
const API = "http://localhost:5000/api/v1";
const JSON_BODY = { "content-type": "application/json" };

const call = (path: string, init?: RequestInit) =>
  (exports as unknown as { default: Fetcher }).default.fetch(`${API}${path}`, init);

async function answerOf<T>(response: Promise<Response>, status = 200): Promise<T> {
  const answer = await response;
  const text = await answer.text();
  expect([answer.status, text]).toEqual([status, expect.anything()]);
  return JSON.parse(text) as T;
}

const write = (id: string, value: unknown) =>
  answerOf(call(`/datanodes/${id}/write/`, { method: "PUT", headers: JSON_BODY, body: JSON.stringify(value) }));
const read = async (id: string) => (await answerOf<{ data: unknown }>(call(`/datanodes/${id}/read/`))).data;
const numbers = async (id: string) =>
  (
    await env.DB.prepare("SELECT number FROM edits WHERE data_node_id = ? ORDER BY number")
      .bind(id)
      .all<{ number: number }>()
  ).results.map(({ number }) => number);

/** A scenario, and a data node that its tasks read. */
async function newScenario() {
  const { scenario } = await answerOf<{ scenario: { id: string } }>(
    call("/scenarios/?config_id=my_awesome_scenario", { method: "POST" }),
    201,
  );
  const node = await env.DB.prepare("SELECT id, domain FROM data_nodes WHERE config_id = 'horizon'").first<{
    id: string;
    domain: string;
  }>();
  if (node === null) throw new Error("The scenario has no such data node");
  return { scenario: scenario.id, ...node };
}

const submit = (scenario: string) =>
  answerOf<{ submission: { status: string; id: string } }>(
    call(`/scenarios/submit/${scenario}/?wait=true`, { method: "POST" }),
  );

/** A copy of all rows of D1; the returned function puts it back. */
async function copyOfD1(): Promise<() => Promise<void>> {
  const { results } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'copy_*'",
  ).all<{ name: string }>();
  const tables = results.map(({ name }) => name);
  await env.DB.batch(tables.map((name) => env.DB.prepare(`CREATE TABLE copy_${name} AS SELECT * FROM ${name}`)));
  return async () => {
    await env.DB.batch(
      tables.flatMap((name) => [
        env.DB.prepare(`DELETE FROM ${name}`),
        env.DB.prepare(`INSERT INTO ${name} SELECT * FROM copy_${name}`),
        env.DB.prepare(`DROP TABLE copy_${name}`),
      ]),
    );
  };
}

describe("a service whose objects and D1 differ", () => {
  it("shows what is written, and runs what is submitted, when an object has lost its state", async () => {
    const { scenario, id, domain } = await newScenario();
    for (const value of [1, 2, 3]) await write(id, value);
    await submit(scenario);
    const stub = env.ORCHESTRATOR.get(env.ORCHESTRATOR.idFromName(domain));
    await runInDurableObject(stub, (_, { storage }) => storage.deleteAll());
    await evictDurableObject(stub);
    const before = await numbers(id);
    await write(id, 5);
    expect(await read(id)).toBe(5);
    expect(await numbers(id)).toEqual([...before, (before.at(-1) ?? 0) + 1]);
    const { submission } = await submit(scenario);
    expect(submission.status).toBe("COMPLETED");
    const edits = await env.DB.prepare(
      "SELECT count(*) AS count FROM edits AS e JOIN jobs AS j ON j.id = e.job_id WHERE j.submit_id = ?",
    )
      .bind(submission.id)
      .first<number>("count");
    expect(edits).toBeGreaterThan(0);
  });

  it("follows D1 that was restored to an earlier time, and gives no edit number twice", async () => {
    const { scenario, id } = await newScenario();
    await write(id, 1);
    const restore = await copyOfD1();
    const early = await numbers(id);
    await write(id, 2);
    await write(id, 3);
    const given = await numbers(id);
    await submit(scenario);
    await restore();
    expect([await read(id), await numbers(id)]).toEqual([1, early]);
    await write(id, 4);
    expect(await read(id)).toBe(4);
    const now = await numbers(id);
    expect(now.slice(0, -1)).toEqual(early);
    expect(given).not.toContain(now.at(-1));
    const { submission } = await submit(scenario);
    expect(submission.status).toBe("COMPLETED");
    const shown = await answerOf<{ submission: { status: string } }>(call(`/submissions/${submission.id}/`));
    expect(JSON.stringify(shown)).toContain("COMPLETED");
  });
});
