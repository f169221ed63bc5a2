// Stack traces in the service's log name the lines of the sources, not those of the bundle.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @param {{ path: string, sourceMapPath: string | undefined }} bundle
 * @param {string} folder the paths of the traces are relative to it
 * @returns {(text: string) => string}
 */
export function traceReader(bundle, folder) {
  const map = sourceMapOf(bundle.sourceMapPath);
  if (map === null) return (text) => text;
  const name = path.basename(bundle.path).replaceAll(/[.\\+*?^$[\](){}|]/g, "\\$&");
  const position = new RegExp(`(?:file://)?[^\\s()"']*${name}:(\\d+):(\\d+)`, "g");
  return (text) =>
    text.replaceAll(position, (place, line, column) => {
      const { fileName, lineNumber, columnNumber } = map.findOrigin(Number(line), Number(column));
      if (fileName === undefined) return place;
      const file = path.resolve(path.dirname(bundle.sourceMapPath), fromUrl(fileName));
      return `${path.relative(folder, file)}:${lineNumber}:${columnNumber}`;
    });
}

function sourceMapOf(file) {
  if (file === undefined) return null;
  try {
    return new SourceMap(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

const fromUrl = (name) => (name.startsWith("file:") ? fileURLToPath(name) : name);
