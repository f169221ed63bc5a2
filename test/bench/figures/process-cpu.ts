import { readdir, readFile } from "node:fs/promises";

/** Linux counts a process's time in hundredths of a second (USER_HZ). */
const MS_PER_TICK = 10;

/** The fields of /proc/<pid>/stat after the name of the command, which may contain blanks. */
async function statOf(pid: number): Promise<{ command: string; fields: string[] } | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (text === null) return null;
  const end = text.lastIndexOf(")");
  return { command: text.slice(text.indexOf("(") + 1, end), fields: text.slice(end + 2).split(" ") };
}

/** The runtimes that this process has started. */
export async function runtimePids(): Promise<Set<number>> {
  const pids = (await readdir("/proc")).map(Number).filter((pid) => pid > 0);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const stat = await statOf(pid);
      return stat?.command === "workerd" && Number(stat.fields[1]) === process.pid ? [pid] : [];
    }),
  );
  return new Set(found.flat());
}

/** CPU time that a process has used so far, user and system, all threads, in milliseconds. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await statOf(pid);
  if (stat === null) throw new Error(`Process ${pid} is gone`);
  return (Number(stat.fields[11]) + Number(stat.fields[12])) * MS_PER_TICK;
}

const NANOSECONDS_PER_MS = 1_000_000;

/**
 * The same in nanoseconds, as the scheduler counts it, for work of a few ticks. Threads that have ended are not included.
 */
export async function preciseCpuMs(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const used = await Promise.all(
    threads.map(async (thread) => {
      const [nanoseconds] = (await readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8")).split(" ");
      return Number(nanoseconds);
    }),
  );
  return used.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / NANOSECONDS_PER_MS;
}
