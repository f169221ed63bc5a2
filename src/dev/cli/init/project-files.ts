import { UsageError } from "../usage-error.ts";
import type { ReadTemplate } from "./templates.ts";
import { wranglerText } from "./wrangler-text.ts";

export interface ProjectOptions {
  /** Of the Worker, and the beginning of the names of its resources. */
  readonly name: string;
  /** The version, or another specification, of the package `taipy-edge`. */
  readonly dependency: string;
}

const TEMPLATES = "cli/template";
/** The example's name in the templates. */
const NAME = "my-app";

/** Files of a project that are copied, and where they come from. */
const COPIED = {
  "tsconfig.json": `${TEMPLATES}/tsconfig.json.template`,
  ".gitignore": `${TEMPLATES}/gitignore.template`,
  ".github/workflows/check.yml": `${TEMPLATES}/check.yml.template`,
  "src/index.ts": `${TEMPLATES}/src/index.ts.template`,
  "src/app/files.d.ts": `${TEMPLATES}/src/app/files.d.ts.template`,
  "src/app/index.ts": "new-app/app/index.ts",
  "src/app/functions.ts": "new-app/app/functions.ts",
  "src/app/config.toml": "new-app/app/config.toml",
  "test/order.test.ts": `${TEMPLATES}/test/order.test.ts.template`,
} as const;

/** Letters for a DNS label, a bucket and a queue, with the environment and `-taipy-jobs-alone` behind them. */
const VALID = /^[a-z][a-z0-9-]{0,33}[a-z0-9]$/;

/**
 * The name of a Worker, of the name that a folder has.
 * @throws UsageError when no name can be made of it
 */
export function nameOf(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  if (VALID.test(name)) return name;
  throw new UsageError(
    `\`${text}\` is no name for a Worker: it has 2 to 35 letters, digits and dashes, and begins with a letter. ` +
      "Nothing was changed; choose one: npx taipy-edge init <folder> --name my-app",
  );
}

/** All files of a new project, by their paths in it. */
export function templateFiles({ name, dependency }: ProjectOptions, read: ReadTemplate): ReadonlyMap<string, string> {
  const copied = Object.entries(COPIED).map(([file, from]) => [file, read(from)] as const);
  const manifest = JSON.parse(read(`${TEMPLATES}/package.json.template`));
  manifest.name = name;
  manifest.dependencies["taipy-edge"] = dependency;
  return new Map([
    ["package.json", `${JSON.stringify(manifest, null, 2)}\n`],
    ["wrangler.toml", wranglerText(name, read)],
    ["README.md", read(`${TEMPLATES}/README.md.template`).replaceAll(NAME, name)],
    ...copied,
  ]);
}

/** The files of a new project that no application changes by itself, and their texts. */
export const templateTexts = (read: ReadTemplate): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(COPIED)
      .filter(([file]) => !isOfApplication(file))
      .map(([file, from]) => [file, read(from)]),
  );

const isOfApplication = (file: string): boolean =>
  file.startsWith("test/") || (file.startsWith("src/app/") && !file.endsWith(".d.ts"));

/** The version of wrangler with which the release is tested. */
export const testedWrangler = (read: ReadTemplate): string =>
  JSON.parse(read(`${TEMPLATES}/package.json.template`)).devDependencies.wrangler;

/** Files that a project needs beside its application and its tests. */
export const projectPaths: readonly string[] = ["package.json", "tsconfig.json", ".gitignore", "src/index.ts"];
