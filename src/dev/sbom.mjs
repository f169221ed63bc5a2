// node src/dev/sbom.mjs: prints the software bill of materials of a deployment, CycloneDX as JSON. `npm sbom` makes it from the
// lockfile, without a network; its own filter would leave out packages that some tool uses, too.
import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runtimePackages } from "./runtime-packages.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const COMMAND = ["sbom", "--package-lock-only", "--offline", "--sbom-format=cyclonedx", "--sbom-type=application"];
/** All tools are in it before the filter. */
const MAX_OUTPUT = 64 * 1024 * 1024;

const { stdout } = await promisify(execFile)("npm", COMMAND, { cwd: ROOT, maxBuffer: MAX_OUTPUT });
const all = JSON.parse(stdout);
const contained = new Set((await runtimePackages(ROOT)).map(({ name, version }) => `${name}@${version}`));
const root = all.metadata.component["bom-ref"];
const isContained = (reference) => reference === root || contained.has(reference);
const components = all.components
  .filter((component) => isContained(component["bom-ref"]))
  .map(({ properties: _, ...component }) => component);
const dependencies = all.dependencies
  .filter(({ ref }) => isContained(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(isContained) }));
process.stdout.write(`${JSON.stringify({ ...all, components, dependencies }, null, 2)}\n`);
