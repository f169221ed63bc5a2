import { execFile } from "node:child_process";
import { cp, mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "./bundle.ts";

export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a program of the repository, or of a copy of it. */
export const run = (cwd: string, file: string, ...given: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(file, given, { cwd, env: { ...process.env, NO_COLOR: "1" } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr }),
    );
  });
export const node = (cwd: string, ...given: readonly string[]) => run(cwd, process.execPath, ...given);

/** A folder with these parts of the repository, and with its packages. */
export async function copyOf(...names: readonly string[]): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), "taipy-copy-"));
  for (const name of names) await cp(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  await symlink(path.join(ROOT, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}
