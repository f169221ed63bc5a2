// Stack traces in the service's log name the lines of the sources, not those of the bundle.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const POSITION = /^:(\d+):(\d+)/;

/**
 * @param {{ path: string, sourceMapPath: string | undefined }} bundle
 * @param {string} folder the paths of the traces are relative to it
 * @returns {(text: string) => string}
 */
export function traceReader(bundle, folder) {
  const map = sourceMapOf(bundle.sourceMapPath);
  if (map === null) return (text) => text;
  /** The source's position instead of the bundle's, with which `rest` begins. */
  const translate = (name, rest) => {
    const [position, line, column] = POSITION.exec(rest) ?? [];
    if (position === undefined) return name + rest;
    const { fileName, lineNumber, columnNumber } = map.findOrigin(Number(line), Number(column));
    if (fileName === undefined) return name + rest;
    const file = path.resolve(path.dirname(bundle.sourceMapPath), fromUrl(fileName));
    return `${path.relative(folder, file)}:${lineNumber}:${columnNumber}${rest.slice(position.length)}`;
  };
  const base = path.basename(bundle.path);
  // The runtime names the script without its folder while it starts; a blank or a bracket is before it.
  const forms = [
    [" ", base],
    ["(", base],
    ["", pathToFileURL(bundle.path).href],
    ["", bundle.path],
  ];
  return (text) =>
    forms.reduce((read, [lead, name]) => {
      const [first, ...parts] = read.split(lead + name);
      return [first, ...parts.map((rest) => lead + translate(name, rest))].join("");
    }, text);
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
