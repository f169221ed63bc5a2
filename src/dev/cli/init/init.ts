import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { RELEASE } from "../../../core/config/release.ts";
import { readOptions } from "../options.ts";
import { UsageError } from "../usage-error.ts";
import { nameOf, templateFiles } from "./project-files.ts";
import { readTemplate } from "./templates.ts";

const CALL = "taipy-edge init <folder>";
const OPTIONS = {
  name: { type: "string", value: "my-app", help: "the name of the Worker; by default that of the folder" },
  package: {
    type: "string",
    value: "taipy-edge.tgz",
    help: "the package that the project depends on, instead of this release in the registry",
  },
} as const;

/**
 * Makes a project in a folder that is new or empty.
 * @throws UsageError before anything is written
 */
export async function init(args: readonly string[]): Promise<number> {
  const given = readOptions(CALL, OPTIONS, 1, args);
  if (given === null) return 0;
  const [where] = given.positionals;
  if (where === undefined) throw new UsageError(`Which folder? Write for example: npx taipy-edge init my-app`);
  const folder = path.resolve(where);
  refuseUsed(folder, where);
  const name = nameOf(given.text("name") ?? path.basename(folder));
  const files = templateFiles({ name, dependency: dependencyOf(given.text("package")) }, readTemplate);

  for (const [file, text] of files) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  console.log(nextSteps(path.relative(process.cwd(), folder), files.size));
  return 0;
}

function refuseUsed(folder: string, where: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory())
    throw new UsageError(`${where} is a file. Nothing was changed; name a new folder.`);
  const [first] = readdirSync(folder).filter((file) => file !== ".git");
  if (first !== undefined) {
    throw new UsageError(`${where} is not empty: it has ${first}. Nothing was changed; name a new folder.`);
  }
}

function dependencyOf(given: string | undefined): string {
  if (given === undefined) return `^${RELEASE}`;
  return existsSync(given) ? `file:${path.resolve(given)}` : given;
}

function nextSteps(folder: string, files: number): string {
  const enter = folder === "" ? "" : `cd ${folder} && `;
  return `
${files} files. Next:

  ${enter}npm install
  npm start                # runs it on http://localhost:5000; saving a file reloads it
  npm run check            # the configuration and the types
  npm test                 # test/, against the Worker in a local runtime

  curl -X POST 'http://localhost:5000/api/v1/scenarios/?config_id=order'
`;
}
