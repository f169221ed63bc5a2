import { spreadOf } from "../figures/statistics.ts";
import { table, withSpread } from "../peers/report/tables.ts";
import type { Measured } from "../peers/rounds.ts";
import type { Growth, Part } from "./growth.ts";

export interface NamedGrowth {
  readonly name: "taipy-edge" | "control";
  readonly count: number;
  readonly growth: Growth;
}

const rounded = (value: number): string => value.toFixed(value < 100 ? 1 : 0);
const fromTo = (before: number, after: number): string => `${rounded(before)} → ${rounded(after)}`;

/** The first and the last of the parts. */
function ends({ parts }: Growth): readonly [first: Part, last: Part] {
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) throw new Error("Nothing was measured");
  return [first, last];
}

export function growthTable(growths: readonly NamedGrowth[]): string {
  const head = ["", "scenarios", "chains/s", "CPU s/1,000", "resident MB", "open files", "objects MB", "D1 MB"];
  return table(
    head,
    growths.map(({ name, count, growth }) => {
      const { before } = growth;
      const [first, last] = ends(growth);
      return [
        name,
        String(count),
        fromTo(first.perSecond, last.perSecond),
        fromTo(first.cpuPer1000, last.cpuPer1000),
        ...(["residentMb", "openFiles", "objectsMb", "d1Mb"] as const).map((name) =>
          fromTo(before[name], last.after[name]),
        ),
      ];
    }),
  );
}

export interface ScaleVerdict {
  readonly work: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
}

const verdict = (work: string, sign: "≤" | "≥", bound: number, measured: number): ScaleVerdict => ({
  work,
  target: `${sign} ${bound}`,
  measured: measured.toFixed(2),
  met: sign === "≤" ? measured <= bound : measured >= bound,
});

/** How many scenarios the targets of size are about, and those of rate. */
const OF_SIZE = 1_000;
const OF_RATE = 10_000;

export function judge(growths: readonly NamedGrowth[]): ScaleVerdict[] {
  const find = (name: NamedGrowth["name"], count: number): Growth | null =>
    growths.find((other) => other.name === name && other.count === count)?.growth ?? null;
  const [service, control, rate] = [find("taipy-edge", OF_SIZE), find("control", OF_SIZE), find("taipy-edge", OF_RATE)];
  return [
    ...(service === null || control === null ? [] : ofSize(service, control)),
    ...(rate === null ? [] : [ofRate(rate)]),
  ];
}

function ofSize(service: Growth, control: Growth): ScaleVerdict[] {
  const opened = ({ before, parts }: Growth): number =>
    Math.max(...parts.map(({ after }) => after.openFiles)) - before.openFiles;
  const resident = (growth: Growth): number => ends(growth)[1].after.residentMb;
  return [
    verdict("1,000 scenarios: files opened, beyond the control's", "≤", 10, opened(service) - opened(control)),
    verdict("1,000 scenarios: MB in the objects' store", "≤", 25, ends(service)[1].after.objectsMb),
    verdict("1,000 scenarios: resident memory, × the control's", "≤", 1.3, resident(service) / resident(control)),
  ];
}

function ofRate(growth: Growth): ScaleVerdict {
  const [first, last] = ends(growth);
  return verdict(
    "10,000 scenarios: rate of the last thousand, × the first's",
    "≥",
    0.8,
    last.perSecond / first.perSecond,
  );
}

export const verdictTable = (verdicts: readonly ScaleVerdict[]): string =>
  table(
    ["work", "target", "measured", ""],
    verdicts.map(({ work, target, measured, met }) => [work, target, measured, met ? "met" : "**not met**"]),
  );

/** @param results one for each number of objects, which is its name */
export const objectsTable = (results: readonly Measured[]): string =>
  table(
    ["objects a region", "chains/s", "CPU s/1,000", "p50 ms", "p99 ms"],
    results.map(({ work, rounds }) => [
      work,
      ...(["per_second", "cpu_per_1000", "p50_ms", "p99_ms"] as const).map((name) =>
        withSpread(spreadOf(rounds.map((round) => round[name]))),
      ),
    ]),
  );
