import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Planted } from "./planted.ts";

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, "../../..");
/** So many seeds have to be enough to find a bug. */
const SEEDS = 600;
/** Patches that are tried at the same time. */
const PLACES = 2;
const COPIED = ["src", "test", "package.json", "tsconfig.json"] as const;

/** The configuration with which a unit test runs over a copy of the source. */
const UNIT_TESTS = `import { textFiles } from "./test/harness/text-files.ts";
export default { plugins: [textFiles()], test: { testTimeout: 30_000, include: ["test/**/*.test.ts"] } };
`;

/** Copies of the source: a patch has one for itself, and hands it on when it was tried. */
export class Copies {
  readonly #free: Promise<string>[] = Array.from({ length: PLACES }, copySource);
  readonly #waiting: ((copy: Promise<string>) => void)[] = [];

  /** @returns what the simulator, or the test that finds the bug, says of the code with the bug */
  async tryPatch({ patch, promise, caughtBy }: Planted, firstSeed: number | undefined): Promise<string> {
    const copy = this.#free.pop() ?? new Promise<string>((resolve) => this.#waiting.push(resolve));
    const folder = await copy;
    // Outside of any repository, so that git takes the folder as it is.
    const env = { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(folder) };
    const apply = (...options: string[]) =>
      run("git", ["apply", "-C1", ...options, path.join(import.meta.dirname, `${patch}.patch`)], { cwd: folder, env });
    try {
      await apply();
      const command = caughtBy === undefined ? simulator(promise, firstSeed) : unitTest(caughtBy, promise);
      // Both end with an error when they have found something.
      const { stdout, stderr } = await run(process.execPath, command, { cwd: folder }).catch((error: Output) => error);
      await apply("-R");
      return `${stdout}${stderr}`;
    } finally {
      this.#handOn(copy);
    }
  }

  async remove(): Promise<void> {
    for (const copy of this.#free) await rm(await copy, { recursive: true, force: true });
  }

  #handOn(copy: Promise<string>): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(copy);
    else next(copy);
  }
}

const simulator = (promise: string, firstSeed: number | undefined): string[] => [
  "test/simulation/simulate.ts",
  ...["--seeds", String(SEEDS), "--stop", "--promise", promise],
  ...(firstSeed === undefined ? [] : ["--first", String(firstSeed)]),
];

/** The test whose name has the promise; it is named when it fails. */
const unitTest = (file: string, promise: string): string[] => [
  ...["node_modules/vitest/vitest.mjs", "run", "--reporter", "dot"],
  ...["--testNamePattern", promise.replaceAll(/[^\w\s]/g, "."), file],
];

async function copySource(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "planted-"));
  await Promise.all(COPIED.map((name) => cp(path.join(ROOT, name), path.join(folder, name), { recursive: true })));
  await symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  await writeFile(path.join(folder, "vitest.config.ts"), UNIT_TESTS);
  return folder;
}
