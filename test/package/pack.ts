import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The file that `npm pack` has made. */
    readonly tarball: string;
  }
}

const ROOT = path.join(import.meta.dirname, "../..");

/** Packs the repository once for all files of tests. */
export default async function pack({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "taipy-package-"));
  const args = ["pack", "--json", "--pack-destination", folder, "--foreground-scripts=false"];
  const { stdout } = await promisify(execFile)("npm", args, { cwd: ROOT, maxBuffer: 2 ** 24 });
  const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
  provide("tarball", path.join(folder, filename));
  return () => rm(folder, { recursive: true });
}
