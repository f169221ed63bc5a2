import { type Spread, spreadOf } from "../../figures/statistics.ts";
import type { Measured, Round } from "../rounds.ts";
import type { Verdict } from "./targets.ts";

const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));

export const withSpread = ({ median, min, max }: Spread): string =>
  min === max ? digits(median) : `${digits(median)} (${digits(min)}..${digits(max)})`;

const figure = (rounds: readonly Round[], name: keyof Round): string =>
  withSpread(spreadOf(rounds.map((round) => round[name])));

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}

/** Medians with the smallest and the largest of the rounds. */
export function resultTable(results: readonly Measured[]): string {
  const several = results.filter(({ connections }) => connections > 1);
  const head = ["a chain of 3", "p50 ms", "p95 ms", "p99 ms", "CPU s/1,000 at 1", "fsyncs"];
  const headOfSeveral = ["CPU s/1,000 at 32", "chains/s at 32", "p50 ms at 32", "p99 ms at 32"];
  const alone = results.filter(({ connections }) => connections === 1);
  return table(
    [...head, ...headOfSeveral],
    alone.map(({ work, rounds, fsyncs }) => {
      const others = several.find((other) => other.work === work)?.rounds ?? [];
      return [
        work,
        ...(["p50_ms", "p95_ms", "p99_ms", "cpu_per_1000"] as const).map((name) => figure(rounds, name)),
        fsyncs === null ? "not counted" : digits(fsyncs),
        ...(["cpu_per_1000", "per_second", "p50_ms", "p99_ms"] as const).map((name) => figure(others, name)),
      ];
    }),
  );
}

const FIGURES = { cpu_per_1000: "CPU", p50_ms: "p50" } as const;

export const targetTable = (verdicts: readonly Verdict[]): string =>
  table(
    ["work", "against", "figure", "clients", "target", "measured", ""],
    verdicts.map(({ measured, against, figure: name, connections, atMost, ratio, met }) => [
      measured,
      against,
      FIGURES[name],
      String(connections),
      `≤ ${atMost}`,
      withSpread(ratio),
      met ? "met" : "**not met**",
    ]),
  );
