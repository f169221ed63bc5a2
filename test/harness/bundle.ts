import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";
import { nodeBuiltins } from "./node-builtins.ts";
import { type TextModule, textModules } from "./text-modules.ts";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url).href);

export interface Bundle {
  readonly text: string;
  /** What it imports beside the runtime's own modules. */
  readonly textModules: readonly TextModule[];
  readonly metafile: Metafile;
}

export interface BundleOptions {
  /** As `wrangler deploy` has it: minified and without its source map. Without, traces name the lines of the source. */
  readonly deployed?: boolean | undefined;
}

const bundles = new Map<string, Promise<Bundle>>();

/** The Worker behind an entry file (relative to the root), bundled once in a process. */
export function bundleWorker(entry: string, { deployed = false }: BundleOptions = {}): Promise<Bundle> {
  const key = JSON.stringify([entry, deployed]);
  const known = bundles.get(key);
  if (known !== undefined) return known;
  const bundle = bundleNow(entry, deployed);
  bundles.set(key, bundle);
  return bundle;
}

async function bundleNow(entry: string, deployed: boolean): Promise<Bundle> {
  const texts = textModules();
  const { outputFiles, metafile } = await build({
    entryPoints: [path.resolve(ROOT, entry)],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    plugins: [nodeBuiltins, texts.plugin],
    // Its `paths` are those of the package's name, also for files outside the repository.
    tsconfig: path.join(ROOT, "tsconfig.json"),
    ...(deployed ? { minify: true } : { sourcemap: "inline", sourcesContent: false }),
    // As wrangler does: a task's function_name is its name in the source.
    keepNames: true,
    logLevel: "silent",
  });
  const file = outputFiles[0];
  if (file === undefined) throw new Error(`No bundle for ${entry}`);
  return { text: file.text, textModules: texts.found(), metafile };
}
