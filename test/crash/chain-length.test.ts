import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { createScenario, MODES, runScenario } from "./load.ts";

const REPEATS = 41;
const WARM_UPS = 5;

describe.each(MODES)("the length of a chain, in job mode %s", (_mode, entry) => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry });
  });

  afterAll(() => service?.stop());

  it("ten tasks take less than three times the time of one", async () => {
    const [one, ten] = await Promise.all([createScenario(service, "chain1"), createScenario(service, "chain10")]);
    const times = { one: [] as number[], ten: [] as number[] };
    // In turns, so that whatever else the machine does slows both down.
    for (let repeat = -WARM_UPS; repeat < REPEATS; repeat += 1) {
      const [timeOfOne, timeOfTen] = [await timeOf(one.id), await timeOf(ten.id)];
      if (repeat < 0) continue;
      times.one.push(timeOfOne);
      times.ten.push(timeOfTen);
    }
    console.log(median(times.one), median(times.ten), median(times.ten) / median(times.one));
    expect(median(times.ten) / median(times.one)).toBeLessThan(3);
  });

  async function timeOf(scenarioId: string): Promise<number> {
    const start = performance.now();
    expect(await runScenario(service, scenarioId)).toMatchObject({ status: "COMPLETED" });
    return performance.now() - start;
  }
});

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
