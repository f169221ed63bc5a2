import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { createScenario, endedJobs, list, only, readData, submitScenario, writeData } from "./api.ts";

describe.each([
  ["development", "test/conformance/application/worker.ts"],
  ["standalone", "test/conformance/application/worker-standalone.ts"],
])("a task that throws, in job mode %s", (_mode, entry) => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry });
  });

  afterAll(() => service?.stop());

  it("fails with its trace, abandons what follows, unlocks its outputs, and the service goes on", async () => {
    const failing = await createScenario(service, "failing");
    await submitScenario(service, failing.id);
    const jobs = await endedJobs(service);
    const jobOf = (task: string) => jobs.filter(({ id }) => id.startsWith(`JOB_${task}_`));
    expect(jobOf("boom")).toMatchObject([
      { status: "Status.FAILED", stacktrace: [expect.stringContaining("ValueError: boom: 10")] },
    ]);
    expect(jobOf("after_bad")).toMatchObject([{ status: "Status.ABANDONED", stacktrace: [] }]);
    expect(jobOf("last_bad")).toMatchObject([{ status: "Status.ABANDONED", stacktrace: [] }]);
    const nodes = await list(service, "datanodes");
    expect(nodes.filter(({ edit_in_progress }) => edit_in_progress)).toEqual([]);

    const basic = await createScenario(service, "basic");
    const price = only(await list(service, "datanodes"), { config_id: "price", owner_id: basic.id });
    await writeData(service, price.id, 7);
    await submitScenario(service, basic.id);
    await endedJobs(service);
    const total = only(await list(service, "datanodes"), { config_id: "total", owner_id: basic.id });
    expect(await readData(service, total.id)).toBe(21);
  });
});
