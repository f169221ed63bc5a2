// Warns about a configuration file that the application does not import: it would have no effect, without an error.
import { readFile, realpath } from "node:fs/promises";
import path from "node:path";

const FILE = "config.toml";

/**
 * One warning if there is a `config.toml` beside the entry that is not part of the bundle.
 * @param {string} entry absolute path
 * @param {import("esbuild").Metafile} metafile of the bundle
 * @param {string} folder the metafile's paths are relative to it
 */
export async function unusedFile(entry, metafile, folder) {
  const file = path.join(path.dirname(entry), FILE);
  const text = await readFile(file, "utf8").catch(() => null);
  // The bundler uses the real paths of files.
  if (text === null || isBundled(await realpath(file), metafile, folder)) return [];
  const [source] = text.split(/\r?\n/, 1);
  const message =
    `\`${FILE}\` is not used and has no effect. Add \`import toml from "./${FILE}";\` to ` +
    `\`${path.basename(entry)}\` and give it to \`defineApp({ toml, … })\`, or remove the file.`;
  const position = { file: FILE, line: 1, column: 1, length: source.length, source };
  return [{ level: "WARNING", field: "toml", value: undefined, message, tag: "TomlChecker", position }];
}

/** An unused import is not part of the output. */
const isBundled = (file, { outputs }, folder) =>
  Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .some(([input, { bytesInOutput }]) => path.resolve(folder, input) === file && bytesInOutput > 0);
