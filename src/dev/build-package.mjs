// What npm runs around `npm pack` and `npm publish`: `build` compiles src into dist/lib and gathers what a Worker needs beside it,
// `restore` puts the repository's package.json back.
// docs/decisions/080-the-package-is-compiled-not-bundled.md
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const at = (name) => path.join(ROOT, name);
const MANIFEST = at("package.json");
const KEPT_MANIFEST = at("dist/package.json.kept");
/**
 * Fields for work on this repository. The Node of `optionalDependencies` would come before the user's own in the scripts of a
 * project that has this package.
 */
const OF_THE_REPOSITORY = ["scripts", "devDependencies", "optionalDependencies", "allowScripts", "overrides"];

/** Commands of the repository. */
const OWN_COMMANDS = /^(?:build-package|licenses|new-app|page-files|runtime-packages|sbom)\.mjs$/;
const isFolder = (file) => statSync(file).isDirectory();
const ofTheCommand = (file) =>
  isFolder(file)
    ? path.basename(file) !== "openapi" && path.basename(file) !== "test"
    : /\.(?:mjs|template)$/.test(file) && !OWN_COMMANDS.test(path.basename(file));

/** Folders that are copied, and which of their files. */
const COPIES = [
  { from: "src/dev", to: "dist/lib/dev", isCopied: ofTheCommand },
  { from: "src/dev/cli/template", to: "dist/lib/dev/cli/template", isCopied: () => true },
  { from: "src/dev/new-app/app", to: "dist/lib/dev/new-app/app", isCopied: () => true },
  { from: "src/testing", to: "dist/lib/testing", isCopied: (file) => isFolder(file) || file.endsWith(".mjs") },
  {
    from: "src/http/openapi",
    to: "dist/lib/http/openapi",
    isCopied: (file) => isFolder(file) || file.endsWith(".txt"),
  },
  { from: "src/d1/migrations", to: "dist/migrations", isCopied: () => true },
];

const COMMANDS = {
  build() {
    recover();
    for (const folder of ["dist/lib", "dist/migrations"]) rmSync(at(folder), { recursive: true, force: true });
    run("node_modules/typescript/bin/tsc", "-p", at("tsconfig.build.json"));
    for (const { from, to, isCopied } of COPIES) cpSync(at(from), at(to), { recursive: true, filter: isCopied });
    run("src/dev/page-files.mjs");
    const text = readFileSync(MANIFEST, "utf8");
    if (text === publishedOf(text)) throw new Error("package.json is the packed one: `git checkout package.json`.");
    put(KEPT_MANIFEST, text);
    put(MANIFEST, publishedOf(text));
  },
  restore() {
    renameSync(KEPT_MANIFEST, MANIFEST);
  },
};

/** Puts the manifest back where `npm pack` was killed before it could. One that was edited or checked out since stays. */
function recover() {
  if (!existsSync(KEPT_MANIFEST)) return;
  const kept = readFileSync(KEPT_MANIFEST, "utf8");
  if (readFileSync(MANIFEST, "utf8") === publishedOf(kept)) COMMANDS.restore();
  else rmSync(KEPT_MANIFEST);
}

/** The manifest that is packed. */
function publishedOf(text) {
  const published = Object.entries(JSON.parse(text)).filter(([field]) => !OF_THE_REPOSITORY.includes(field));
  return `${JSON.stringify(Object.fromEntries(published), null, 2)}\n`;
}

function run(script, ...args) {
  execFileSync(process.execPath, [at(script), ...args], { stdio: "inherit" });
}

/** Others may read the file at any time. */
function put(file, text) {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

COMMANDS[process.argv[2]]();
