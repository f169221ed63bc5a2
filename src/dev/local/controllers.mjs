// Wrangler's own reader of configurations and its bundler. Both watch their files.
import { unstable_DevEnv as DevEnv } from "wrangler";

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
