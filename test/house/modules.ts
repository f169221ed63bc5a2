import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const SRC = path.resolve(import.meta.dirname, "../../src");
const TEST = path.resolve(import.meta.dirname, "..");

/** A source file: its path below `src` or `test`, its text, and what it imports. */
export interface Module {
  readonly file: string;
  readonly source: string;
  /** Imported files of the same tree, by their paths in it; types and dynamic imports count too. */
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

const IMPORT = /^(?:(?:import|export|\}).* from|import) "([^"]+)"|\bimport\("([^"]+)"\)/gm;

function readModules(root: string): readonly Module[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith(".d.ts"))
    .sort()
    .map((file) => {
      const source = readFileSync(path.join(root, file), "utf8");
      const names = [...source.matchAll(IMPORT)].map(([, fixed, dynamic]) => fixed ?? dynamic ?? "");
      const files = names.map((name) => fileOf(file, name)).filter((name) => name !== null);
      const packages = names.filter((name) => fileOf(file, name) === null);
      return { file, source, files, packages };
    });
}

/** Applications import the package by its name, and so does src/index.ts. */
const ENTRY_POINTS: Readonly<Record<string, string>> = {
  "taipy-edge": "taipy-edge.ts",
  "taipy-edge/worker": "worker.ts",
  "taipy-edge/client": "client/index.ts",
  "taipy-edge/testing": "testing/index.ts",
};

function fileOf(importer: string, name: string): string | null {
  const entry = ENTRY_POINTS[name];
  if (entry !== undefined) return entry;
  return name.startsWith(".") ? path.posix.join(path.posix.dirname(importer), name) : null;
}

export const sources = readModules(SRC);
export const tests = readModules(TEST);

/** The room of a file: its folder directly below the root, or the file itself. */
export const roomOf = (file: string): string => file.split("/")[0] ?? file;

/** The same text without comments, so that a check doesn't read prose. */
export const codeOf = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
