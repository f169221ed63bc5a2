// Whether node_modules is what package-lock.json says, such as after `git checkout` of another branch.
import { readFile } from "node:fs/promises";
import path from "node:path";

/** What npm writes when it has installed: https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json#hidden-lockfiles */
const INSTALLED = path.join("node_modules", ".package-lock.json");
const WANTED = "package-lock.json";

/** The files from which {@link packagesToInstall} is derived. */
export const packageFiles = (folder) => [path.join(folder, WANTED), path.join(folder, INSTALLED)];

/**
 * @param {string} folder
 * @returns {Promise<string | null>} what to do when packages are missing or have another version; null when none, or unknown
 */
export async function packagesToInstall(folder) {
  const [wanted, installed] = await Promise.all([packagesOf(folder, WANTED), packagesOf(folder, INSTALLED)]);
  if (wanted === null || installed === null) return null;
  const other = Object.entries(wanted)
    .filter(([place, { link }]) => place.startsWith("node_modules/") && link !== true)
    .filter(([place, entry]) => {
      const found = installed[place];
      // Packages of other platforms are not installed.
      return found === undefined ? !isOptional(entry) : found.version !== entry.version;
    })
    .map(
      ([place, { version }]) =>
        `${place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length)} ${version}`,
    );
  if (other.length === 0) return null;
  const more = other.length > 1 ? ` and ${other.length - 1} more` : "";
  return `node_modules lacks ${other[0]}${more} of package-lock.json. Run \`npm ci\`; the service reloads when it has ended.`;
}

const isOptional = ({ optional, devOptional, peer }) => optional === true || devOptional === true || peer === true;

async function packagesOf(folder, file) {
  try {
    return JSON.parse(await readFile(path.join(folder, file), "utf8")).packages ?? null;
  } catch {
    return null;
  }
}
