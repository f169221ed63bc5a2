import { isBuiltin } from "node:module";
import type { Plugin } from "esbuild";

const REQUIRED = "required-node-builtin";

/**
 * What wrangler does for CommonJS packages: `require("events")` becomes an import of `node:events`, which workerd has;
 * a Worker has no `require`.
 */
export const nodeBuiltins: Plugin = {
  name: "node-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z0-9_:/]+$/ }, ({ path, kind, namespace }) => {
      if (!isBuiltin(path)) return null;
      const name = path.startsWith("node:") ? path : `node:${path}`;
      if (kind === "require-call" && namespace !== REQUIRED) return { path: name, namespace: REQUIRED };
      return { path: name, external: true };
    });
    onLoad({ filter: /./, namespace: REQUIRED }, ({ path }) => ({
      contents: `import builtin from ${JSON.stringify(path)}; module.exports = builtin;`,
    }));
  },
};
