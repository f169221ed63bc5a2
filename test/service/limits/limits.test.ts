import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, type Entity, list, readData, submitScenario } from "../api.ts";

interface Job extends Entity {
  readonly submit_entity_id: string;
  readonly reasons: readonly { readonly code: string; readonly entity_id: string | null; readonly message: string }[];
}

const DEADLINE_MS = 30_000;
const POLL_INTERVAL_MS = 50;

/** A service whose jobs end when the test says so. */
class Gated {
  readonly #service: Service;

  constructor(service: Service) {
    this.#service = service;
  }

  /** Submits new scenarios, one after the other. @returns their ids */
  async submit(...configs: readonly string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const config of configs) {
      const { id } = await createScenario(this.#service, config);
      await submitScenario(this.#service, id);
      ids.push(id);
    }
    return ids;
  }

  /** The job of each scenario, in their order, once their statuses are these. */
  async reach(scenarios: readonly string[], statuses: readonly string[]): Promise<Job[]> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const all = await answerOf<Job[]>(await this.#service.fetch("/api/v1/jobs/"), 200);
      const jobs = scenarios.flatMap((id) => all.find((job) => job.submit_entity_id === id) ?? []);
      const shown = jobs.map(({ status }) => status.replace("Status.", ""));
      if (shown.join() === statuses.join()) return jobs;
      if (Date.now() > deadline) expect(shown).toEqual(statuses);
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
    }
  }

  async job(id: string): Promise<Job> {
    return (await answerOf<{ job: Job }>(await this.#service.fetch(`/api/v1/jobs/${id}/`), 200)).job;
  }

  async letEnd({ id }: Job): Promise<void> {
    const gates = await this.#service.miniflare.getKVNamespace("GATES");
    await gates.put(id, "open");
  }

  async cancel({ id }: Job): Promise<void> {
    await answerOf(await this.#service.fetch(`/api/v1/jobs/cancel/${id}/`, { method: "POST" }), 200);
  }
}

const start = (variables = {}) =>
  startService({ entry: "test/service/limits/limits-worker.ts", namespaces: ["GATES"], variables });

describe("six submissions of a task with a limit of two", () => {
  let service: Service;
  let gated: Gated;

  beforeAll(async () => {
    service = await start();
    gated = new Gated(service);
  });

  afterAll(() => service?.stop());

  it("run two at a time, first accepted first, and those that wait are BLOCKED and say why", async () => {
    const ids = await gated.submit(...Array<string>(6).fill("limited"));
    const statuses = ["RUNNING", "RUNNING", "BLOCKED", "BLOCKED", "BLOCKED", "BLOCKED"];
    for (let ended = 0; ended < 6; ended += 1) {
      const jobs = await gated.reach(ids, statuses);
      const waiting = jobs.filter(({ status }) => status === "Status.BLOCKED");
      for (const { id } of waiting.slice(0, 1)) {
        expect((await gated.job(id)).reasons).toEqual([
          {
            code: "TaskLimitReached",
            entity_id: expect.stringMatching(/^TASK_work_/),
            message: "Waits for a slot: at most 2 jobs of task work may run at a time",
          },
        ]);
      }
      const first = jobs[ended];
      if (first !== undefined) await gated.letEnd(first);
      statuses[ended] = "COMPLETED";
      if (ended + 2 < 6) statuses[ended + 2] = "RUNNING";
    }
    await gated.reach(ids, Array<string>(6).fill("COMPLETED"));
    const ends = (await list(service, "datanodes")).filter(({ config_id }) => config_id === "end");
    const most = await Promise.all(ends.map(({ id }) => readData<number>(service, id)));
    expect(Math.max(...most)).toBe(2);
  });

  it("let the next one in when one that runs or waits is cancelled", async () => {
    const ids = await gated.submit(...Array<string>(4).fill("limited"));
    const [one, , three] = await gated.reach(ids, ["RUNNING", "RUNNING", "BLOCKED", "BLOCKED"]);
    if (three !== undefined) await gated.cancel(three);
    if (one !== undefined) await gated.letEnd(one);
    const jobs = await gated.reach(ids, ["COMPLETED", "RUNNING", "CANCELED", "RUNNING"]);
    for (const job of jobs) await gated.letEnd(job);
    await gated.reach(ids, ["COMPLETED", "COMPLETED", "CANCELED", "COMPLETED"]);
  });
});

describe("Taipy's max_nb_of_workers", () => {
  let service: Service;
  let gated: Gated;

  beforeAll(async () => {
    service = await start({ TAIPY_CONFIG: '[JOB]\nmode = "standalone"\nmax_nb_of_workers = "1:int"\n' });
    gated = new Gated(service);
  });

  afterAll(() => service?.stop());

  it("limits the jobs of all tasks together, over all scenarios", async () => {
    const ids = await gated.submit("second", "limited", "second");
    const [first, second] = await gated.reach(ids, ["RUNNING", "BLOCKED", "BLOCKED"]);
    expect(second?.reasons.map(({ code }) => code)).toEqual(["TaskLimitReached", "ApplicationLimitReached"]);
    if (first !== undefined) await gated.letEnd(first);
    const [, next] = await gated.reach(ids, ["COMPLETED", "RUNNING", "BLOCKED"]);
    if (next !== undefined) await gated.letEnd(next);
    const [, , last] = await gated.reach(ids, ["COMPLETED", "COMPLETED", "RUNNING"]);
    if (last !== undefined) await gated.letEnd(last);
    await gated.reach(ids, ["COMPLETED", "COMPLETED", "COMPLETED"]);
  });
});
