// Bundles the application as wrangler does, runs it under Node, and hands out what its checks have found.
import { readFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { build } from "esbuild";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * The problems of the application behind an entry file, with the variables of wrangler.toml, .dev.vars and this process.
 * Anything else that it throws is thrown on.
 */
export async function findProblems(entry) {
  try {
    const { default: app } = await import(await bundle(entry));
    const variables = await readVariables();
    return app.withEnvironment((name) => (Object.hasOwn(variables, name) ? variables[name] : undefined)).warnings;
  } catch (error) {
    if (error?.name === "ConfigurationError") return error.issues;
    throw error;
  }
}

async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [path.resolve(ROOT, entry)],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    loader: { ".csv": "text", ".toml": "text", ".sql": "text" },
    alias: { "taipy-edge": path.join(ROOT, "src/taipy-edge.ts") },
    // Packages in CommonJS ask for Node's modules when they are loaded.
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(ROOT)});`,
    },
    plugins: [withoutPlatform],
    keepNames: true,
    logLevel: "silent",
  });
  return `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`;
}

/** What only the Worker has is nothing here: a configuration does not use it while it is declared. */
const withoutPlatform = {
  name: "without-platform",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^cloudflare:/ }, ({ path: name }) => ({ path: name, namespace: "platform" }));
    onLoad({ filter: /./, namespace: "platform" }, () => ({ contents: "module.exports = {};", loader: "js" }));
  },
};

async function readVariables() {
  const { unstable_readConfig } = await import("wrangler");
  const { vars } = unstable_readConfig({ config: path.join(ROOT, "wrangler.toml") }, { hideWarnings: true });
  const secrets = await readFile(path.join(ROOT, ".dev.vars"), "utf8").catch(() => "");
  return { ...process.env, ...vars, ...parseEnv(secrets) };
}
