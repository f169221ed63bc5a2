// Bundles the application as wrangler does, runs it under Node, and returns the problems of its configuration.
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { shapesOf } from "./shapes/shapes.mjs";
import { shapesFileOf } from "./shapes/shapes-file.mjs";
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
  return (await checkApp(entry, args)).problems;
}

/**
 * The problems, the schemas of data nodes, and what `--against` compares: null where an error leaves no application.
 * @type {(...given: Parameters<typeof findProblems>) =>
 *   Promise<{ problems: object[], shapes: { file: string | null, schemas: Record<string, object> } | null,
 *     checked: import("./against/compare.mjs").Checked | null }>}
 */
export async function checkApp(entry, args) {
  const { outputFiles, metafile } = await bundle(entry);
  const unused = await unusedFile(path.resolve(ROOT, entry), metafile, ROOT);
  const { problems, ...found } = await checkScript(outputFiles[0].contents, args);
  return { problems: [...unused, ...problems], ...found };
}

async function checkScript(script, args) {
  try {
    const url = `data:text/javascript;base64,${Buffer.from(script).toString("base64")}`;
    const {
      app: source,
      checkBindings,
      checkDeclaredValues,
      checkDefaultData,
      differenceText,
      structureChanges,
    } = await import(url);
    const { variables, bindings, shapesFile } = await readWrangler(args);
    const variable = (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
    const app = source.withEnvironment(variable);
    return {
      problems: [
        ...app.warnings,
        ...(await checkDefaultData(app, variable)),
        ...(await checkDeclaredValues(app, variable)),
        ...checkBindings(app, bindings),
      ],
      shapes: { file: shapesFile, schemas: shapesOf(app.dataNodes.values()) },
      checked: {
        configs: { scenario: app.scenarios, task: app.tasks, data_node: app.dataNodes },
        isForced: app.core.force,
        changesOf: (created) => structureChanges(app, created).map(differenceText),
      },
    };
  } catch (error) {
    if (error?.name === "ConfigurationError") return { problems: error.issues, shapes: null, checked: null };
    throw error;
  }
}

/** The application, and the checks that only a developer's machine makes. */
const contentsOf = (entry) => `
  export { default as app } from ${JSON.stringify(path.resolve(ROOT, entry))};
  export { checkBindings } from ${JSON.stringify(ownModule("core/config/deployment/check-bindings"))};
  export { differenceText } from ${JSON.stringify(ownModule("core/config/toml/differences"))};
  export { structureChanges } from ${JSON.stringify(ownModule("core/planning/submission/changed-structure"))};
  export { checkDefaultData } from ${JSON.stringify(ownModule("storage/settings/default-data"))};
  export { checkDeclaredValues } from ${JSON.stringify(ownModule("storage/schema/declared-values"))};
`;

/** A module beside the folder of this one: a source in the repository, compiled in the package. */
function ownModule(name) {
  const source = fileURLToPath(new URL(`../${name}.ts`, import.meta.url));
  return existsSync(source) ? source : source.replace(/\.ts$/, ".js");
}

function bundle(entry) {
  return build({
    stdin: { contents: contentsOf(entry), resolveDir: ROOT, sourcefile: "check-config.js" },
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

/** Variables, and what else wrangler's configuration binds. */
async function readWrangler({ config, env, envFiles, variables: given }) {
  process.env.WRANGLER_LOG ??= "warn";
  const { unstable_getVarsForDev: varsForDev, unstable_readConfig: readConfig } = await import("wrangler");
  const file = config ?? WRANGLER_FILES.map((name) => path.join(ROOT, name)).find((name) => existsSync(name));
  const wrangler = readConfig({ config: file, env }, { hideWarnings: true });
  const { vars, secrets, configPath } = wrangler;
  const bound = Object.entries(varsForDev(configPath, envFiles, vars, env, true, secrets));
  const ofFiles = Object.fromEntries(bound.map(([name, { value }]) => [name, value]));
  const variables = { ...process.env, ...ofFiles, ...given };
  const named = (list, nameOf) => new Map((list ?? []).map((item) => [item.binding, nameOf(item) ?? null]));
  const bindings = {
    databases: named(wrangler.d1_databases, ({ database_id, database_name }) => database_id ?? database_name),
    buckets: named(wrangler.r2_buckets, ({ bucket_name }) => bucket_name),
    others: new Set([...Object.keys(variables), ...bindingsIn(wrangler), ...(secrets?.required ?? [])]),
    plainVariables: vars,
  };
  return { variables, bindings, shapesFile: shapesFileOf(wrangler) };
}

/** The binding of each entry of each list: Hyperdrive, services, and whatever wrangler will have. */
const bindingsIn = (wrangler) =>
  Object.values(wrangler)
    .flatMap((value) => (Array.isArray(value) ? value : []))
    .flatMap((item) => (typeof item?.binding === "string" ? [item.binding] : []));
