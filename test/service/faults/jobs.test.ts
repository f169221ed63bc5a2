import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, type Entity, list } from "../api.ts";

interface Job extends Entity {
  readonly submit_entity_id: string;
}

const OUTPUT_OF = { enlarge: "result", shorten: "last" } as const;

describe.each(["standalone", "development"])("a job whose KV namespace fails, in job mode %s", (mode) => {
  let service: Service;

  beforeAll(async () => {
    const variables = { TAIPY_CONFIG: `[JOB]\nmode = "${mode}"\n` };
    service = await startService({ entry: "test/service/faults/faults-worker.ts", variables });
  });

  afterAll(() => service?.stop());

  async function jobsOf(scenarioId: string): Promise<Map<string, Job>> {
    const jobs = await answerOf<Job[]>(await service.fetch("/api/v1/jobs/"), 200);
    const own = jobs.filter(({ submit_entity_id }) => submit_entity_id === scenarioId);
    return new Map(own.map((job) => [job.id.replace(/^JOB_(\w+?)_.*$/, "$1"), job]));
  }

  async function editsOf(scenarioId: string, config: string): Promise<readonly unknown[]> {
    const nodes = await list(service, "datanodes");
    const node = nodes.find(({ owner_id, config_id }) => owner_id === scenarioId && config_id === config);
    return answerOf(await service.fetch(`/api/v1/datanodes/${node?.id}/edits/`), 200);
  }

  it.each([
    ["store its output", "PAYLOADS.put", "enlarge"],
    ["read its input", "PAYLOADS.get", "shorten"],
  ] as const)(
    "so that it can't %s fails not: it waits, says why, and completes when KV is back",
    async (_, call, task) => {
      const { id } = await createScenario(service, "work");
      const plan = { call, when: "before", skip: 0, count: 1_000_000 };
      await service.fetch("/faults", { method: "PUT", body: JSON.stringify(plan) });
      await answerOf(await service.fetch(`/api/v1/scenarios/submit/${id}/`, { method: "POST" }), 200);
      const tracesOf = async () => (await jobsOf(id)).get(task)?.stacktrace ?? [];
      await expect.poll(async () => (await tracesOf()).length, { timeout: 30_000 }).toBe(1);
      expect((await tracesOf())[0]).toContain("the KV namespace PAYLOADS failed");
      expect(await editsOf(id, OUTPUT_OF[task])).toEqual([]);
      await service.fetch("/faults", { method: "DELETE" });
      const statuses = async () => [...(await jobsOf(id)).values()].map(({ status }) => status);
      await expect.poll(statuses, { timeout: 60_000 }).toEqual(["Status.COMPLETED", "Status.COMPLETED"]);
      expect(await editsOf(id, OUTPUT_OF[task])).toHaveLength(1);
    },
    120_000,
  );
});
