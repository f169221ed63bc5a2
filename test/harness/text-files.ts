import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const TEXT = /\.(?:csv|toml|sql)$/;

/** Imports of these files are their text, as wrangler's rule of type "Text" makes them. */
export const textFiles = (): Plugin => ({
  name: "text-files",
  enforce: "pre",
  load: (id) => (TEXT.test(id) ? `export default ${JSON.stringify(readFileSync(id, "utf8"))};` : null),
});
