import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { PLANTED } from "./planted.ts";

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, "../../..");
const SEEDS = 600;
const TIMEOUT_MS = 120_000;

/** What the simulator says of the code with a planted bug. */
async function simulateWith(patch: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "planted-"));
  try {
    await Promise.all([
      cp(path.join(ROOT, "src"), path.join(folder, "src"), { recursive: true }),
      cp(path.join(ROOT, "test"), path.join(folder, "test"), { recursive: true }),
      cp(path.join(ROOT, "package.json"), path.join(folder, "package.json")),
      symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules")),
    ]);
    // Outside of any repository, so that git takes the folder as it is.
    const env = { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(folder) };
    await run("git", ["apply", "-C1", path.join(import.meta.dirname, `${patch}.patch`)], { cwd: folder, env });
    const command = ["test/simulation/simulate.ts", "--seeds", String(SEEDS), "--stop"];
    return await run(process.execPath, command, { cwd: folder }).then(
      ({ stdout }) => stdout,
      // The simulator ends like this when it has found something.
      (error: { stdout: string }) => error.stdout,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe.concurrent("the simulator finds", () => {
  it.each(PLANTED)("a planted bug: $breaks", { timeout: TIMEOUT_MS }, async ({ patch, promise }) => {
    const output = await simulateWith(patch);
    expect(output).toContain(promise);
    console.log(`${patch}: ${output.split("\n")[0]?.slice(0, 160)}`);
  });

  it("each patch of the folder", async () => {
    const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(".patch"));
    expect(files.sort()).toEqual(PLANTED.map(({ patch }) => `${patch}.patch`).sort());
  });
});
