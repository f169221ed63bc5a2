// A configuration file that nobody reads: what it says would silently not hold.
import { readFile, realpath } from "node:fs/promises";
import path from "node:path";

const FILE = "config.toml";

/**
 * One warning when a `config.toml` lies beside the entry and nothing of it is in the bundle.
 * @param {string} entry its absolute path
 * @param {import("esbuild").Metafile} metafile of the bundle
 * @param {string} folder what the metafile's paths are relative to
 */
export async function unusedFile(entry, metafile, folder) {
  const file = path.join(path.dirname(entry), FILE);
  const text = await readFile(file, "utf8").catch(() => null);
  // The bundler knows files by their real paths.
  if (text === null || isBundled(await realpath(file), metafile, folder)) return [];
  const [source] = text.split(/\r?\n/, 1);
  const message =
    `\`${FILE}\` is not used: nothing that it says holds. Add \`import toml from "./${FILE}";\` to ` +
    `\`${path.basename(entry)}\` and give it to \`defineApp({ toml, … })\`, or remove the file.`;
  const position = { file: FILE, line: 1, column: 1, length: source.length, source };
  return [{ level: "WARNING", field: "toml", value: undefined, message, tag: "TomlChecker", position }];
}

/** An import that nothing uses is not part of the output. */
const isBundled = (file, { outputs }, folder) =>
  Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .some(([input, { bytesInOutput }]) => path.resolve(folder, input) === file && bytesInOutput > 0);
