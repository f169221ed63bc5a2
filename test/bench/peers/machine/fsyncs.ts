import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const CALLS = "fsync,fdatasync,sync_file_range,msync,syncfs";

/** The calls in the summary of `strace -c`: its columns are time, seconds, µs a call, calls, errors (may be empty), name. */
export function parseSummary(text: string): number {
  return text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => CALLS.split(",").includes(columns.at(-1) ?? ""))
    .reduce((sum, columns) => sum + Number(columns[3]), 0);
}

/** How often these processes call for the disk while `work` runs. @returns null where strace can't count */
export async function countFsyncs(pids: readonly number[], work: () => Promise<void>): Promise<number | null> {
  const folder = await mkdtemp(path.join(tmpdir(), "peers-strace-"));
  const summary = path.join(folder, "summary");
  const options = ["-f", "-c", "-o", summary, "-e", `trace=${CALLS}`, ...pids.flatMap((pid) => ["-p", String(pid)])];
  const strace = spawn("strace", options, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(strace, "exit");
  try {
    if (!(await attached(strace, pids.length))) return null;
    await work();
    strace.kill("SIGINT");
    await ended;
    return parseSummary(await readFile(summary, "utf8"));
  } finally {
    strace.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  }
}

/** It prints a line for each process that it has attached to. */
async function attached(strace: ReturnType<typeof spawn>, count: number): Promise<boolean> {
  const { stderr } = strace;
  if (stderr === null) return false;
  const failed = once(strace, "error").then(() => false);
  const lines = (async () => {
    let left = count;
    for await (const line of createInterface({ input: stderr })) {
      if (/attached/.test(line)) left -= 1;
      if (left === 0) return true;
    }
    return false;
  })();
  const done = await Promise.race([failed, lines]);
  // A full pipe would stop it.
  stderr.resume();
  return done;
}
