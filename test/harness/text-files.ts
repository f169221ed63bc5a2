import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { TEXT_FILE } from "./text-modules.ts";

/** Imports of these files are their text, as wrangler's rule of type "Text" makes them. */
export const textFiles = (): Plugin => ({
  name: "text-files",
  enforce: "pre",
  load: (id) => (TEXT_FILE.test(id) ? `export default ${JSON.stringify(readFileSync(id, "utf8"))};` : null),
});
