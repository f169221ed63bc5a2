// `npm run new-app`: replaces the example application with a minimal one, and the tests of the example with one test.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TEMPLATE = fileURLToPath(new URL("new-app/", import.meta.url));
const APP = "src/app";
const TESTS = "test/core/app";
/** A file that only the example has. */
const MARK = "src/app/data/seattle-weather.csv";
/** Tests that need the example application. */
const EXAMPLE_TESTS = [
  TESTS,
  "test/attack/access.test.ts",
  "test/orchestrator/durable-object.workerd.test.ts",
  "test/orchestrator/truth.workerd.test.ts",
  ...[
    "audit.test.ts",
    "auth.test.ts",
    "clients",
    "expected-forecast.ts",
    "garbage",
    "readme.test.ts",
    "refusals.test.ts",
    "story.test.ts",
  ].map((name) => `test/service/${name}`),
];

const at = (name) => path.join(ROOT, name);

if (!process.argv.includes("--force")) {
  const reason = reasonToStop();
  if (reason !== null) {
    console.error(`${reason}\nNothing was changed. \`npm run new-app -- --force\` replaces it anyway.`);
    process.exit(1);
  }
}

for (const name of readdirSync(at(APP))) {
  // Every application needs the declarations of text files.
  if (name !== "files.d.ts") rmSync(path.join(at(APP), name), { recursive: true });
}
for (const name of EXAMPLE_TESTS) rmSync(at(name), { recursive: true, force: true });
cpSync(path.join(TEMPLATE, "app"), at(APP), { recursive: true });
cpSync(path.join(TEMPLATE, "test"), at(TESTS), { recursive: true });
renameSync(path.join(at(TESTS), "index.test.ts.template"), path.join(at(TESTS), "index.test.ts"));
console.log(`
${APP}/ holds a minimal application, and ${TESTS}/ its test; the tests of the example were removed. Next:

  npm start                                      # runs it on http://localhost:5000; saving a file reloads it
  npx vitest run --project core ${TESTS}     # its test
  npm run check-config                           # prints the problems of its configuration

  curl -X POST 'http://localhost:5000/api/v1/scenarios/?config_id=order'
`);

/** The reason why an own application would be lost; null = none. */
function reasonToStop() {
  if (!existsSync(at(MARK))) return `${APP}/ is not the example application any more.`;
  try {
    const changes = execFileSync("git", ["status", "--porcelain", "--", APP, ...EXAMPLE_TESTS], {
      cwd: ROOT,
      encoding: "utf8",
    }).trimEnd();
    return changes === "" ? null : `These files have changes that are not committed:\n${changes}`;
  } catch {
    return `This is no git repository, so it is not known whether ${APP}/ has changes.`;
  }
}
