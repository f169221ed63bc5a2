import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";

/** Where this process's group of the CPU controller is, in the first or the second version of control groups. */
export function cpuGroup(cgroups: string): string | null {
  const lines = cgroups.split("\n").map((line) => line.split(":"));
  const first = lines.find(([, controllers = ""]) => controllers.split(",").includes("cpu"));
  if (first !== undefined) return path.join("/sys/fs/cgroup/cpu", first[2] ?? "");
  const second = lines.find(([number, controllers]) => number === "0" && controllers === "");
  return second === undefined ? null : path.join("/sys/fs/cgroup", second[2] ?? "");
}

export interface Share {
  /** How the peers share the processor. */
  readonly text: string;
  end(): Promise<void>;
}

/**
 * Puts this process and all that it starts into one control group. Otherwise Linux gives each *session* an equal share
 * (autogroup), and each of PostgreSQL's processes is a session of its own.
 */
export async function equalShare(): Promise<Share> {
  const setting = await readFile("/proc/sys/kernel/sched_autogroup_enabled", "utf8").catch(() => "0");
  if (setting.trim() === "0") return { text: "The scheduler does not group processes.", end: async () => {} };
  const above = cpuGroup(await readFile("/proc/self/cgroup", "utf8"));
  const group = above === null ? null : path.join(above, `taipy-bench-peers-${process.pid}`);
  try {
    if (above === null || group === null) throw new Error("no control groups");
    await mkdir(group);
    await groupsProcessors(group);
    await move(group);
    return {
      text: "All processes are in one control group, so the scheduler shares the processor by thread.",
      end: async () => {
        await move(above);
        // A process that has not quite ended is still in it. An empty group that stays does no harm.
        await rmdir(group).catch(() => {});
      },
    };
  } catch (error) {
    const text = `*** NOT AN EQUAL SHARE: the scheduler groups by session, and this process can't change it (${error}). ***`;
    return { text, end: async () => {} };
  }
}

/** @throws Error when groups at this place have no share of the processor */
async function groupsProcessors(group: string): Promise<void> {
  const files = await readdir(group);
  if (!files.includes("cpu.shares") && !files.includes("cpu.weight")) throw new Error("no CPU controller");
}

const move = (group: string) => writeFile(path.join(group, "cgroup.procs"), String(process.pid));
