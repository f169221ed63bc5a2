import { describe, expect, it } from "vitest";
import { quantile, spreadOf } from "../figures/statistics.ts";
import { cpuGroup } from "./machine/equal-share.ts";
import { parseSummary } from "./machine/fsyncs.ts";
import { parseStat, treeOf } from "./machine/process-tree.ts";
import { resultTable, targetTable } from "./report/tables.ts";
import { verdicts } from "./report/targets.ts";
import type { Measured, Round } from "./rounds.ts";

const process = (pid: number, parent: number) => ({ pid, parent, command: "node", cpuMs: 1 });

const round = (overrides: Partial<Round>): Round => ({
  p50_ms: 10,
  p95_ms: 20,
  p99_ms: 30,
  per_second: 100,
  cpu_per_1000: 5,
  generator_busy: 0.2,
  ...overrides,
});

const measured = (work: string, connections: number, rounds: readonly Partial<Round>[]): Measured => ({
  work,
  connections,
  rounds: rounds.map(round),
  fsyncs: connections === 1 ? 3 : null,
});

describe("the comparison with the peers", () => {
  it("takes a process's time and that of its ended children from /proc, whatever its command is called", () => {
    const fields = "S 17 42 42 0 -1 4194560 100 0 0 0 30 12 5 3 20 0 11 0 12345";
    const stat = { pid: 4711, parent: 17, command: "postgres: a) b (c", cpuMs: 500 };
    expect(parseStat(`4711 (${stat.command}) ${fields}`)).toEqual(stat);
  });

  it("counts a process with all its descendants, and no other process", () => {
    const all = [process(1, 0), process(10, 1), process(30, 20), process(20, 10), process(11, 1)];
    expect(treeOf(10, all).map(({ pid }) => pid)).toEqual([10, 20, 30]);
    expect(treeOf(99, all)).toEqual([]);
  });

  it("adds up the calls for the disk in strace's summary, with and without errors", () => {
    const summary = `% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 60.00    0.600000        6000       100         2 fdatasync
 40.00    0.400000        8000        50           fsync
------ ----------- ----------- --------- --------- ----------------
100.00    1.000000        6666       150         2 total
`;
    expect(parseSummary(summary)).toBe(150);
    expect(parseSummary("")).toBe(0);
  });

  it("finds its control group in both versions of Linux's control groups", () => {
    expect(cpuGroup("9:name=systemd:/x\n2:cpu,cpuacct:/jobs\n0::/\n")).toBe("/sys/fs/cgroup/cpu/jobs");
    expect(cpuGroup("0::/user.slice/session-1.scope\n")).toBe("/sys/fs/cgroup/user.slice/session-1.scope");
    expect(cpuGroup("")).toBeNull();
  });

  it("takes quantiles of the calls, and the median, the smallest and the largest of the rounds", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([0.5, 0.95, 0.99, 1].map((part) => quantile(hundred, part))).toEqual([51, 96, 100, 100]);
    expect(spreadOf([3, 1, 2, 9])).toEqual({ median: 2.5, min: 1, max: 9 });
  });

  it("judges the median of the ratios of single rounds", () => {
    const target = {
      measured: "ours",
      against: "theirs",
      figure: "cpu_per_1000",
      connections: 32,
      atMost: 0.5,
    } as const;
    const results = [
      measured("ours", 1, [{ cpu_per_1000: 100 }]),
      measured("ours", 32, [{ cpu_per_1000: 4 }, { cpu_per_1000: 50 }, { cpu_per_1000: 5 }]),
      measured("theirs", 32, [{ cpu_per_1000: 10 }, { cpu_per_1000: 100 }, { cpu_per_1000: 4 }]),
    ];
    const [verdict] = verdicts(results, [target]);
    expect(verdict).toMatchObject({ ratio: { median: 0.5, min: 0.4, max: 1.25 }, met: true });
    expect(verdicts(results, [{ ...target, atMost: 0.49 }])[0]?.met).toBe(false);
  });

  it("leaves out a target of a peer that was not measured", () => {
    const target = { measured: "ours", against: "missing", figure: "p50_ms", connections: 1, atMost: 1 } as const;
    expect(verdicts([measured("ours", 1, [{}])], [target])).toEqual([]);
  });

  it("prints Markdown tables with the spread of the rounds and with each target's verdict", () => {
    const results = [
      measured("ours", 1, [{ p50_ms: 9 }, { p50_ms: 12 }, { p50_ms: 10 }]),
      measured("ours", 32, [{ per_second: 250 }]),
    ];
    expect(resultTable(results).split("\n")).toEqual([
      "| a chain of 3 | p50 ms | p95 ms | p99 ms | CPU s/1,000 at 1 | fsyncs | CPU s/1,000 at 32 | chains/s at 32 | p50 ms at 32 | p99 ms at 32 |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
      "| ours | 10.0 (9.00..12.0) | 20.0 | 30.0 | 5.00 | 3.00 | 5.00 | 250 | 10.0 | 30.0 |",
    ]);
    const target = { measured: "ours", against: "ours", figure: "p50_ms", connections: 1, atMost: 0.9 } as const;
    expect(
      targetTable(verdicts(results, [target]))
        .split("\n")
        .at(-1),
    ).toBe("| ours | ours | p50 | 1 | ≤ 0.9 | 1.00 | **not met** |");
  });
});
