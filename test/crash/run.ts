import { parseArgs } from "node:util";
import { between, seeded } from "./random.ts";
import { crashRound, type RoundResult } from "./round.ts";

// npm run test:crash -- --rounds 20 [--seed 1] [--submissions 100]: prints a line for each round, and fails if anything was lost or happened twice.
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    submissions: { type: "string", default: "100" },
  },
});

const MAX_KILLS = 3;
const SHOWN_VIOLATIONS = 10;

let failed = 0;
for (let round = 0; round < Number(values.rounds); round += 1) {
  const seed = Number(values.seed) + round;
  const kills = between(seeded(seed), 1, MAX_KILLS);
  const result = await crashRound({ seed, kills, submissions: Number(values.submissions) });
  process.stdout.write(`${summaryOf(result)}\n`);
  for (const violation of result.violations.slice(0, SHOWN_VIOLATIONS)) process.stdout.write(`  ${violation}\n`);
  if (result.violations.length > 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;

function summaryOf(result: RoundResult): string {
  const { seed, kills, openJobs, submissions, jobs, objects, lostTries, seconds } = result;
  const verdict = result.violations.length === 0 ? "ok" : `${result.violations.length} VIOLATIONS`;
  return [
    `seed ${seed}: ${verdict}`,
    `${kills} kills with ${openJobs.join(" + ")} jobs open`,
    `${submissions} submissions, ${jobs} jobs, ${objects} objects`,
    `${lostTries} tries repeated`,
    `${seconds} s`,
  ].join(", ");
}
