import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { Random } from "../../simulation/random.ts";
import { answerOf, createScenario } from "../api.ts";

const ROUNDS = 5;
const AT_ONCE = 5;
/** Longer than a drain of the last jobs takes. */
const SETTLED_MS = 3_000;

let service: Service;

beforeAll(async () => {
  service = await startService({ entry: "test/bench/application/worker.ts" });
});

afterAll(() => service?.stop());

it("A scenario that is submitted while it is deleted with all that it owns leaves nothing", async () => {
  const random = new Random(1);
  const answers = new Set<string>();
  const call = async (delayMs: number, method: string, path: string) => {
    await sleep(delayMs);
    const answer = await service.fetch(`/api/v1/${path}`, { method });
    const { code = "" } = (await answer.json()) as { code?: string };
    answers.add(`${answer.status} ${code}`.trim());
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const scenarios = await Promise.all(Array.from({ length: AT_ONCE }, () => createScenario(service, "chain3")));
    await Promise.all(
      scenarios.flatMap(({ id }) => [
        call(0, "POST", `scenarios/submit/${id}/?wait=true`),
        call(random.between(0, 60), "POST", `scenarios/submit/${id}/`),
        call(random.between(0, 60), "DELETE", `scenarios/${id}/?cascade=true&force=true`),
        call(random.between(20, 100), "POST", `scenarios/submit/${id}/`),
        call(random.between(20, 100), "POST", `scenarios/submit/${id}/?wait=true`),
      ]),
    );
  }
  const known = ["200", "202", "404 scenario_not_found", "404 submission_not_found", "409 being_deleted"];
  expect([...answers].filter((answer) => !known.includes(answer))).toEqual([]);
  await sleep(SETTLED_MS);
  for (const kind of ["scenarios", "tasks", "datanodes", "jobs", "submissions"]) {
    expect(await answerOf(await service.fetch(`/api/v1/${kind}/`), 200), kind).toEqual([]);
  }
}, 120_000);
