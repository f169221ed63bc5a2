import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os, { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { commandLine, print } from "../../harness/command-line.ts";
import { installPeers, versions } from "./install.ts";
import { equalShare } from "./machine/equal-share.ts";
import { resultTable, targetTable } from "./report/tables.ts";
import { verdicts } from "./report/targets.ts";
import { fsyncsOf, type Measured, measure, type Pace } from "./rounds.ts";
import { type Child, startFile } from "./servers/child.ts";
import { PEERS, type PeerName, WORKS } from "./works.ts";

const USAGE = `npm run bench:peers -- [--quick] [--only <part of a work's name>]… [--json <file>] [--strict]
  --quick   two minutes instead of fifteen
  --only    these works
  --json    where the figures go (default: none)
  --strict  ends with 1 when a target is not met or a peer is missing`;

const QUICK: Pace = { rounds: 3, roundMs: 2_000, warmUpMs: 1_500, counted: 50 };
const FULL: Pace = { rounds: 7, roundMs: 6_000, warmUpMs: 5_000, counted: 200 };
const CLIENTS = [1, 32];

const options = commandLine(USAGE, {
  quick: { type: "boolean", default: false },
  only: { type: "string", multiple: true },
  json: { type: "string" },
  strict: { type: "boolean", default: false },
});
const progress = (text: string): boolean => process.stderr.write(`${text}\n`);

const pace = options.quick ? QUICK : FULL;
const works = WORKS.filter(({ name }) => options.only?.some((part) => name.includes(part)) ?? true);
await installPeers();
const share = await equalShare();
const folder = await mkdtemp(path.join(tmpdir(), "taipy-peers-"));
// PostgreSQL's files belong to a user of its own.
await chmod(folder, 0o755);
const servers = new Map<PeerName, Child>();
const missing: string[] = [];
try {
  for (const peer of new Set(works.map(({ peer }) => peer))) {
    const { name, file } = PEERS[peer];
    try {
      const own = path.join(folder, peer);
      await mkdir(own);
      servers.set(peer, await startFile(file, [own]));
      progress(`${name} listens`);
    } catch (error) {
      missing.push(`*** ${name} COULD NOT BE STARTED AND IS LEFT OUT: ${error} ***`);
      progress(missing.at(-1) ?? "");
    }
  }
  const sides = works.flatMap((work) => {
    const server = servers.get(work.peer);
    return server === undefined ? [] : [{ work, server }];
  });
  const results: Measured[] = [];
  for (const connections of CLIENTS) results.push(...(await measure(sides, connections, pace, progress)));
  for (const { work, server } of sides) {
    const alone = results.find((result) => result.work === work.name && result.connections === 1);
    if (alone !== undefined) alone.fsyncs = await fsyncsOf(work, server, pace);
  }
  const judged = verdicts(results);
  print(`\n${resultTable(results)}\n\n${targetTable(judged)}\n`);
  const about = [new Date().toISOString().slice(0, 10), os.cpus()[0]?.model, `${os.cpus().length} cores`];
  print([...about, ...(await versions())].join(", "));
  print(`${share.text} ${missing.join("\n")}`);
  const argument = process.argv.slice(2).join(" ");
  print(`npm run bench:peers${argument === "" ? "" : ` -- ${argument}`}`);
  if (options.json !== undefined) await writeFile(options.json, JSON.stringify({ pace, results, targets: judged }));
  if (options.strict && (missing.length > 0 || judged.some(({ met }) => !met))) process.exitCode = 1;
} finally {
  await Promise.all([...servers.values()].map((server) => server.end()));
  await share.end();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
