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
