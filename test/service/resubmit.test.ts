import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { answerOf, createScenario, type Entity } from "./api.ts";

describe("a scenario that is submitted again and again", () => {
  let service: Service;

  beforeAll(async () => {
    const variables = { TAIPY_CONFIG: "[JOB]\nobjects_per_region = 1\n" };
    service = await startService({ entry: "test/bench/application/worker.ts", variables });
    // The first submission to an object reads D1.
    const { id } = await createScenario(service, "chain3");
    await answerOf(await submit(id), 200);
  });

  afterAll(() => service?.stop());

  const submit = (id: string) => service.fetch(`/api/v1/scenarios/submit/${id}/?wait=true`, { method: "POST" });
  const remove = (path: string) => service.fetch(`/api/v1/${path}`, { method: "DELETE" });
  const readsD1 = (answer: Response) => answer.headers.get("Server-Timing")?.includes("d1;") === true;

  /** Submitted twice by the isolate that has created it. */
  async function known(): Promise<Entity & { readonly tasks: readonly string[] }> {
    const created = await createScenario(service, "chain3");
    const { scenario } = await answerOf<{ scenario: Entity & { tasks: string[] } }>(
      await service.fetch(`/api/v1/scenarios/${created.id}/`),
      200,
    );
    const first = await submit(scenario.id);
    expect([first.status, readsD1(first)]).toEqual([200, false]);
    const second = await submit(scenario.id);
    expect([second.status, readsD1(second)]).toEqual([200, false]);
    return scenario;
  }

  it("is no sequence and no task", async () => {
    const { id } = await known();
    for (const kind of ["sequences", "tasks"]) {
      await answerOf(await service.fetch(`/api/v1/${kind}/submit/${id}/`, { method: "POST" }), 404);
    }
  });

  it("runs on what was written last", async () => {
    const { id } = await known();
    const nodes = await answerOf<Entity[]>(await service.fetch("/api/v1/datanodes/"), 200);
    const at = (config: string) => nodes.find((node) => node.owner_id === id && node.config_id === config)?.id ?? "";
    const write = { method: "PUT", headers: { "Content-Type": "application/json" }, body: "40" };
    await answerOf(await service.fetch(`/api/v1/datanodes/${at("link0")}/write/`, write), 200);
    await answerOf(await submit(id), 200);
    const read = await service.fetch(`/api/v1/datanodes/${at("link3")}/read/`);
    expect(await answerOf(read, 200)).toEqual({ data: 43 });
  });

  it.each([
    ["with all that it owns", ({ id }) => `scenarios/${id}/?cascade=true`, "scenario_not_found"],
    ["alone", ({ id }) => `scenarios/${id}/`, "scenario_not_found"],
    ["but for its record: one of its tasks", ({ tasks }) => `tasks/${tasks[1]}/`, "task_not_found"],
    ["but for its record: a task with its jobs", ({ tasks }) => `tasks/${tasks[2]}/?cascade=true`, "task_not_found"],
  ] as const satisfies readonly [string, (scenario: Awaited<ReturnType<typeof known>>) => string, string][])(
    "is not run any more when it was deleted %s",
    async (_, path, code) => {
      const scenario = await known();
      await answerOf(await remove(path(scenario)), 200);
      for (let time = 1; time <= 2; time += 1) {
        expect(await answerOf(await submit(scenario.id), 404)).toMatchObject({ code });
      }
    },
  );

  it("is not run any more when one of its data nodes was deleted", async () => {
    const { id } = await known();
    const nodes = await answerOf<Entity[]>(await service.fetch("/api/v1/datanodes/"), 200);
    const node = nodes.find((each) => each.owner_id === id && each.config_id === "link1")?.id ?? "";
    await answerOf(await remove(`datanodes/${node}/`), 200);
    expect(await answerOf(await submit(id), 404)).toMatchObject({ code: "data_node_not_found" });
  });
});
