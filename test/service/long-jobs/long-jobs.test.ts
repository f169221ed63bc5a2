import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { createScenario, endedJobs, list, submitScenario } from "../api.ts";

const ENTRY = "test/service/long-jobs/long-jobs-worker.ts";

/** Submits, and waits for the end. */
async function statusOf(service: Service, configId: string): Promise<string> {
  const { id } = await createScenario(service, configId);
  const answer = await service.fetch(`/api/v1/scenarios/submit/${id}/?wait=true&timeout=60`, { method: "POST" });
  return ((await answer.json()) as { submission: { status: string } }).submission.status;
}

async function running(service: Service, task: string): Promise<void> {
  for (;;) {
    const jobs = await list(service, "jobs");
    if (jobs.some(({ id, status }) => id.startsWith(`JOB_${task}_`) && status === "Status.RUNNING")) return;
  }
}

describe.each([
  ["returns, as under `npm start`", "returns", "long", "hold"],
  ["awaits, as deployed", "awaits", "declared_long", "hold_declared"],
])("a short job while a long one runs, and the Queue's handler %s", (_, handler, config, task) => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry: ENTRY, namespaces: ["GATES"], variables: { QUEUE_HANDLER: handler } });
  });
  afterAll(() => service?.stop());

  it("does not wait for it, and the long one ends well afterwards", async () => {
    await submitScenario(service, (await createScenario(service, config)).id);
    await running(service, task);
    expect(await statusOf(service, "short")).toBe("COMPLETED");
    await running(service, task);
    await (await service.miniflare.getKVNamespace("GATES")).put("open", "yes");
    const jobs = await endedJobs(service);
    expect(jobs.map(({ status }) => status)).toEqual(["Status.COMPLETED", "Status.COMPLETED"]);
  });
});

describe.each(["returns", "awaits"])("ten jobs of one batch, one of which ends its process (%s)", (handler) => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry: ENTRY, variables: { QUEUE_HANDLER: handler } });
  });
  afterAll(() => service?.stop());

  it("end as they would alone: nine well, and that one with a trace that says why", { timeout: 120_000 }, async () => {
    await submitScenario(service, (await createScenario(service, "ten")).id);
    const jobs = await endedJobs(service, 100_000);
    const failed = jobs.filter(({ status }) => status === "Status.FAILED");
    expect(failed.map(({ id }) => id.split("_")[1])).toEqual(["exit"]);
    expect(failed[0]?.stacktrace).toEqual([
      expect.stringMatching(/was lost 2 times while no other job ran beside it.*ends its process itself/),
    ]);
    expect(jobs.filter(({ status }) => status === "Status.COMPLETED")).toHaveLength(9);
  });
});

describe("a wrong QUEUE_HANDLER", () => {
  it("is a wrong configuration: every request is answered with 503 and what is right", async () => {
    const variables = { QUEUE_HANDLER: "return", TESTING: "true" };
    const service = await startService({ entry: ENTRY, variables });
    try {
      const answer = await service.fetch("/api/v1/scenarios/");
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain("QUEUE_HANDLER` must be `awaits`");
    } finally {
      await service.stop();
    }
  });
});
