import { parseArgs } from "node:util";
import { simulate } from "./simulation.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    stop: { type: "boolean", default: false },
    trace: { type: "boolean", default: false },
  },
});

const first = Number(values.seed);
const count = Number(values.seeds);
const print = values.trace ? (line: string) => console.log(line) : null;
const startedMs = performance.now();
let failures = 0;
let jobs = 0;
let steps = 0;
for (let seed = first; seed < first + count; seed += 1) {
  const report = await simulate(seed, print);
  jobs += report.jobs;
  steps += report.steps;
  if (report.failure === null) continue;
  failures += 1;
  console.log(
    `seed ${seed} breaks a promise: ${report.failure}\n  npm run simulate -- --seeds 1 --seed ${seed} --trace`,
  );
  if (values.stop) break;
}
const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
console.log(`${count} seeds, ${jobs} jobs, ${steps} steps, ${failures} failures, ${seconds} s`);
process.exitCode = failures === 0 ? 0 : 1;
