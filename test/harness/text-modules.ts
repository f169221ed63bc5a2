import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Plugin } from "esbuild";

/** A file that a Worker imports as its text. */
export interface TextModule {
  /** As the script imports it, without `./`. */
  readonly name: string;
  readonly text: string;
}

/** The files of wrangler's rule of type "Text". */
export const TEXT_FILE = /\.(?:csv|toml|sql|txt)$/;

/** Leaves text files beside the script, as `wrangler deploy` does: the runtime does not read them as code. */
export function textModules(): { readonly plugin: Plugin; readonly found: () => readonly TextModule[] } {
  const found = new Map<string, TextModule>();
  const plugin: Plugin = {
    name: "text-modules",
    setup({ onResolve }) {
      onResolve({ filter: TEXT_FILE }, async ({ path: file, resolveDir }) => {
        const text = await readFile(path.resolve(resolveDir, file), "utf8");
        const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
        const name = `${hash}-${path.basename(file)}`;
        found.set(name, { name, text });
        return { path: `./${name}`, external: true };
      });
    },
  };
  return { plugin, found: () => [...found.values()] };
}
