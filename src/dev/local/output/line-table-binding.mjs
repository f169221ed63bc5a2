// The line table of the bundle that runs, so that traces in the API have the lines of the sources.
import { readFileSync } from "node:fs";
import { Response } from "miniflare";
import { lineTableOf } from "../../traces/line-table.mjs";

/**
 * @param {{ path: string, sourceMapPath: string | undefined }} bundle of wrangler's bundler
 * @param {string} project the paths of traces are relative to this folder
 * @returns {object | null} null = there is no source map
 */
export function lineTableOfBundle({ path: bundle, sourceMapPath: mapPath }, project) {
  try {
    const map = JSON.parse(readFileSync(mapPath, "utf8"));
    return lineTableOf({ bundle, mapPath, map, project, build: "npm start" });
  } catch {
    return null;
  }
}

/**
 * The binding of the Worker that answers the newest table. A save that only moves lines changes the table and no Worker, so that
 * running jobs go on.
 * @param {() => object | null} newest
 */
export const lineTableBinding = (newest) => ({ LINE_TABLE: () => Response.json(newest()) });
