import { build } from "esbuild";
import type { Plugin } from "vite";
import { ROOT } from "./bundle.ts";
import { nodeBuiltins } from "./node-builtins.ts";

/**
 * A CommonJS package as the built Worker has it. Left alone, the test's module loader hands each file of it to workerd,
 * whose `require` does not know all of Node's modules. A CommonJS package has no names that could be exported by a star:
 * those that tests import are listed.
 */
export function bundledPackage(name: string, names: readonly string[] = []): Plugin {
  const id = `\0bundled:${name}`;
  return {
    name: `bundled-package:${name}`,
    enforce: "pre",
    resolveId: (source) => (source === name ? id : null),
    load: (source) => (source === id ? bundle(name, names) : null),
  };
}

async function bundle(name: string, names: readonly string[]): Promise<string> {
  const listed = ["default", ...names].join(", ");
  const { outputFiles } = await build({
    stdin: { contents: `export * from "${name}"; export { ${listed} } from "${name}";`, resolveDir: ROOT },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    plugins: [nodeBuiltins],
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
