import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type BuildOptions, build } from "esbuild";
import { ROOT } from "../harness/bundle.ts";
import { nodeBuiltins } from "../harness/node-builtins.ts";
import { APPLICATION_FILES, applicationDigest, RELEASES, type ReleaseFacts } from "./releases.ts";

// node test/releases/write-release.ts <commit>: builds the release that this commit is, with the application of the tests
// of alternating releases, and keeps it in test/releases/<version>. See docs/contributing/release.md.

const run = promisify(execFile);
const zip = promisify(gzip);
const COMMON: BuildOptions = {
  bundle: true,
  write: false,
  minify: true,
  keepNames: true,
  format: "esm",
  target: "es2024",
};
const TEXTS = { ".csv": "text", ".toml": "text", ".sql": "text", ".txt": "text" } as const;

const [revision = "HEAD"] = process.argv.slice(2);
const commit = (await run("git", ["rev-parse", revision], { cwd: ROOT })).stdout.trim();
const temporary = await mkdtemp(path.join(tmpdir(), "release-"));
const checkout = path.join(temporary, "checkout");
await run("git", ["worktree", "add", "--detach", checkout, commit], { cwd: ROOT });
try {
  await run("npm", ["ci", "--prefer-offline"], { cwd: checkout });
  for (const file of APPLICATION_FILES) {
    await mkdir(path.dirname(path.join(checkout, file)), { recursive: true });
    await copyFile(path.join(ROOT, file), path.join(checkout, file));
  }
  const { version } = JSON.parse(await readFile(path.join(checkout, "package.json"), "utf8")) as { version: string };
  const folder = path.join(RELEASES, version);
  if (existsSync(folder)) await cp(folder, path.join(checkout, "test/releases", version), { recursive: true });
  await mkdir(folder, { recursive: true });
  await write(folder, "worker", {
    entryPoints: [entry(version, "worker", "application/worker.ts")],
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    plugins: [nodeBuiltins],
    // Inlined: the fixture is one file.
    loader: TEXTS,
  });
  await write(folder, "simulated", {
    entryPoints: [entry(version, "simulated", "simulated-release.ts")],
    platform: "node",
    external: ["cloudflare:*"],
    loader: TEXTS,
  });
  await copyFile(path.join(checkout, "wrangler.toml"), path.join(folder, "wrangler.toml"));
  const facts: ReleaseFacts = { version, commit, application: await applicationDigest() };
  await writeFile(path.join(folder, "release.json"), `${JSON.stringify(facts, null, 2)}\n`);
} finally {
  await run("git", ["worktree", "remove", "--force", checkout], { cwd: ROOT });
  await rm(temporary, { recursive: true, force: true });
}

/** The commit's own entry; a release from before these tests has one beside its fixture. */
function entry(version: string, name: string, own: string): string {
  const added = path.join(checkout, "test/releases", version, `${name}.mjs`);
  return existsSync(added) ? added : path.join(checkout, "test/releases", own);
}

async function write(folder: string, name: string, options: BuildOptions): Promise<void> {
  const { outputFiles } = await build({ ...COMMON, ...options, absWorkingDir: checkout });
  const file = outputFiles?.[0];
  if (file === undefined) throw new Error(`No bundle of the release's ${name}`);
  await writeFile(path.join(folder, `${name}.js.gz`), await zip(file.contents, { level: 9 }));
}
