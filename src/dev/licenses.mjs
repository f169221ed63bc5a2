// node src/dev/licenses.mjs [folder]: prints the licences of the packages that a deployment contains. Fails when one of them is
// not on the list below.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { runtimePackages } from "./runtime-packages.mjs";

const ROOT = path.resolve(process.argv[2] ?? fileURLToPath(new URL("../../", import.meta.url)));

/** Licences without conditions on the code beside them. Another one is a decision: read it first. */
const ALLOWED = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "Unlicense"];

const HEADER = `The licences of the packages that a deployment of taipy-edge contains: what the Worker's code imports, and the scripts
of the pages /swagger-ui and /redoc-ui. The notices of what those scripts bundle lie beside them, as *.LICENSE.txt.
Written by \`npm run licenses\`.
`;

const packages = await runtimePackages(ROOT);
const refused = packages.filter(({ license }) => !ALLOWED.includes(license));
if (refused.length > 0) {
  const names = refused.map(({ name, license }) => `${name} (${license ?? "no licence"})`).join(", ");
  console.error(
    `These licences are not on the list of src/dev/licenses.mjs: ${names}. Allowed are ${ALLOWED.join(", ")}.`,
  );
  process.exit(1);
}
const sections = await Promise.all(packages.map(sectionOf));
process.stdout.write([HEADER, ...sections].join(`\n${"-".repeat(80)}\n\n`));

async function sectionOf({ folder, name, version, license }) {
  return `${name} ${version}\nLicence: ${license}\n\n${(await textOf(path.join(ROOT, folder))).trim()}\n`;
}

/** The package's own text, or who holds the rights when it brings none. */
async function textOf(folder) {
  const file = (await readdir(folder)).find((name) => /^licen[cs]e(?:\.\w+)?$/i.test(name));
  if (file !== undefined) return (await readFile(path.join(folder, file), "utf8")).replaceAll("\r\n", "\n");
  const {
    author = "its authors",
    homepage,
    repository,
  } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const holder = typeof author === "string" ? author : author.name;
  return `Copyright ${holder}. The package brings no text; see ${homepage ?? repository?.url ?? repository}.`;
}
