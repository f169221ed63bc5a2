import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

export const ROOT = path.join(import.meta.dirname, "../..");

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A folder outside the repository, where nothing of the repository is found. */
export interface Project {
  readonly folder: string;
  write(name: string, text: string): Promise<void>;
  read(name: string): Promise<string>;
  /** Runs a program in it. */
  run(file: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Runs a script under the Node of this process. */
  node(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  npm(...args: readonly string[]): Promise<Ended>;
  remove(): Promise<void>;
}

export async function emptyProject(): Promise<Project> {
  return projectIn(await mkdtemp(path.join(tmpdir(), "taipy-project-")));
}

export function projectIn(folder: string): Project {
  const run = (file: string, args: readonly string[], env = {}): Promise<Ended> =>
    new Promise((resolve) => {
      const options = { cwd: folder, env: { ...environment(), ...env }, maxBuffer: 2 ** 26 };
      execFile(file, args, options, (error, stdout, stderr) =>
        resolve({
          code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1,
          output: stdout + stderr,
        }),
      );
    });
  return {
    folder,
    write: (name, text) => writeFile(path.join(folder, name), text),
    read: (name) => readFile(path.join(folder, name), "utf8"),
    run,
    node: (args, env) => run(process.execPath, args, env),
    npm: (...args) => run("npm", args),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Installs packages as quickly as the cache allows. @throws Error with npm's output */
export async function install(project: Project, ...packages: readonly string[]): Promise<void> {
  const { code, output } = await project.npm("install", "--prefer-offline", "--no-audit", "--no-fund", ...packages);
  if (code !== 0) throw new Error(`npm install ${packages.join(" ")} failed:\n${output}`);
}

/** Of this process, without what vitest and npm tell their children, and with its Node first. */
export function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_(?!config_registry)|VITEST|NODE_ENV|NODE_OPTIONS|INIT_CWD)/.test(name),
  );
  const outside = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => !folder.startsWith(ROOT));
  const PATH = [path.dirname(process.execPath), ...outside].join(path.delimiter);
  return { ...Object.fromEntries(own), PATH, NO_COLOR: "1", CI: "1" };
}
