// Bundles the application as wrangler does, runs it under Node, and returns the problems of its configuration.
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { unusedFile } from "./unused-file.mjs";

/** The folder of this package. */
const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));

/** The folder of the project. */
export const ROOT = path.join(process.cwd(), "/");

/** Wrangler's configuration files, in the order in which wrangler looks for them. */
const WRANGLER_FILES = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];

/**
 * The problems of an application, with the variables of wrangler's configuration, .dev.vars and this process. An unused
 * configuration file beside the entry is one of them.
 * @param {string} entry the path of the file that exports the application, relative to the project
 * @param {Pick<ReturnType<typeof import("./local/arguments.mjs").readArguments>, "config" | "env" | "envFiles" | "variables">} args
 * @throws every error of the application other than a ConfigurationError
 */
export async function findProblems(entry, args) {
  const { outputFiles, metafile } = await bundle(entry);
  const unused = await unusedFile(path.resolve(ROOT, entry), metafile, ROOT);
  return [...unused, ...(await problemsOf(outputFiles[0].contents, args))];
}

async function problemsOf(script, args) {
  try {
    const { default: app } = await import(`data:text/javascript;base64,${Buffer.from(script).toString("base64")}`);
    const variables = await readVariables(args);
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
    ...fromSources(),
    // Packages in CommonJS call `require` for Node's modules when they are loaded.
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(ROOT)});`,
    },
    plugins: [withoutPlatform],
    keepNames: true,
    logLevel: "silent",
  });
}

/** In this repository the package's name means its sources, also for a file outside; elsewhere it is installed. */
function fromSources() {
  const tsconfig = path.join(PACKAGE, "tsconfig.json");
  return existsSync(tsconfig) ? { tsconfig } : {};
}

/** Modules of the Worker's runtime are empty here: an application does not use them while it is declared. */
const withoutPlatform = {
  name: "without-platform",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^cloudflare:/ }, ({ path: name }) => ({ path: name, namespace: "platform" }));
    onLoad({ filter: /./, namespace: "platform" }, () => ({ contents: "module.exports = {};", loader: "js" }));
  },
};

async function readVariables({ config, env, envFiles, variables }) {
  process.env.WRANGLER_LOG ??= "warn";
  const { unstable_getVarsForDev: varsForDev, unstable_readConfig: readConfig } = await import("wrangler");
  const file = config ?? WRANGLER_FILES.map((name) => path.join(ROOT, name)).find((name) => existsSync(name));
  const { vars, secrets, configPath } = readConfig({ config: file, env }, { hideWarnings: true });
  const bindings = Object.entries(varsForDev(configPath, envFiles, vars, env, true, secrets));
  return { ...process.env, ...Object.fromEntries(bindings.map(([name, { value }]) => [name, value])), ...variables };
}
