// The line table of the bundle that runs, so that traces in the API have the lines of the sources.
import { readFileSync } from "node:fs";
import { lineTableOf } from "../../traces/line-table.mjs";

/**
 * @param {{ path: string, sourceMapPath: string | undefined }} bundle of wrangler's bundler
 * @param {string} project the paths of traces are relative to this folder
 * @returns {{ LINE_TABLE?: string }} nothing, when there is no source map
 */
export function lineTableOfBundle({ path: bundle, sourceMapPath: mapPath }, project) {
  try {
    const map = JSON.parse(readFileSync(mapPath, "utf8"));
    return { LINE_TABLE: JSON.stringify(lineTableOf({ bundle, mapPath, map, project, build: "npm start" })) };
  } catch {
    return {};
  }
}
