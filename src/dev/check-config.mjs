// `npm run check-config [entry] [--against URL [--key KEY]] [flags of npm start]`: prints all problems of the application's
// configuration, and what a deployed service has that does not fit to it. It also writes the schemas of data nodes among the
// static files. Exit code 1 if one of the problems is an error, or the
// service can't be compared with.
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { compareWith, readAgainst } from "./against/compare.mjs";
import { AgainstError } from "./against/deployed-service.mjs";
import { messageWithPlace } from "./error-place.mjs";
import { checkApp, ROOT } from "./load-app.mjs";
import { ArgumentsError, readArguments } from "./local/arguments.mjs";
import { problemsText } from "./problem-text.mjs";
import { writeShapes } from "./shapes/shapes-file.mjs";

const HELP = `Prints the problems of the configuration.

  --against https://…      also warns of what this service has, and the configuration has no longer
  --key key                a key of that service with the role TAIPY_READER; better in the variable TAIPY_KEY
  --config, --env, --env-file, --var     as \`npm start\` has them
`;

let entry = "src/app/index.ts";

const pathOf = (file) => {
  const there = path.join(path.dirname(entry), file);
  return existsSync(path.resolve(ROOT, there)) ? there : file;
};

async function check(args) {
  const { service, others } = readAgainst(args);
  const [first] = others;
  const hasEntry = first !== undefined && !first.startsWith("-");
  if (hasEntry) entry = first;
  const given = readArguments(hasEntry ? others.slice(1) : others);
  if (given.help) {
    console.log(HELP);
    return 0;
  }
  const { problems, shapes, checked } = await checkApp(entry, given);
  const print = problems.length === 0 ? console.log : console.error;
  print(problemsText(problems, pathOf));
  const code = problems.some(({ level }) => level === "ERROR") ? 1 : 0;
  if (code === 0 && shapes !== null && shapes.file !== null)
    await writeShapes(shapes.file, { build: process.env.TAIPY_BUILD ?? null, schemas: shapes.schemas });
  if (service === null) return code;
  if (checked === null)
    throw new AgainstError(`It can't be compared with ${service.url} before its errors are corrected.`);
  const warnings = await compareWith(checked, service);
  for (const warning of warnings) console.error(`warning: ${warning}\n  --> ${service.url}\n`);
  if (warnings.length === 0) console.log(`All that ${service.url} has fits to the configuration.`);
  return code;
}

try {
  process.exitCode = await check(process.argv.slice(2));
} catch (error) {
  const message = messageWithPlace(error);
  if (error instanceof ArgumentsError)
    console.error(error.unknown === null ? message : `The check ${error.unknown}\n\n${HELP}`);
  else if (error instanceof AgainstError || error?.location?.file !== undefined) console.error(message);
  else console.error(`${entry} can't be run, so its configuration can't be checked.\n\n${message}`);
  process.exitCode = 1;
}
