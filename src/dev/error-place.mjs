import path from "node:path";
import process from "node:process";

/**
 * The message of an error, with the place that wrangler's reader of configuration files has noted and its message leaves out.
 * @param {unknown} error
 * @returns {string}
 */
export function messageWithPlace(error) {
  if (!(error instanceof Error)) return String(error);
  const { location } = error;
  if (typeof location?.file !== "string" || typeof location.line !== "number") return error.message;
  const file = path.relative(process.cwd(), path.resolve(location.file));
  return `${file}:${location.line}:${location.column}: ${error.message}`;
}
