import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { commandLine, print } from "../../harness/command-line.ts";
import { countsOfChain } from "../counted-chain.ts";
import { equalShare } from "../peers/machine/equal-share.ts";
import { measure, type Pace } from "../peers/rounds.ts";
import { type Child, startFile } from "../peers/servers/child.ts";
import { floorWork, freshWork, type Work } from "../peers/works.ts";
import { CLIENTS, grow } from "./growth.ts";
import { growthTable, judge, type NamedGrowth, objectsTable, verdictTable } from "./report.ts";

const USAGE = `npm run bench:scale -- [--scenarios <count>]… [--objects <N>]… [--quick] [--strict]
  --scenarios  so many are created and submitted as fast as they go (default: 1000 and 10000; 0 = none)
  --objects    chains a second with N objects a region (default: 1, 4, 16, 64; 0 = none)
  --quick      1,000 scenarios, and short rounds
  --strict     ends with 1 when a target is not met`;

const options = commandLine(USAGE, {
  scenarios: { type: "string", multiple: true },
  objects: { type: "string", multiple: true },
  quick: { type: "boolean", default: false },
  strict: { type: "boolean", default: false },
});

const counts = (options.scenarios ?? (options.quick ? ["1000"] : ["1000", "10000"])).map(Number).filter(Boolean);
const objects = (options.objects ?? ["1", "4", "16", "64"]).map(Number).filter(Boolean);
const pace: Pace = options.quick
  ? { rounds: 3, roundMs: 3_000, warmUpMs: 3_000, counted: 0 }
  : { rounds: 7, roundMs: 6_000, warmUpMs: 5_000, counted: 0 };

const progress = (text: string): boolean => process.stderr.write(`${text}\n`);

/** The variable of the bench's Worker that sets how many objects a region has. */
const OBJECTS = "BENCH_OBJECTS";
/** The D1 calls of the floor: a creation's batch and a drain. */
const FLOOR_CALLS = 2;
/** Each part of a growth is a thousand chains, and there are at least so many parts. */
const LEAST_PARTS = 4;
const PART = 1_000;

const share = await equalShare();
const folder = await mkdtemp(path.join(tmpdir(), "taipy-scale-"));
await chmod(folder, 0o755);
try {
  const growths = await growAll();
  if (growths.length > 0) print(`\n${growthTable(growths)}`);
  const judged = judge(growths);
  if (judged.length > 0) print(`\n${verdictTable(judged)}`);
  if (objects.length > 0) print(`\n${objectsTable(await throughputs())}`);
  print(`\n${share.text}\nnpm run bench:scale -- ${process.argv.slice(2).join(" ")}`);
  if (options.strict && judged.some(({ met }) => !met)) process.exitCode = 1;
} finally {
  await share.end();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** The service, and as a control the floor with as many D1 calls. */
async function growAll(): Promise<NamedGrowth[]> {
  if (counts.length === 0) return [];
  const { d1_calls } = await countsOfChain(CLIENTS);
  const calls = Math.round(d1_calls);
  progress(`${calls} D1 calls a chain`);
  const sides = [
    { name: "taipy-edge", file: "taipy.ts", work: freshWork },
    { name: "control", file: "floor.ts", work: floorWork(Math.max(0, calls - FLOOR_CALLS)) },
  ] as const;
  const growths: NamedGrowth[] = [];
  for (const count of counts) {
    for (const { name, file, work } of sides) {
      const parts = Math.max(LEAST_PARTS, count / PART);
      const own = path.join(folder, `${name}-${count}`);
      const growth = await grow({ file, work }, own, count, parts);
      growths.push({ name, count, growth });
      progress(`${name}: ${count} chains`);
    }
  }
  return growths;
}

/** Chains a second with so many objects, in turns. */
async function throughputs() {
  const servers: { readonly work: Work; readonly server: Child }[] = [];
  try {
    for (const count of objects) {
      const own = path.join(folder, `objects-${count}`);
      await mkdir(own);
      const server = await startFile("taipy.ts", [own, `${OBJECTS}=${count}`]);
      servers.push({ work: { ...freshWork, name: String(count) }, server });
    }
    return await measure(servers, CLIENTS, pace, progress);
  } finally {
    await Promise.all(servers.map(({ server }) => server.end()));
  }
}
