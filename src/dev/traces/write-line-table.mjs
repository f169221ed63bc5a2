// For the deploy command: a build has an id, and its line table lies among the static files.
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { lineTableOf } from "./line-table.mjs";

/** As src/core/jobs/traces/line-table.ts names it. */
const FILE = "taipy-edge.lines.json";

export const newBuildId = () => randomBytes(8).toString("hex");

/**
 * The flags of wrangler that put the id into the script. Both the dry run whose source map is read and the deployment need them, so
 * that the two scripts are equal.
 * @param {string} build
 */
export const buildFlags = (build) => ["--define", `TAIPY_BUILD:${JSON.stringify(build)}`];

/**
 * Writes the table of what `wrangler deploy --dry-run --outdir` has written with the flags of {@link buildFlags}.
 * @param {object} given
 * @param {string} given.outdir
 * @param {string} given.assets the folder of the static files: `[assets] directory` of wrangler's configuration
 * @param {string} given.project the folder of wrangler's configuration
 * @param {string} given.build
 * @returns {Promise<string | null>} the file; null = the bundle has no source map: `upload_source_maps` is off
 */
export async function writeLineTable({ outdir, assets, project, build }) {
  const name = (await readdir(outdir)).find((file) => file.endsWith(".js.map"));
  if (name === undefined) return null;
  const mapPath = path.resolve(outdir, name);
  const map = JSON.parse(await readFile(mapPath, "utf8"));
  const table = lineTableOf({
    bundle: mapPath.slice(0, -".map".length),
    mapPath,
    map,
    project: path.resolve(project),
    build,
  });
  await mkdir(assets, { recursive: true });
  const file = path.join(assets, FILE);
  await writeFile(file, JSON.stringify(table));
  return file;
}
