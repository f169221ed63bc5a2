import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { priceOf } from "../../../src/core/cost/prices.ts";
import { sumOf, type Units } from "../../../src/core/cost/usage.ts";
import { COUNTING, COUNTS_PATH, type Counts } from "../../bench/figures/counts.ts";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario } from "../api.ts";

interface Cost {
  readonly units: Units & { readonly cpu_ms: null };
  readonly price_usd: number;
}

interface Submission {
  readonly id: string;
  readonly cost: Cost | null;
}

/** Asking for the costs is a call of its own, which no submission pays. */
const ASKING = { object_requests: 1 };

describe.each(["standalone", "development"])("what a submission costs in job mode %s", (mode) => {
  let service: Service;

  beforeAll(async () => {
    const variables = { [COUNTING]: "1", TAIPY_CONFIG: `[JOB]\nmode = "${mode}"\n` };
    service = await startService({ entry: "test/service/cost/cost-worker.ts", variables });
    // The first creation of an isolate keeps the configuration, which costs rows of its own.
    await createScenario(service, "chain");
  });

  afterAll(() => service?.stop());

  it("counts each call of the platform while a chain of three jobs ran, unit by unit", async () => {
    const { id } = await createScenario(service, "chain");
    // The last batch of a submission is an estimate, which the next one corrects: two that are alike pay for one batch each.
    await submit(id);
    await submit(id);
    await counts();
    const { cost } = await submit(id);
    const counted = await counts();
    const expected = unitsOf(counted, 1);
    expect(cost?.units).toEqual({ ...expected, cpu_ms: null });
    expect(cost?.units).toMatchObject({ kv_writes: 1, r2_reads: 0, r2_writes: 0 });
    expect(counted.rows_written).toBeGreaterThan(0);
    expect(cost?.price_usd).toBeCloseTo(priceOf(expected), 8);
  });

  it("stays what it was once the submission has ended", async () => {
    const { id } = await createScenario(service, "chain");
    const { id: submission, cost } = await submit(id);
    expect(await costOf(submission)).toEqual(cost);
  });

  it("is shared out among submissions that run side by side in one object, to the last row", async () => {
    const scenarios = await Promise.all([createScenario(service, "neighbours"), createScenario(service, "neighbours")]);
    const [{ id: alone }] = scenarios;
    // The estimate of a last batch is corrected by the next submission: one like the last comes before.
    await submit(alone, false);
    await counts();
    const submissions = await Promise.all(scenarios.map(({ id }) => submit(id, false)));
    const last = await submit(alone, false);
    const costs = await Promise.all([...submissions, last].map(({ id }) => costOf(id)));
    const used = await counts();
    const [one, other, third] = costs.map((cost) => cost?.units);
    if (one === undefined || other === undefined || third === undefined) throw new Error("A submission has no cost");
    const { d1_rows_written, queue_operations } = sumOf(sumOf(one, other), third);
    expect({ d1_rows_written, queue_operations }).toEqual({
      d1_rows_written: used.rows_written,
      queue_operations: used.queue_messages * 3,
    });
    expect(Math.min(one.d1_rows_written, other.d1_rows_written)).toBeGreaterThan(0);
  });

  it("is left out of answers unless the request asks for it", async () => {
    const { id } = await createScenario(service, "chain");
    const submitted = await submit(id, false);
    expect(submitted).not.toHaveProperty("cost");
    const shown = await answerOf<{ submission: Submission }>(
      await service.fetch(`/api/v1/submissions/${submitted.id}/`),
      200,
    );
    expect(shown.submission).not.toHaveProperty("cost");
  });

  it("is refused for a submission that does not exist", async () => {
    await answerOf(await service.fetch("/api/v1/submissions/SUBMISSION_none/?cost=true"), 404);
  });

  /** What was counted by the bindings themselves since the last look. */
  async function counts(): Promise<Counts> {
    return (await (await service.fetch(COUNTS_PATH)).json()) as Counts;
  }

  async function submit(scenarioId: string, cost = true): Promise<Submission> {
    const path = `/api/v1/scenarios/submit/${scenarioId}/?wait=true${cost ? "&cost=true" : ""}`;
    const submitted = await service.fetch(path, { method: "POST" });
    return (await answerOf<{ submission: Submission }>(submitted, 200)).submission;
  }

  async function costOf(submissionId: string): Promise<Cost | null> {
    const found = await service.fetch(`/api/v1/submissions/${submissionId}/?cost=true`);
    return (await answerOf<{ submission: Submission }>(found, 200)).submission.cost;
  }
});

describe("Server-Timing", () => {
  let service: Service;

  beforeAll(async () => {
    const variables = { TAIPY_CONFIG: '[JOB]\nmode = "standalone"\nobjects_per_region = 1\n' };
    service = await startService({ entry: "test/service/cost/cost-worker.ts", variables });
    // The first submission to an object reads D1.
    const { id } = await createScenario(service, "chain");
    await timingOf(`/api/v1/scenarios/submit/${id}/`, { method: "POST" });
  });

  afterAll(() => service?.stop());

  const timingOf = async (path: string, init?: RequestInit): Promise<string[]> => {
    const answer = await service.fetch(path, init);
    await answer.body?.cancel();
    return (answer.headers.get("Server-Timing") ?? "").replaceAll(/dur=\d+/g, "dur=N").split(", ");
  };

  it("counts what a request used, and leaves out what it did not", async () => {
    const { id } = await createScenario(service, "chain");
    expect((await timingOf(`/api/v1/scenarios/${id}/`)).join(", ")).toMatch(
      /^total;dur=N, d1;dur=N;desc="1 call, \d+ rows? read, 0 written"$/,
    );
    const submitted = (await timingOf(`/api/v1/scenarios/submit/${id}/`, { method: "POST" })).join(", ");
    expect(submitted).toMatch(/, do;dur=N;desc="1 request"$/);
  });

  it("of a request that calls no part of the platform is its duration alone", async () => {
    expect(await timingOf("/api/v1/nothing/")).toEqual(["total;dur=N"]);
  });
});

function unitsOf(counts: Counts, requests: number): Units {
  return {
    d1_rows_read: counts.rows_read,
    d1_rows_written: counts.rows_written,
    durable_object_requests: counts.object_requests - ASKING.object_requests,
    durable_object_rows_read: counts.object_rows_read,
    durable_object_rows_written: counts.object_rows_written + counts.alarms_set,
    queue_operations: counts.queue_messages * 3,
    kv_reads: counts.kv_reads,
    kv_writes: counts.kv_writes,
    r2_reads: 0,
    r2_writes: 0,
    worker_requests: requests + counts.queue_batches,
  };
}
