import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COUNTING, COUNTS_PATH, type Counts } from "../../bench/figures/counts.ts";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, type Entity } from "../api.ts";

/** So long after its answer a request may still write: the audit log gathers for 50 ms, an object for a second. */
const SETTLED_MS = 2_500;

describe("the calls of D1, those after the answer included", () => {
  let service: Service;

  beforeAll(async () => {
    const variables = { [COUNTING]: "1", BENCH_OBJECTS: "1" };
    service = await startService({ entry: "test/bench/application/worker.ts", variables });
    // The first creation of an isolate keeps the configuration; the first submission to an object reads D1.
    const { id } = await createScenario(service, "chain3");
    await submit(id);
    await counts();
  });

  afterAll(() => service?.stop());

  it("are one for a new scenario and one for its submission with a chain of three jobs, with two audit rows", async () => {
    const { id } = await createScenario(service, "chain3");
    expect((await counts()).d1_calls).toBe(1);
    await submit(id);
    expect((await counts()).d1_calls).toBe(1);
    expect(await auditOf(id)).toEqual(["submitScenario 200 ok 1", "createScenario 201 ok 1"]);
  });

  it("are one for a scenario that is submitted again", async () => {
    const { id } = await createScenario(service, "chain3");
    await submit(id);
    await counts();
    await submit(id);
    expect((await counts()).d1_calls).toBe(1);
    expect(await auditOf(id)).toHaveLength(3);
  });

  it("are two for a write: the data node, and its edit with its audit row", async () => {
    const { id } = await createScenario(service, "chain3");
    const nodes = await answerOf<Entity[]>(await service.fetch("/api/v1/datanodes/"), 200);
    const node = nodes.find((each) => each.owner_id === id && each.config_id === "link0")?.id ?? "";
    await counts();
    const write = { method: "PUT", headers: { "Content-Type": "application/json" }, body: "40" };
    await answerOf(await service.fetch(`/api/v1/datanodes/${node}/write/`, write), 200);
    expect((await counts()).d1_calls).toBe(2);
    expect(await auditOf(node)).toEqual(["writeDataNode 200 ok 1"]);
  });

  it("are two for a refused submission: what is looked for, and its audit row", async () => {
    await counts();
    const submitted = await service.fetch("/api/v1/scenarios/submit/SCENARIO_none/", { method: "POST" });
    await answerOf(submitted, 404);
    expect((await counts()).d1_calls).toBe(2);
    expect(await auditOf("SCENARIO_none")).toEqual(["submitScenario 404 scenario_not_found 1"]);
  });

  /** What was counted since the last look. */
  async function counts(): Promise<Counts> {
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    return (await (await service.fetch(COUNTS_PATH)).json()) as Counts;
  }

  async function submit(id: string): Promise<void> {
    const submitted = await service.fetch(`/api/v1/scenarios/submit/${id}/?wait=true`, { method: "POST" });
    await answerOf<{ submission: Entity }>(submitted, 200);
  }

  /** The newest row first. */
  async function auditOf(id: string): Promise<string[]> {
    const found = await service.fetch(`/api/v1/audit/?entity_id=${id}`);
    const rows = await answerOf<{ operation: string; status: number; result: string; count: number }[]>(found, 200);
    return rows.map(({ operation, status, result, count }) => `${operation} ${status} ${result} ${count}`);
  }
});
