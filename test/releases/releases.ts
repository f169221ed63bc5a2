import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { ROOT } from "../harness/bundle.ts";
import type { SimulatedRelease } from "./simulated-release.ts";

/** The release before this code: neighbouring releases alternate, older ones do not. */
export const LAST_RELEASE = "0.1.0";

export const RELEASES = path.join(ROOT, "test/releases");

/** The files of the application that every release's fixture is built with. */
export const APPLICATION_FILES = [
  "test/crash/application/app.ts",
  "test/crash/application/arithmetic.ts",
  "test/releases/application/app.ts",
] as const;

/** What `release.json` says of a fixture. */
export interface ReleaseFacts {
  readonly version: string;
  readonly commit: string;
  /** Of {@link APPLICATION_FILES}. */
  readonly application: string;
}

const unzip = promisify(gunzip);

const readFixture = async (release: string, name: string): Promise<string> =>
  (await unzip(await readFile(path.join(RELEASES, release, `${name}.js.gz`)))).toString();

export async function releaseFacts(release: string): Promise<ReleaseFacts> {
  return JSON.parse(await readFile(path.join(RELEASES, release, "release.json"), "utf8")) as ReleaseFacts;
}

/** The release's `wrangler.toml`. */
export const releaseConfigPath = (release: string): string => path.join(RELEASES, release, "wrangler.toml");

/** The release's Worker with the application of these tests, in one module. */
export const releasedWorker = (release: string): Promise<string> => readFixture(release, "worker");

/** The release's orchestrator and consumer for the simulator; compare simulated-release.ts. */
export async function simulatedRelease(release: string): Promise<SimulatedRelease> {
  const text = await readFixture(release, "simulated");
  const url = `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
  return (await import(/* @vite-ignore */ url)) as SimulatedRelease;
}

/** One digest of the application's source files. */
export async function applicationDigest(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of APPLICATION_FILES) hash.update(await readFile(path.join(ROOT, file)));
  return hash.digest("hex");
}
