import { describe, expect, it } from "vitest";
import { type Footprint, residentKib } from "./footprint.ts";
import type { Growth } from "./growth.ts";
import { growthTable, judge, type NamedGrowth } from "./report.ts";

const START: Footprint = { residentMb: 200, openFiles: 60, objectsMb: 1, d1Mb: 1 };

const growth = (last: Partial<Footprint>, rates: readonly number[] = [100, 100]): Growth => ({
  before: START,
  parts: rates.map((perSecond) => ({ chains: 1_000, perSecond, cpuPer1000: 10, after: { ...START, ...last } })),
});

const service = (count: number, growth: Growth): NamedGrowth => ({ name: "taipy-edge", count, growth });
const control = (growth: Growth): NamedGrowth => ({ name: "control", count: 1_000, growth });

describe("the run of many scenarios", () => {
  it("reads the resident memory of a process from /proc", () => {
    expect(residentKib("VmPeak:\t  1000 kB\nVmRSS:\t  250000 kB\nThreads:\t11\n")).toBe(250_000);
  });

  it("compares a thousand scenarios with the control, beyond the files that the control opens", () => {
    const size = (last: Partial<Footprint>) =>
      judge([service(1_000, growth(last)), control(growth({ residentMb: 300, openFiles: 65 }))]).map(
        ({ measured, met }) => [measured, met],
      );
    expect(size({ residentMb: 390, openFiles: 75, objectsMb: 25 })).toEqual([
      ["10.00", true],
      ["25.00", true],
      ["1.30", true],
    ]);
    expect(size({ residentMb: 393, openFiles: 76, objectsMb: 25.1 }).map(([, met]) => met)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("compares the last thousand of ten thousand with the first", () => {
    const rate = (rates: readonly number[]) => judge([service(10_000, growth({}, rates))])[0];
    expect(rate([100, 20, 80])).toMatchObject({ measured: "0.80", met: true });
    expect(rate([100, 200, 79])).toMatchObject({ measured: "0.79", met: false });
  });

  it("judges nothing that was not measured", () => {
    expect(judge([service(1_000, growth({}))])).toEqual([]);
  });

  it("prints what each figure was at the start and at the end", () => {
    const last = growthTable([service(1_000, growth({ residentMb: 250, openFiles: 61 }, [120, 110]))]);
    expect(last.split("\n").at(-1)).toBe(
      "| taipy-edge | 1000 | 120 → 110 | 10.0 → 10.0 | 200 → 250 | 60.0 → 61.0 | 1.0 → 1.0 | 1.0 → 1.0 |",
    );
  });
});
