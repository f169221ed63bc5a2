import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { processesOfTrees } from "../peers/machine/process-tree.ts";

/** What the runtime of a server takes. */
export interface Footprint {
  readonly residentMb: number;
  readonly openFiles: number;
  /** The SQLite files of the objects, and of D1. */
  readonly objectsMb: number;
  readonly d1Mb: number;
}

const KIB_PER_MB = 1_000;
const BYTES_PER_MB = 1_000_000;

/**
 * @param root the process that has started the runtime
 * @param folder where the runtime keeps its state
 */
export async function footprint(root: number, folder: string): Promise<Footprint> {
  const runtime = (await processesOfTrees([root])).find(({ command }) => command === "workerd");
  if (runtime === undefined) throw new Error("The runtime's process was not found");
  const status = await readFile(`/proc/${runtime.pid}/status`, "utf8");
  return {
    residentMb: residentKib(status) / KIB_PER_MB,
    openFiles: (await readdir(`/proc/${runtime.pid}/fd`)).length,
    objectsMb: (await sizeOf(path.join(folder, "do"))) / BYTES_PER_MB,
    d1Mb: (await sizeOf(path.join(folder, "d1"))) / BYTES_PER_MB,
  };
}

/** @param status /proc/<pid>/status */
export const residentKib = (status: string): number => Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);

/** The bytes of all files in a folder. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    // SQLite removes its log when an object sleeps.
    files.map(({ parentPath, name }) =>
      stat(path.join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
