import { parseArgs } from "node:util";
import { between, seeded } from "./random.ts";
import type { Kind } from "./round/kinds.ts";
import { crashRound, type RoundResult } from "./round/round.ts";

// npm run test:crash -- --rounds 20 [--d1 10] [--versions 5] [--restores 2] [--seed 1] [--submissions 100]: prints a line for each round, and
// fails if anything was lost, happened twice or was answered falsely. Of the rounds, so many are of each kind; the rest is calm.
// By default half of them have a D1 that fails, a quarter two releases in turn, and an eighth an earlier copy of D1. `--rounds 1 --d1 1 --seed 7` repeats one.
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "20" },
    d1: { type: "string" },
    versions: { type: "string" },
    restores: { type: "string" },
    seed: { type: "string", default: "1" },
    submissions: { type: "string", default: "100" },
  },
});

const MAX_KILLS = 3;
const SHOWN_VIOLATIONS = 10;

const rounds = Number(values.rounds);
const withD1 = Number(values.d1 ?? Math.floor(rounds / 2));
const withVersions = Number(values.versions ?? Math.floor(rounds / 4));
const withRestores = Number(values.restores ?? Math.floor(rounds / 8));

let failed = 0;
for (let round = 0; round < rounds; round += 1) {
  const seed = Number(values.seed) + round;
  const kind = kindOf(round);
  // Two releases alternate at least twice, and a copy is made of something.
  const kills = between(seeded(seed), kind === "versions" || kind === "restores" ? 2 : 1, MAX_KILLS);
  const result = await crashRound({ seed, kind, kills, submissions: Number(values.submissions) });
  process.stdout.write(`${summaryOf(result)}\n`);
  for (const violation of result.violations.slice(0, SHOWN_VIOLATIONS)) process.stdout.write(`  ${violation}\n`);
  if (result.violations.length > 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;

function kindOf(round: number): Kind {
  if (round < withD1) return "d1";
  if (round < withD1 + withVersions) return "versions";
  return round < withD1 + withVersions + withRestores ? "restores" : "calm";
}

function summaryOf(result: RoundResult): string {
  const { seed, kind, kills, openJobs, submissions, jobs, objects, writes, lostTries, faults, seconds } = result;
  const verdict = result.violations.length === 0 ? "ok" : `${result.violations.length} VIOLATIONS`;
  const { hangs, failures, refusedPuts, refusedBatches, phases } = faults;
  return [
    `${kind} seed ${seed}: ${verdict}`,
    `${kills} kills with ${openJobs.join(" + ")} jobs open`,
    `${submissions} submissions, ${jobs} jobs, ${objects} objects, ${writes} writes`,
    `${lostTries} tries repeated`,
    ...(kind === "d1" ? [`${phases} phases, ${hangs} hangs, ${failures} failures, ${refusedPuts} refused puts`] : []),
    ...(refusedBatches > 0 ? [`${refusedBatches} batches for which D1 was full`] : []),
    `answers ${[...result.answers].map(([status, count]) => `${status}: ${count}`).join(" ")}`,
    `slowest ${result.slowestMs} ms`,
    `${seconds} s`,
  ].join(", ");
}
