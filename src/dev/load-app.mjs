// Bundles the application as wrangler does, runs it under Node, and returns the problems of its configuration.
import { readFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { build } from "esbuild";
import { unusedFile } from "./unused-file.mjs";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * The problems of an application, with the variables of wrangler.toml, .dev.vars and this process. An unused configuration file
 * beside the entry is one of them.
 * @param {string} entry the path of the file that exports the application, relative to the project
 * @throws every error of the application other than a ConfigurationError
 */
export async function findProblems(entry) {
  const { outputFiles, metafile } = await bundle(entry);
  const unused = await unusedFile(path.resolve(ROOT, entry), metafile, ROOT);
  return [...unused, ...(await problemsOf(outputFiles[0].contents))];
}

async function problemsOf(script) {
  try {
    const { default: app } = await import(`data:text/javascript;base64,${Buffer.from(script).toString("base64")}`);
    const variables = await readVariables();
    return app.withEnvironment((name) => (Object.hasOwn(variables, name) ? variables[name] : undefined)).warnings;
  } catch (error) {
    if (error?.name === "ConfigurationError") return error.issues;
    throw error;
  }
}

function bundle(entry) {
  return build({
    entryPoints: [path.resolve(ROOT, entry)],
    bundle: true,
    write: false,
    metafile: true,
    // The paths in the metafile are relative to this folder.
    absWorkingDir: ROOT,
    format: "esm",
    platform: "node",
    target: "node20",
    loader: { ".csv": "text", ".toml": "text", ".sql": "text" },
    alias: { "taipy-edge": path.join(ROOT, "src/taipy-edge.ts") },
    // Packages in CommonJS call `require` for Node's modules when they are loaded.
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(ROOT)});`,
    },
    plugins: [withoutPlatform],
    keepNames: true,
    logLevel: "silent",
  });
}

/** Modules of the Worker's runtime are empty here: an application does not use them while it is declared. */
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
