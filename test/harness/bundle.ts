import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { nodeBuiltins } from "./node-builtins.ts";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url).href);

const bundles = new Map<string, Promise<string>>();

/** The text of the Worker behind an entry file (relative to the root), bundled once in a process. */
export function bundleWorker(entry: string): Promise<string> {
  const known = bundles.get(entry);
  if (known !== undefined) return known;
  const bundle = bundleNow(entry);
  bundles.set(entry, bundle);
  return bundle;
}

async function bundleNow(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [path.resolve(ROOT, entry)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    plugins: [nodeBuiltins],
    loader: { ".csv": "text", ".toml": "text", ".sql": "text" },
    alias: { "taipy-edge": path.resolve(ROOT, "src/taipy-edge.ts") },
    sourcemap: "inline",
    sourcesContent: false,
    // As wrangler does: a task's function_name is its name in the source.
    keepNames: true,
    logLevel: "silent",
  });
  const file = result.outputFiles[0];
  if (file === undefined) throw new Error(`No bundle for ${entry}`);
  return file.text;
}
