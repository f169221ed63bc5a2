// Wrangler's own reader of configurations and its bundler. They do not watch: src/dev/local/watch/watcher.mjs does.
import { unstable_DevEnv as DevEnv } from "wrangler";
import { problemText } from "../../problem-text.mjs";

const MAX_PROBLEMS = 5;

/**
 * @param {object} given
 * @param {(event: { config: object, bundle: object }) => void} given.onBundle after each bundle
 * @param {(config: object) => void} [given.onConfig] when the configuration was read, before it is bundled
 * @param {(text: string) => void} [given.onProblem] when it can't be read or bundled; says where
 * @param {boolean} [given.bundles] without, only the configuration is read
 */
export function createControllers({ onBundle, onConfig = () => undefined, onProblem = console.error, bundles = true }) {
  class Controllers extends DevEnv {
    /** Wrangler would print it, in a form of its own. */
    handleErrorEvent({ reason, cause }) {
      onProblem(problemsOf(cause) ?? `${reason}: ${cause.message}`);
    }
  }
  return new Controllers({
    ...(bundles ? {} : { bundlerFactory: controller }),
    // In the place of wrangler's runtime and its proxy.
    runtimeFactories: [() => ({ ...controller(), onBundleComplete: onBundle })],
    proxyFactory: () => ({ ...controller(), onConfigUpdate: ({ config }) => onConfig(config) }),
  });
}

/** The texts of what esbuild or the parser of the configuration has found; null for another error. */
function problemsOf(error) {
  // Esbuild's error may be the cause of wrangler's.
  for (const { location, errors, text } of [error, error?.cause ?? {}]) {
    if (location?.file !== undefined) return textOf({ text, location });
    if (Array.isArray(errors) && errors.length > 0) {
      const more = errors.length > MAX_PROBLEMS ? [`and ${errors.length - MAX_PROBLEMS} more errors`] : [];
      return [...errors.slice(0, MAX_PROBLEMS).map(textOf), ...more].join("\n");
    }
  }
  return null;
}

function textOf({ text, location }) {
  const message = { level: "ERROR", message: text, field: "" };
  if (!location) return `error: ${text}\n`;
  const { file, line, column, length = 1, lineText } = location;
  // Columns are counted from 0 there.
  return problemText({ ...message, position: { file, line, column: column + 1, length, source: lineText } });
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
      watch: false,
      enableContainers: false,
    },
  };
}
