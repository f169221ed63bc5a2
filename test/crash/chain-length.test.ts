import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { createScenario, MODES, runScenario } from "./load.ts";

const REPEATS = 15;
/** A busy machine can slow down one series. If each task of a chain needed a queue message, all series would be slow. */
const SERIES = 3;
const WARM_UPS = 5;

describe.each(MODES)("the length of a chain, in job mode %s", (_mode, entry) => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry });
  });

  afterAll(() => service?.stop());

  it("ten tasks take less than three times the time of one", async () => {
    const [one, ten] = await Promise.all([createScenario(service, "chain1"), createScenario(service, "chain10")]);
    await ratioOf(one.id, ten.id, WARM_UPS);
    const ratios: number[] = [];
    for (let series = 0; series < SERIES; series += 1) ratios.push(await ratioOf(one.id, ten.id, REPEATS));
    expect(Math.min(...ratios)).toBeLessThan(3);
  });

  /** Medians of both, measured alternately, so that other load of the machine slows both down. */
  async function ratioOf(one: string, ten: string, repeats: number): Promise<number> {
    const times = { one: [] as number[], ten: [] as number[] };
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      times.one.push(await timeOf(one));
      times.ten.push(await timeOf(ten));
    }
    return median(times.ten) / median(times.one);
  }

  async function timeOf(scenarioId: string): Promise<number> {
    const start = performance.now();
    expect(await runScenario(service, scenarioId)).toMatchObject({ status: "COMPLETED" });
    return performance.now() - start;
  }
});

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
