// Wrangler's own reader of configurations and its bundler, which watch their files, and a watcher of the files of variables.
import { watch } from "node:fs";
import path from "node:path";
import { unstable_DevEnv as DevEnv } from "wrangler";

/** Files of variables, beside those of `--env-file`. */
const VARIABLE_FILE = /^\.(?:dev\.vars|env)(?:\.|$)/;
/** One save is several events. */
const PAUSE_MS = 100;

/**
 * @param {object} given
 * @param {(event: { config: object, bundle: object }) => void} given.onBundle after the first bundle, and after each change
 * @param {(config: object) => void} [given.onConfig] when the configuration was read
 * @param {boolean} [given.bundles] without, only the configuration is read
 */
export function createControllers({ onBundle, onConfig = () => undefined, bundles = true }) {
  const controllers = new DevEnv({
    ...(bundles ? {} : { bundlerFactory: controller }),
    // In the place of wrangler's runtime and its proxy.
    runtimeFactories: [() => ({ ...controller(), onBundleComplete: onBundle })],
    proxyFactory: () => ({ ...controller(), onConfigUpdate: ({ config }) => onConfig(config) }),
  });
  controllers.on("error", (error) => {
    console.error(`${error.reason ?? "The local server failed"}: ${error.cause?.message ?? error.message}`);
  });
  return controllers;
}

/** What wrangler calls of a controller; does nothing. */
const controller = () => ({
  ready: { promise: Promise.resolve({}), resolve: () => undefined, reject: () => undefined },
  onConfigUpdate: () => undefined,
  onBundleStart: () => undefined,
  onBundleComplete: () => undefined,
  onReloadStart: () => undefined,
  onReloadComplete: () => undefined,
  onPreviewTokenExpired: () => undefined,
  teardown: () => Promise.resolve(),
});

/** The arguments in the form in which `wrangler dev` gives its own to the controllers. */
export function inputOf({ port, ip, config, env, envFiles, variables, persistTo }) {
  return {
    config,
    env,
    envFiles,
    bindings: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, { type: "plain_text", value }]),
    ),
    // Traces and profiles name what the developer wrote.
    build: { minify: false },
    sendMetrics: false,
    dev: {
      server: { hostname: ip, port },
      inspector: false,
      remote: false,
      persist: persistTo,
      logLevel: "warn",
      watch: true,
      enableContainers: false,
    },
  };
}

/**
 * Watches the files of variables, which wrangler reads and does not watch: an AUTH_MODE or a key counts when it is saved.
 * @param {{ folder: string, envFiles?: readonly string[] }} files `folder` has the configuration; `envFiles` are those of flags
 * @param {() => void} onChange
 * @returns {() => void} ends it
 */
export function watchVariableFiles({ folder, envFiles = [] }, onChange) {
  const given = new Set(envFiles.map((file) => path.resolve(folder, file)));
  const isOne = (directory, name) =>
    given.has(path.join(directory, name)) || (directory === folder && VARIABLE_FILE.test(name));
  let timer;
  const directories = new Set([folder, ...[...given].map((file) => path.dirname(file))]);
  const watchers = [...directories].map((directory) =>
    watch(directory, { persistent: false }, (_, name) => {
      if (name === null || !isOne(directory, name)) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, PAUSE_MS);
    }).on("error", () => undefined),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
