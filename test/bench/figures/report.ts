import type { SideResult, WorkloadResult } from "../measure.ts";
import type { Counts } from "./counts.ts";
import type { Sizes } from "./sizes.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import { ratioOf, type Verdict } from "./verdicts.ts";

type Row = readonly string[];

const TWO_DIGITS = 100;
const digits = (value: number): string =>
  Number.isNaN(value)
    ? "-"
    : value >= TWO_DIGITS
      ? value.toFixed(0)
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(2);

const withSpread = ({ median, min, max }: Spread): string =>
  min === max ? digits(median) : `${digits(median)} (${digits(min)}..${digits(max)})`;

const HEAD: Row = [
  "",
  "req/s",
  "p50 ms",
  "p99 ms",
  "CPU ms/req",
  "ratio",
  "CPU ratio",
  "D1 calls",
  "read",
  "written",
  "KV",
  "DO",
  "DO SQL",
  "DO written",
  "queue",
  "KB",
  "load",
];

/** Written, read and acknowledged, as the platform bills it. */
const OPERATIONS_PER_MESSAGE = 3;

/** Explains the columns whose names do not suffice. */
export const LEGEND = `Rows are billed ones, queue = operations, load = part of a core that the load generator took.
Medians with the smallest and the largest of the rounds.`;

export function workloadTable({ name, connections, sides }: WorkloadResult): string {
  const best = bestFloor(sides);
  const rows = sides.map((side) => sideRow(side, best));
  return `\n${name} (${connections} connections)\n${table([HEAD, ...rows])}`;
}

/** The floor for the comparison: the fastest one. */
function bestFloor(sides: readonly SideResult[]): SideResult | null {
  const rate = (side: SideResult): number => spreadOf(side.rounds.map((round) => round.requests_per_second)).median;
  return sides.filter((side) => side.isFloor).toSorted((a, b) => rate(b) - rate(a))[0] ?? null;
}

function sideRow(side: SideResult, floor: SideResult | null): Row {
  const figure = (name: keyof SideResult["rounds"][number]) => spreadOf(side.rounds.map((round) => round[name]));
  return [
    side.name,
    withSpread(figure("requests_per_second")),
    withSpread(figure("p50_ms")),
    withSpread(figure("p99_ms")),
    withSpread(figure("cpu_ms_per_request")),
    side.isFloor || floor === null ? "" : withSpread(ratioOf(side, floor, "requests_per_second")),
    side.isFloor || floor === null ? "" : withSpread(ratioOf(side, floor, "cpu_ms_per_request")),
    ...countCells(side.counts),
    digits(figure("bytes_per_answer").median / 1_000),
    digits(figure("generator_busy").median),
  ];
}

function countCells(counts: Counts | null): Row {
  if (counts === null) return ["", "", "", "", "", "", "", ""];
  const { d1_calls, rows_read, rows_written, kv_reads, kv_writes } = counts;
  const { object_requests, object_statements, object_rows_written, queue_messages } = counts;
  const ofD1 = [d1_calls, rows_read, rows_written];
  const ofObjects = [object_requests, object_statements, object_rows_written];
  return [...ofD1, kv_reads + kv_writes, ...ofObjects, queue_messages * OPERATIONS_PER_MESSAGE]
    .map(digits)
    .map((text) => text.replace(/\.00$/, ""));
}

export const verdictTable = (verdicts: readonly Verdict[]): string =>
  `\nTargets\n${table([
    ["work", "target", "measured", ""],
    ...verdicts.map(({ work, target, measured, met }) => [work, target, withSpread(measured), met ? "met" : "NOT MET"]),
  ])}`;

export const sizeLines = ({ bundleBytes, startCpuMs }: Sizes): string =>
  `\nBundle: ${kib(bundleBytes)} gzipped as deployed. ` +
  `Start of the isolate: ${withSpread(startCpuMs)} ms CPU beyond an empty Worker.`;

/** Operations that did not occur are left out. */
export function countLines(chain: Counts): string {
  const counts = Object.entries(chain).filter(([, count]) => count > 0);
  const texts = counts.map(([name, count]) => `${name.replaceAll("_", " ")} ${digits(count)}`);
  return `\nA chain of 3, created, submitted and waited for: ${texts.join(", ")}.`;
}

const kib = ({ median }: Spread): string => `${(median / 1_024).toFixed(0)} KiB`;

function table(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number): string => {
    const width = widths[column] ?? 0;
    return column === 0 ? text.padEnd(width) : text.padStart(width);
  };
  return rows.map((row) => `  ${row.map(cell).join("  ")}`.trimEnd()).join("\n");
}
