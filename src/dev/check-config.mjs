// `npm run check-config [entry] [flags of npm start]`: prints all problems of the application's configuration. Exit code 1 if one
// of them is an error.
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { findProblems, ROOT } from "./load-app.mjs";
import { readArguments } from "./local/arguments.mjs";
import { problemsText } from "./problem-text.mjs";

const [first, ...others] = process.argv.slice(2);
const hasEntry = first !== undefined && !first.startsWith("-");
const entry = hasEntry ? first : "src/app/index.ts";

const pathOf = (file) => {
  const there = path.join(path.dirname(entry), file);
  return existsSync(path.resolve(ROOT, there)) ? there : file;
};

try {
  const problems = await findProblems(
    entry,
    readArguments(hasEntry || first === undefined ? others : [first, ...others]),
  );
  const print = problems.length === 0 ? console.log : console.error;
  print(problemsText(problems, pathOf));
  process.exitCode = problems.some(({ level }) => level === "ERROR") ? 1 : 0;
} catch (error) {
  console.error(`${entry} can't be run, so its configuration can't be checked.\n\n${error?.message ?? error}`);
  process.exitCode = 1;
}
