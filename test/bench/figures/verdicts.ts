import type { SideResult, WorkloadResult } from "../measure.ts";
import type { Counts } from "./counts.ts";
import type { Sizes } from "./sizes.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import { type Place, TARGETS, type Target } from "./targets.ts";

export interface Verdict {
  readonly work: string;
  readonly target: string;
  readonly measured: Spread;
  readonly met: boolean;
}

/** What a run has measured. */
export interface Measurements {
  readonly results: readonly WorkloadResult[];
  readonly sizes: Sizes | null;
  /** The platform's operations of a whole chain of three tasks. */
  readonly chain: Counts | null;
}

/** Which targets a run has reached. Targets whose workload was not run are left out. */
export function verdicts(measurements: Measurements): Verdict[] {
  return TARGETS.flatMap((target) => {
    const measured = measuredFor(target, measurements);
    if (measured === null) return [];
    const [sign, met] =
      "atLeast" in target
        ? [`≥ ${target.atLeast}`, measured.median >= target.atLeast]
        : [`≤ ${target.atMost}`, measured.median <= target.atMost];
    return [{ work: target.work, target: sign, measured, met }];
  });
}

function measuredFor(target: Target, { results, sizes, chain }: Measurements): Spread | null {
  if ("size" in target) return sizes?.[target.size] ?? null;
  if ("ofChain" in target) return chain === null ? null : spreadOf([chain[target.ofChain]]);
  if ("rowsWrittenBy" in target) {
    const counts = sideAt(results, target.rowsWrittenBy)?.counts ?? null;
    return counts === null ? null : spreadOf([counts.rows_written / target.entities]);
  }
  const { figure } = target;
  const measured = sideAt(results, target.measured);
  const against = target.against.flatMap((place) => sideAt(results, place) ?? []);
  if (measured === null || against.length === 0) return null;
  const ratios = against.map((other) => ratioOf(measured, other, figure));
  // Compared with the best of several sides: the smallest ratio of rates, the largest of times.
  const sorted = ratios.toSorted((a, b) => a.median - b.median);
  return sorted.at("atLeast" in target ? 0 : -1) ?? null;
}

function sideAt(results: readonly WorkloadResult[], { workload, side }: Place): SideResult | null {
  return results.find(({ name }) => name === workload)?.sides.find(({ name }) => name === side) ?? null;
}

/** Compares round by round, because other load disturbs both sides of a round. */
export function ratioOf(measured: SideResult, floor: SideResult, figure: keyof SideResult["rounds"][number]): Spread {
  const ratios = measured.rounds.flatMap((round, index) => {
    const other = floor.rounds[index];
    return other === undefined ? [] : [round[figure] / other[figure]];
  });
  return spreadOf(ratios);
}
