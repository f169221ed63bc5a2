import { readdir, readFile } from "node:fs/promises";

/** Linux counts a process's time in hundredths of a second (USER_HZ). */
const MS_PER_TICK = 10;

export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** CPU time of the process, and of its children that have ended. */
  readonly cpuMs: number;
}

/** @param text /proc/<pid>/stat, whose second field is the name of the command and may contain blanks and brackets */
export function parseStat(text: string): ProcessStat {
  const end = text.lastIndexOf(")");
  const fields = text.slice(end + 2).split(" ");
  // Of the process: user, system; of its ended children: user, system.
  const ticks = fields.slice(11, 15).map(Number);
  return {
    pid: Number.parseInt(text, 10),
    parent: Number(fields[1]),
    command: text.slice(text.indexOf("(") + 1, end),
    cpuMs: ticks.reduce((sum, part) => sum + part, 0) * MS_PER_TICK,
  };
}

/** The root and all its descendants. */
export function treeOf(root: number, processes: readonly ProcessStat[]): ProcessStat[] {
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const tree = processes.filter(({ pid }) => pid === root);
  // The array grows while it is walked.
  for (const { pid } of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** All processes of the machine. */
async function processes(): Promise<ProcessStat[]> {
  const names = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  // A process may end meanwhile.
  const texts = await Promise.all(names.map((name) => readFile(`/proc/${name}/stat`, "utf8").catch(() => null)));
  return texts.flatMap((text) => (text === null ? [] : parseStat(text)));
}

/** CPU time so far of whole process trees, in milliseconds. */
export async function cpuOfTrees(roots: readonly number[]): Promise<number> {
  return (await processesOfTrees(roots)).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

export async function processesOfTrees(roots: readonly number[]): Promise<ProcessStat[]> {
  const all = await processes();
  return roots.flatMap((root) => treeOf(root, all));
}
