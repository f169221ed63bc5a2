// The file among the static files in which the Worker finds the schemas of data nodes.
// docs/decisions/108-shapes-are-written-by-the-build.md
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";

/** As src/core/config/shapes.ts names it. */
const FILE = "taipy-edge.schemas.json";
const ASSETS = "ASSETS";

/**
 * Where the file belongs; null = the Worker has no static files under the name that the service reads.
 * @param {{ assets?: { directory?: string, binding?: string }, configPath?: string }} wrangler its configuration
 */
export const shapesFileOf = ({ assets, configPath }) =>
  assets?.binding === ASSETS && assets.directory !== undefined
    ? path.resolve(path.dirname(path.resolve(configPath ?? "wrangler.toml")), assets.directory, FILE)
    : null;

/**
 * @param {string} file
 * @param {object} given
 * @param {string | null} given.build the id of the build that is deployed with it; null = it is only for this machine
 * @param {Record<string, object>} given.schemas
 */
export async function writeShapes(file, { build, schemas }) {
  if (Object.keys(schemas).length === 0) return rm(file, { force: true });
  const text = JSON.stringify({ build, schemas });
  if ((await readFile(file, "utf8").catch(() => null)) === text) return;
  await mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, text);
  await rename(part, file);
}

/** What was written last; null = nothing. @param {string | null} file */
export async function readShapesFile(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return null;
  }
}
