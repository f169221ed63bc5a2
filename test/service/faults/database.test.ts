import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "../../../src/http/routes.ts";
import { type Service, startService } from "../../harness/service.ts";
import { CHANGES, type Change, WITHOUT_CHANGE } from "./changes.ts";
import type { Plan } from "./faulty-bindings.ts";

let service: Service;

beforeAll(async () => {
  service = await startService({ entry: "test/service/faults/faults-worker.ts" });
});

afterAll(() => service?.stop());

/** More than any request makes. */
const MAX_CALLS = 30;

const changes = Object.entries(CHANGES).flatMap(([id, rows]) =>
  [rows]
    .flat()
    .flatMap((change: Change, index) => (["before", "after"] as const).map((when) => ({ id, index, when, change }))),
);

it("every route that changes something has a row here", () => {
  const changing = routes.filter(({ method }) => method !== "GET").map(({ id }) => id);
  expect([...Object.keys(CHANGES), ...Object.keys(WITHOUT_CHANGE)].sort()).toEqual(changing.sort());
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
}

async function send(change: Change, id: string): Promise<Answer> {
  const { path, init } = change.request(id);
  const answer = await service.fetch(path, init);
  return { status: answer.status, text: await answer.text(), location: answer.headers.get("Location") };
}

/** @returns how often the fault came true */
async function withFault(plan: Omit<Plan, "call" | "count">, work: () => Promise<void>): Promise<number> {
  await service.fetch("/faults", { method: "PUT", body: JSON.stringify({ ...plan, call: "DB.call", count: 1 }) });
  await work();
  const ended = (await (await service.fetch("/faults", { method: "DELETE" })).json()) as { fired: number };
  return ended.fired;
}

/** What is wrong with an answer: it says that a change is made, and the next request does not see it. */
async function untruth(change: Change, id: string, { status, text, location }: Answer): Promise<string | null> {
  const said = `${status} ${text.slice(0, 200)}`;
  if (status === 503) return null;
  if (status === 202) {
    await expect.poll(() => change.isDone(service, id, location), { timeout: 20_000 }).toBe(true);
    return null;
  }
  if (status !== 200 && status !== 201 && status !== 204) return `no answer for a failing database: ${said}`;
  return (await change.isDone(service, id, location)) ? null : `not true: ${said}`;
}

it.each(changes)(
  "$id ($index) tells the truth whichever call of D1 fails $when it is done, and can be repeated",
  async ({ change, when }) => {
    const wrong: string[] = [];
    for (let skip = 0; skip < MAX_CALLS; skip += 1) {
      const id = await change.prepare(service);
      if (await change.isDone(service, id, null)) wrong.push(`call ${skip}: done before the request`);
      let answer: Answer | null = null;
      const fired = await withFault({ when, skip }, async () => {
        answer = await send(change, id);
      });
      if (answer === null) throw new Error("There was no answer");
      const problem = await untruth(change, id, answer);
      if (problem !== null) wrong.push(`call ${skip}: ${problem}`);
      const again = await send(change, id);
      const isRepeated = again.status === change.repeated || (again.status >= 200 && again.status < 300);
      if (!isRepeated) wrong.push(`call ${skip}, repeated: ${again.status} ${again.text.slice(0, 200)}`);
      const isDone = () => change.isDone(service, id, again.location ?? answer?.location ?? null);
      if (again.status === 202) await expect.poll(isDone, { timeout: 20_000 }).toBe(true);
      else if (!(await isDone())) wrong.push(`call ${skip}, repeated: not done after ${again.status}`);
      if (fired === 0) {
        if (skip === 0) wrong.push("D1 was not called");
        break;
      }
    }
    expect(wrong).toEqual([]);
  },
  120_000,
);
