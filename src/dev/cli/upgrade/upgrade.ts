import { existsSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { RELEASE } from "../../../core/config/release.ts";
import { projectPaths, templateTexts, testedWrangler } from "../init/project-files.ts";
import { readTemplate } from "../init/templates.ts";
import { readOptions } from "../options.ts";
import { readJson, readToml } from "../parsed-files.ts";
import { tableOf } from "../tables.ts";
import { UsageError } from "../usage-error.ts";
import { type Difference, differencesOf, withAdditions } from "./wrangler-differences.ts";

const CALL = "taipy-edge upgrade";
const OPTIONS = {
  write: { type: "boolean", help: "adds to wrangler.toml the bindings that it lacks" },
} as const;
const FILE = "wrangler.toml";

/** Says what the project lacks for this release. @returns 1 when something is left to do */
export async function upgrade(args: readonly string[]): Promise<number> {
  const given = readOptions(CALL, OPTIONS, 0, args);
  if (given === null) return 0;
  if (!existsSync(FILE)) throw new UsageError(`${process.cwd()} has no ${FILE}. Run this in the folder of a project.`);
  const { text } = readToml(FILE);
  const found = differencesOf(text, readTemplate);
  const others = [...wranglerVersion(), ...missingFiles()];
  for (const message of [...found.map(({ message }) => `${FILE}: ${message}`), ...others]) console.log(message);
  const changed = changedFiles();
  if (changed.length > 0) console.log(changedText(changed));
  const left = given.isSet("write") ? write(text, found) : found.length;
  if (left + others.length === 0) console.log(`The project has what release ${RELEASE} needs.`);
  return left + others.length === 0 ? 0 : 1;
}

/** @returns how many differences are left */
function write(text: string, found: readonly Difference[]): number {
  const additions = found.filter(({ addition }) => addition !== null).length;
  if (additions === 0) return found.length;
  const result = withAdditions(text, readTemplate);
  if (result === null) {
    console.log(
      `${FILE} was not changed: its lists are written in a way to which tables can't be added. Add them by hand.`,
    );
    return found.length;
  }
  writeFileSync(FILE, result);
  console.log(`${additions} added at the end of ${FILE}. Read them, and correct their names.`);
  return found.length - additions;
}

function wranglerVersion(): readonly string[] {
  if (!existsSync("package.json")) return [];
  const manifest = readJson("package.json");
  const tested = testedWrangler(readTemplate);
  const own = tableOf(manifest.devDependencies).wrangler;
  if (own === undefined || own === tested) return [];
  return [
    `package.json: wrangler is ${own}; this release is tested with it: npm install --save-dev --save-exact wrangler@${tested}`,
  ];
}

/** Files of the template that are here, and are not as this release has them. Line ends do not count. */
const changedFiles = (): readonly string[] =>
  [...templateTexts(readTemplate)].flatMap(([file, text]) =>
    existsSync(file) && withoutReturns(readFileSync(file, "utf8")) !== withoutReturns(text) ? [file] : [],
  );

const withoutReturns = (text: string): string => text.replaceAll("\r\n", "\n").trimEnd();

/** No fault: the project may mean it so. */
const changedText = (files: readonly string[]): string =>
  `Not as the template of release ${RELEASE} has them, which may be meant so: ${files.join(", ")}. To compare: ` +
  "npx taipy-edge init <a new folder>.";

const missingFiles = (): readonly string[] =>
  projectPaths.filter((file) => !existsSync(file)).map((file) => `${file} is missing, which a new project has.`);
