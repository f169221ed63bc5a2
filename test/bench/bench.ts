import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ROOT } from "../harness/bundle.ts";
import { commandLine, print } from "../harness/command-line.ts";
import { countsOfChain } from "./counted-chain.ts";
import { countLines, LEGEND, sizeLines, verdictTable, workloadTable } from "./figures/report.ts";
import { measureSizes } from "./figures/sizes.ts";
import { verdicts } from "./figures/verdicts.ts";
import { Fleet } from "./fleet.ts";
import { measure, type Pace, type WorkloadResult } from "./measure.ts";
import { readWorkloads } from "./workloads/read-workloads.ts";
import { type Burst, writeWorkloads } from "./workloads/write-workloads.ts";

const USAGE = `npm run bench -- [--quick] [--only <part of a workload's name>]… [--json <file>] [--strict]
  --quick   four minutes instead of twenty
  --only    these workloads; "sizes" = the bundle and the start of the isolate,
            "counts" = the platform's operations of a chain of three tasks
  --json    where the figures go (default: bench-results.json)
  --strict  ends with 1 when a target is not met`;

const QUICK: Pace = { rounds: 3, roundMs: 400, warmUpMs: 250, countedCalls: 64 };
const FULL: Pace = { rounds: 7, roundMs: 1_500, warmUpMs: 1_000, countedCalls: 256 };
const QUICK_BURST: Burst = { submissions: 200, rounds: 3 };
const FULL_BURST: Burst = { submissions: 1_000, rounds: 3 };
const SIZES = "sizes";
const COUNTS = "counts";

const options = commandLine(USAGE, {
  quick: { type: "boolean", default: false },
  only: { type: "string", multiple: true },
  json: { type: "string", default: path.join(ROOT, "bench-results.json") },
  strict: { type: "boolean", default: false },
});

const isWanted = (name: string): boolean => options.only?.some((part) => name.includes(part)) ?? true;

const pace = options.quick ? QUICK : FULL;
const stores = options.quick ? [1_000, 100_000] : [1_000, 10_000, 100_000];
const burst = options.quick ? QUICK_BURST : FULL_BURST;
const begin = Date.now();
const fleet = new Fleet();
const results: WorkloadResult[] = [];
try {
  const sizes = isWanted(SIZES) ? await measureSizes(pace.rounds) : null;
  if (sizes !== null) print(sizeLines(sizes));
  const chain = isWanted(COUNTS) ? await countsOfChain(1) : null;
  if (chain !== null) print(countLines(chain));
  for (const workload of [...readWorkloads(stores), ...writeWorkloads(burst)]) {
    if (!isWanted(workload.name)) continue;
    const result = await measure(fleet, workload, pace);
    results.push(result);
    print(workloadTable(result));
  }
  print(`\n${LEGEND}`);
  const judged = verdicts({ results, sizes, chain });
  print(verdictTable(judged));
  const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, node: process.version, platform: os.release() };
  await mkdir(path.dirname(options.json), { recursive: true });
  await writeFile(
    options.json,
    `${JSON.stringify({ machine, pace, stores, sizes, chain, results, targets: judged }, null, 2)}\n`,
  );
  print(`\n${((Date.now() - begin) / 60_000).toFixed(1)} minutes; figures in ${options.json}`);
  if (options.strict && judged.some(({ met }) => !met)) process.exitCode = 1;
} finally {
  await fleet.stop();
}
