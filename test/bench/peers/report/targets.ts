import { type Spread, spreadOf } from "../../figures/statistics.ts";
import type { Measured, Round } from "../rounds.ts";
import { AGAIN, DBOS, FLOOR, FRESH, RESTATE, WORKFLOWS } from "../works.ts";

/** A promise about the ratio of two figures of one run. */
export interface Target {
  readonly measured: string;
  readonly against: string;
  readonly figure: "cpu_per_1000" | "p50_ms";
  readonly connections: number;
  readonly atMost: number;
}

const TARGETS: readonly Target[] = [
  { measured: FRESH, against: WORKFLOWS, figure: "cpu_per_1000", connections: 1, atMost: 0.85 },
  { measured: FRESH, against: WORKFLOWS, figure: "cpu_per_1000", connections: 32, atMost: 0.6 },
  { measured: AGAIN, against: RESTATE, figure: "p50_ms", connections: 1, atMost: 1 },
  { measured: AGAIN, against: DBOS, figure: "cpu_per_1000", connections: 32, atMost: 0.7 },
  { measured: AGAIN, against: RESTATE, figure: "cpu_per_1000", connections: 32, atMost: 1.1 },
  { measured: FRESH, against: FLOOR, figure: "cpu_per_1000", connections: 1, atMost: 1.6 },
  { measured: FRESH, against: FLOOR, figure: "cpu_per_1000", connections: 32, atMost: 1.6 },
];

export interface Verdict extends Target {
  readonly ratio: Spread;
  readonly met: boolean;
}

/** Targets one of whose sides was not measured are left out. */
export function verdicts(results: readonly Measured[], targets: readonly Target[] = TARGETS): Verdict[] {
  return targets.flatMap((target) => {
    const { measured, against, figure, connections, atMost } = target;
    const find = (name: string) =>
      results.find(({ work, connections: others }) => work === name && others === connections)?.rounds ?? [];
    const ratio = ratioOf(find(measured), find(against), figure);
    return Number.isNaN(ratio.median) ? [] : [{ ...target, ratio, met: ratio.median <= atMost }];
  });
}

/** Round by round, because other load disturbs both sides of a round. */
function ratioOf(measured: readonly Round[], against: readonly Round[], figure: Target["figure"]): Spread {
  return spreadOf(
    measured.flatMap((round, index) => {
      const other = against[index];
      return other === undefined ? [] : [round[figure] / other[figure]];
    }),
  );
}
