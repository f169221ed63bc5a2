import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { createScenario, endedJobs, list } from "../api.ts";

const ENTRY = "test/service/waiting/waiting-worker.ts";

let service: Service;
let events: string[];

beforeEach(async () => {
  events = [];
  service = await startService({ entry: ENTRY, namespaces: ["GATES"], onLog: (line) => void events.push(line) });
});

afterEach(() => service?.stop());

const submit = (id: string, query: string, init: RequestInit = {}) =>
  service.fetch(`/api/v1/scenarios/submit/${id}/?${query}`, { method: "POST", ...init });

const gates = () => service.miniflare.getKVNamespace("GATES");

/** How often each task's function has begun, and with which attempts. */
async function begun(): Promise<Record<string, string[]>> {
  const { keys } = await (await gates()).list({ prefix: "begun " });
  const tries = keys.map(({ name }) => name.split(" ")).map(([, job = "", attempt = ""]) => [job, attempt] as const);
  const byTask = Map.groupBy(tries, ([job]) => job.split("_").slice(1, 3).join("_"));
  return Object.fromEntries([...byTask].map(([task, found]) => [task, found.map(([, attempt]) => attempt)]));
}

async function running(task: string): Promise<void> {
  while ((await begun())[task] === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
}

const open = async () => (await gates()).put("open", "yes");

const ONCE = { held_one: ["1"], held_two: ["1"], held_three: ["1"] };

describe("a request with wait=true", () => {
  it("runs a chain itself, each function once, and answers when D1 shows the end", async () => {
    const { id } = await createScenario(service, "quick");
    const answer = await submit(id, "wait=true");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ submission: { status: "COMPLETED" } });
    expect(await begun()).toEqual({ quick_one: ["1"], quick_two: ["1"], quick_three: ["1"] });
    const jobs = await list(service, "jobs");
    expect(jobs.map(({ status }) => status)).toEqual(Array(3).fill("Status.COMPLETED"));
  });

  it("gives back what has not begun when its client goes away, and each function runs once all the same", async () => {
    const { id } = await createScenario(service, "held");
    const client = new AbortController();
    const answer = submit(id, "wait=true", { signal: client.signal }).catch((error: Error) => error.name);
    await running("held_two");
    client.abort();
    expect(await answer).toBe("AbortError");
    // The job that has not begun is the Queue's now: its try does not count.
    for (let attempt = -1; attempt !== 0; ) {
      const jobs = (await list(service, "jobs")) as unknown as { id: string; attempt: number }[];
      attempt = jobs.find((job) => job.id.includes("held_three"))?.attempt ?? -1;
    }
    await open();
    const jobs = await endedJobs(service);
    expect(jobs.map(({ status }) => status)).toEqual(Array(3).fill("Status.COMPLETED"));
    expect(await begun()).toEqual(ONCE);
  });

  it("answers 202 when its time is up, and the chain goes on, each function once", async () => {
    const { id } = await createScenario(service, "held");
    const answer = await submit(id, "wait=true&timeout=1");
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ submission: { status: "RUNNING" } });
    await open();
    const jobs = await endedJobs(service);
    expect(jobs.map(({ status }) => status)).toEqual(Array(3).fill("Status.COMPLETED"));
    expect(await begun()).toEqual(ONCE);
    expect(events.filter((line) => line.includes("chain_broken"))).toEqual([]);
  });
});

interface Answered {
  readonly submission: { readonly status: string; readonly job_ids: readonly string[] };
}

it("Of 32 clients that wait at once each gets its own submission, whose functions run once, though one goes away", async () => {
  const scenarios = await Promise.all(Array.from({ length: 32 }, () => createScenario(service, "quick")));
  const client = new AbortController();
  const answers = scenarios.map(({ id }, index) =>
    submit(id, "wait=true", index === 7 ? { signal: client.signal } : {})
      .then(async (answer) => [id, (await answer.json()) as Answered] as const)
      // Only the client that goes away gets no answer.
      .catch((error: Error) => (index === 7 && error.name === "AbortError" ? null : Promise.reject(error))),
  );
  while ((await begun()).quick_one === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  client.abort();
  const answered = (await Promise.all(answers)).filter((answer) => answer !== null);
  expect(answered.length).toBeGreaterThanOrEqual(31);
  const jobs = (await endedJobs(service)) as unknown as { id: string; status: string; submit_entity_id: string }[];
  const scenarioOf = new Map(jobs.map(({ id, submit_entity_id }) => [id, submit_entity_id]));
  for (const [id, { submission }] of answered) {
    expect([submission.status, submission.job_ids.map((job) => scenarioOf.get(job))]).toEqual([
      "COMPLETED",
      [id, id, id],
    ]);
  }
  expect(new Set(jobs.map(({ status }) => status))).toEqual(new Set(["Status.COMPLETED"]));
  const { keys } = await (await gates()).list({ prefix: "begun " });
  const tries = keys.map(({ name }) => name.split(" ").slice(1, 3).join(" "));
  expect(tries.sort()).toEqual(jobs.map(({ id }) => `${id} 1`).sort());
}, 60_000);
