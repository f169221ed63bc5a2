import { readFile, writeFile } from "node:fs/promises";

const KIBIBYTES_PER_MEGABYTE = 1_024;
const SAMPLE_MS = 3;

/** The resident memory of a process in MB, as the kernel counts it: now and at its peak since the last reset. */
interface Resident {
  readonly now: number;
  readonly peak: number;
}

export async function residentOf(pid: number): Promise<Resident> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const megabytes = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]) / KIBIBYTES_PER_MEGABYTE;
  return { now: megabytes("VmRSS"), peak: megabytes("VmHWM") };
}

/** Makes the kernel's peak start again from the present; where it may not, samples have to do. */
const resetPeak = (pid: number): Promise<boolean> =>
  writeFile(`/proc/${pid}/clear_refs`, "5").then(
    () => true,
    () => false,
  );

/** The result of some work, and the highest resident memory of a process meanwhile, in MB. */
export async function peakDuring<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ readonly done: T; readonly peak: number }> {
  const isReset = await resetPeak(pid);
  let peak = 0;
  let isOver = false;
  const samples = (async () => {
    while (!isOver) {
      const resident = await residentOf(pid);
      peak = Math.max(peak, isReset ? resident.peak : resident.now);
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
  })();
  try {
    const done = await work();
    return { done, peak: Math.max(peak, (await residentOf(pid))[isReset ? "peak" : "now"]) };
  } finally {
    isOver = true;
    await samples;
  }
}
