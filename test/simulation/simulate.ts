import { parseArgs } from "node:util";
import { type Report, simulate } from "./simulation.ts";
import { type Summary, simulateMany } from "./slice.ts";

// npm run simulate -- --seeds 10000 [--seed 1] [--first 46] [--stop [--promise text]] [--trace]

const { values } = parseArgs({
  options: {
    /** How many. */
    seeds: { type: "string", default: "200" },
    /** The first one. */
    seed: { type: "string", default: "1" },
    /** One that is run before all others. */
    first: { type: "string" },
    /** End with the first failure. */
    stop: { type: "boolean", default: false },
    /** Only a failure that names this promise counts. */
    promise: { type: "string", default: "" },
    /** Print everything that happens. */
    trace: { type: "boolean", default: false },
  },
});

/** From this number on, all cores help. */
const MANY = 400;

const first = Number(values.seed);
const count = Number(values.seeds);
const totals = { seeds: 0, jobs: 0, steps: 0, failures: 0 };

function onReport({ seed, failure, jobs, steps }: Summary | Report): void {
  totals.seeds += 1;
  totals.jobs += jobs;
  totals.steps += steps;
  if (failure === null || !failure.startsWith(values.promise)) return;
  totals.failures += 1;
  console.log(`npm run simulate -- --seeds 1 --seed ${seed} --trace   # ${failure.split("\n").slice(0, 3).join(" ")}`);
}

const startedMs = performance.now();
if (count >= MANY && !values.stop && !values.trace) {
  await simulateMany(first, count, onReport);
} else {
  const print = values.trace ? (line: string) => console.log(line) : null;
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  for (const seed of values.first === undefined ? seeds : [Number(values.first), ...seeds]) {
    onReport(await simulate(seed, print));
    if (values.stop && totals.failures > 0) break;
  }
}
const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
console.log(
  `${totals.seeds} seeds: ${totals.jobs} jobs, ${totals.steps} steps, ${totals.failures} failures, ${seconds} s`,
);
process.exitCode = totals.failures === 0 ? 0 : 1;
