import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, type Entity, list } from "../api.ts";

const PATH = "/api/v1/scenarios/?config_id=chain3";
const TASKS = 3;

let service: Service;

beforeAll(async () => {
  service = await startService({ entry: "test/service/sharing/creations-worker.ts" });
  // The first creation of an isolate keeps the configuration.
  await createScenario(service, "chain3");
});
afterAll(() => service?.stop());

const control = async (action: string): Promise<number> =>
  ((await (await fetch(`${service.url}/${action}`)).json()) as { batches: number }).batches;

const idsOf = (scenarios: readonly Entity[]): string[] => scenarios.map(({ id }) => id).toSorted();

describe("scenarios that many clients create at the same time", () => {
  it("are all there, each once, whole, and in fewer transactions than requests", async () => {
    const before = await list(service, "scenarios");
    await control("hold");
    const creating = Array.from({ length: 32 }, () => createScenario(service, "chain3"));
    await expect.poll(() => control("state")).toBeGreaterThan(0);
    await control("open");
    const created = await Promise.all(creating);
    const batches = await control("state");
    const after = await list(service, "scenarios");
    expect(idsOf(after)).toEqual(idsOf([...before, ...created]));
    expect(new Set(idsOf(created)).size).toBe(32);
    expect(await list(service, "tasks")).toHaveLength(TASKS * after.length);
    expect(batches).toBeLessThan(32);
  });

  it("say in Server-Timing what each of them has used, as if it were alone", async () => {
    const timing = (answer: Response) => answer.headers.get("Server-Timing")?.match(/d1;dur=\d+;desc="([^"]+)"/)?.[1];
    const alone = timing(await service.fetch(PATH, { method: "POST" }));
    await control("hold");
    const creating = [1, 2, 3, 4].map(() => service.fetch(PATH, { method: "POST" }));
    await expect.poll(() => control("state")).toBeGreaterThan(0);
    await control("open");
    const timings = (await Promise.all(creating)).map(timing);
    const written = (text: string | undefined) => text?.match(/1 call, \d+ rows read, (\d+) written/)?.[1];
    expect(timings.map(written)).toEqual([1, 2, 3, 4].map(() => written(alone)));
    expect(written(alone)).toMatch(/^\d+$/);
  });

  it("are created when the client goes away whose request makes the transaction", async () => {
    const before = await list(service, "scenarios");
    await control("hold");
    const send = (signal?: AbortSignal) =>
      service.fetch(PATH, { method: "POST", ...(signal === undefined ? {} : { signal }) });
    const first = send();
    await expect.poll(() => control("state")).toBe(1);
    const leader = new AbortController();
    const leading = send(leader.signal).catch((error: Error) => error.name);
    const others = [send(), send(), send()];
    await expect.poll(() => control("state")).toBeGreaterThan(1);
    leader.abort();
    expect(await leading).toBe("AbortError");
    await control("open");
    const created = await Promise.all(
      [first, ...others].map(async (answer) => (await answerOf<{ scenario: Entity }>(await answer, 201)).scenario),
    );
    const after = await list(service, "scenarios");
    expect(idsOf(after)).toEqual(expect.arrayContaining(idsOf([...before, ...created])));
    // The creation of the client that went away is whole, or not there.
    expect(await list(service, "tasks")).toHaveLength(TASKS * after.length);
  });
});
