import { readFile } from "node:fs/promises";
import path from "node:path";

/** The packages whose scripts and styles the documentation's pages load (page-files.mjs). */
const PAGES = ["redoc", "swagger-ui-dist"];
/** Dependencies of the command `taipy-edge` alone. */
const OF_THE_COMMAND = ["chokidar", "croner", "readdirp"];

/**
 * The packages that a deployment contains, as the lockfile has them: what the Worker's code imports, and what the pages
 * load. Drivers come from the application, so they are not among them.
 * @param {string} root the folder of package-lock.json
 */
export async function runtimePackages(root) {
  const { packages } = JSON.parse(await readFile(path.join(root, "package-lock.json"), "utf8"));
  return Object.entries(packages)
    .map(([folder, entry]) => ({ folder, name: folder.split("node_modules/").at(-1), ...entry }))
    .filter(({ folder, name, dev, optional, devOptional }) => {
      if (folder === "" || OF_THE_COMMAND.includes(name)) return false;
      return PAGES.includes(name) || !(dev || optional || devOptional);
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
