import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, list, only, readData } from "../api.ts";

const JSON_BODY = { "Content-Type": "application/json" };

describe("writes of one data node", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry: "test/conformance/application/worker.ts" });
  });

  afterAll(() => service?.stop());

  const write = (id: string, value: unknown) =>
    service.fetch(`/api/v1/datanodes/${id}/write/`, { method: "PUT", headers: JSON_BODY, body: JSON.stringify(value) });

  async function priceOfNewScenario() {
    const scenario = await createScenario(service, "basic");
    const price = only(await list(service, "datanodes"), { config_id: "price", owner_id: scenario.id });
    return { scenario: scenario.id, price: price.id };
  }

  it("look the node up in D1 the first time only", async () => {
    const { price } = await priceOfNewScenario();
    const timings: (string | null)[] = [];
    for (const value of [1, 2, 3]) timings.push((await write(price, value)).headers.get("Server-Timing"));
    const calls = timings.map((timing) => /d1;dur=[\d.]+;desc="(\d+) call/.exec(timing ?? "")?.[1]);
    // The object's own call is not the request's.
    expect(calls).toEqual(["1", undefined, undefined]);
    expect(await readData(service, price)).toBe(3);
  });

  it("find the node gone when its scenario was deleted, though it was written a moment before", async () => {
    const { scenario, price } = await priceOfNewScenario();
    await answerOf(await write(price, 1), 200);
    await answerOf(await service.fetch(`/api/v1/scenarios/${scenario}/?cascade=true`, { method: "DELETE" }), 200);
    for (const value of [2, "x".repeat(20_000)]) {
      const { message } = await answerOf<{ message: string }>(await write(price, value), 404);
      expect(message).toBe(`DataNode: ${price} does not exist.`);
    }
    const db = await service.miniflare.getD1Database("DB");
    const { results } = await db.prepare("SELECT number FROM edits WHERE data_node_id = ?").bind(price).all();
    expect(results).toEqual([]);
    // What was stored meanwhile is swept a day later: a job might be reading it.
    const kv = await service.miniflare.getKVNamespace("PAYLOADS");
    const left = (await kv.list()).keys.map(({ name }) => name);
    const { results: doomed } = await db.prepare("SELECT key FROM doomed_payloads").all<{ key: string }>();
    expect([left.length, doomed.map(({ key }) => key)]).toEqual([1, left]);
  });
});
