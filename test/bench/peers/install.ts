import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { ROOT } from "../../harness/bundle.ts";

const FOLDER = path.join(ROOT, "test/bench/peers");

/** npm notes in this file what it has installed. */
const INSTALLED = "node_modules/.package-lock.json";

/** The packages of this folder's lockfile, unless they are there. A peer whose package is missing does not start. */
export async function installPeers(): Promise<void> {
  if (await isCurrent()) return;
  process.stderr.write("Installing the peers…\n");
  try {
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: FOLDER,
      stdio: ["ignore", "ignore", "inherit"],
    });
  } catch (error) {
    process.stderr.write(`*** THE PEERS' PACKAGES COULD NOT BE INSTALLED: ${error} ***\n`);
  }
}

async function isCurrent(): Promise<boolean> {
  const installed = await packagesOf(INSTALLED);
  const wanted = await packagesOf("package-lock.json");
  return Object.entries(wanted).every(
    ([name, { version, optional }]) => name === "" || optional || installed[name]?.version === version,
  );
}

type Packages = Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;

async function packagesOf(lockfile: string): Promise<Packages> {
  const text = await readFile(path.join(FOLDER, lockfile), "utf8").catch(() => '{"packages":{}}');
  return (JSON.parse(text) as { packages: Packages }).packages;
}

/** Of what is compared. */
export async function versions(): Promise<string[]> {
  const { dependencies } = JSON.parse(await readFile(path.join(FOLDER, "package.json"), "utf8")) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const miniflare = JSON.parse(await readFile(path.join(ROOT, "node_modules/miniflare/package.json"), "utf8"));
  const peers = Object.entries(dependencies).map(([name, version]) => `${name.split("/").at(-1)} ${version}`);
  return [`Node ${process.version}`, `Miniflare ${miniflare.version}`, ...peers];
}
