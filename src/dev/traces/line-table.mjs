// The source map of a bundle -> a small table of the lines of the user's files: src/core/jobs/traces/line-table.ts reads it.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { decode } from "@jridgewell/sourcemap-codec";

const OURS = "taipy-edge";
const MODULES = "node_modules";
/** The package, or this repository. */
const PACKAGE = fileURLToPath(new URL("../../../", import.meta.url));
/** Of this repository, which is a project, too. */
const OWN_APP = path.join("src", "app") + path.sep;
const OWN_ENTRY = path.join("src", "index.ts");

/**
 * @param {object} given
 * @param {string} given.bundle the path of the bundle
 * @param {string} given.mapPath the path of its source map
 * @param {{ mappings: string, sources: readonly string[], sourceRoot?: string }} given.map
 * @param {string} given.project the paths of the user's files are relative to this folder
 * @param {string} given.build the id that the bundle has, too
 * @returns {import("../../core/jobs/traces/line-table.ts").LineTable}
 */
// docs/decisions/096-traces-show-the-users-lines.md
export function lineTableOf({ bundle, mapPath, map, project, build }) {
  const folder = path.resolve(path.dirname(mapPath), map.sourceRoot ?? "");
  const names = map.sources.map((source) => nameOf(source, folder, project));
  const sources = [...new Set([OURS, ...names])];
  const numbers = new Map(sources.map((name, index) => [name, index]));
  const segments = [];
  let lines = 0;
  let column = 0;
  let last = "";
  for (const mappings of decode(map.mappings)) {
    for (const [at, source, line = 0] of mappings) {
      const name = names[source] ?? OURS;
      const origin = isUsers(name) ? line + 1 : 0;
      const found = `${name}:${origin}`;
      if (found === last) continue;
      segments.push(lines, lines > 0 ? at : at - column, numbers.get(name), origin);
      last = found;
      lines = 0;
      column = at;
    }
    lines += 1;
  }
  return { build, file: path.basename(bundle), sources, segments };
}

const isUsers = (name) => name !== OURS && !name.startsWith(`${MODULES}/`);

/** As the table names a source: the path of a user's file, the package of a library, or this service. */
function nameOf(source, folder, project) {
  // A module of the bundler's own.
  if (/^[\w-]{2,}:(?!\/\/)/.test(source)) return OURS;
  const file = path.resolve(folder, source.startsWith("file:") ? fileURLToPath(source) : source);
  const parts = file.split(/[/\\]/);
  const at = parts.lastIndexOf(MODULES);
  if (at !== -1) {
    const [first = "", second = ""] = parts.slice(at + 1);
    if (first === OURS) return OURS;
    return `${MODULES}/${first.startsWith("@") ? `${first}/${second}` : first}`;
  }
  if (isInPackage(file) && !isOwnApp(file, project)) return OURS;
  return path.relative(project, file).replaceAll("\\", "/");
}

const isInPackage = (file) => !path.relative(PACKAGE, file).startsWith("..");

function isOwnApp(file, project) {
  if (path.relative(PACKAGE, project) !== "") return !path.relative(project, file).startsWith("..");
  const own = path.relative(PACKAGE, file);
  return own.startsWith(OWN_APP) || own === OWN_ENTRY;
}
