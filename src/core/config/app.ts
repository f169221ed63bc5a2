import type { Properties } from "../entities/fields.ts";
import type { App, CoreConfig, DataNodeConfig, JobMode, ScenarioConfig, TaskConfig } from "./app-types.ts";
import { checkApp } from "./check/check-app.ts";
import { collectConfigs } from "./collect-configs.ts";
import { compileApp } from "./compile-app.ts";
import type { Drivers } from "./dsl/drivers.ts";
import type { Duration } from "./dsl/duration.ts";
import type { AuthOptions } from "./settings/auth-settings.ts";
import type { HttpOptions } from "./settings/http-settings.ts";
import type { FunctionModules } from "./toml/function-names.ts";

export interface JobOptions {
  /**
   * `"development"` (default): a submit runs its jobs and answers when they have ended. `"standalone"`: the Queue runs them.
   */
  readonly mode?: JobMode;
  /** How long a worker that has taken a job may be silent before another one gets it. Default: `"30s"`. */
  readonly lease?: Duration;
  /** How many workers may die over one job before it fails. Default: 5. */
  readonly workerRetries?: { readonly limit: number };
}

export interface CoreOptions {
  /**
   * `"development"` (default): the configuration may change under its version number. `"experiment"`: a changed
   * configuration needs a new number, or `force`, and there must be a `versionNumber`.
   */
  readonly mode?: CoreConfig["mode"];
  /** Labels every entity except cycles. Default, and what an empty text means: `"latest"`. */
  readonly versionNumber?: string;
  /** Lets a changed configuration take the place of the one stored under the same number. Default: false. */
  readonly force?: boolean;
}

/** Free keys, for the application itself, and what the service reads. A value may be a template: `"ENV[SECRET_KEY]"`. */
export interface GlobalOptions extends Readonly<Properties> {
  /** Errors show their trace. Default: false; the variable `TESTING` wins. */
  readonly testing?: boolean | string;
  /** Shown by `/health` and in logs. The variables `FLASK_ENV` and `ENV` win. */
  readonly env?: string;
  /** For signing. The secret `SECRET_KEY` wins, and is the better place. */
  readonly secretKey?: string | undefined;
}

export interface AppOptions {
  readonly scenarios?: readonly ScenarioConfig[];
  /** Tasks that no scenario reaches. */
  readonly tasks?: readonly TaskConfig[];
  /** Data nodes that no scenario and no task reaches. */
  readonly dataNodes?: readonly DataNodeConfig[];
  /** Path → text, put there when nothing is there yet. */
  readonly files?: Readonly<Record<string, string>>;
  /** The text of a Taipy configuration file: `import config from "./config.toml"`. It wins over the code, key by key. */
  readonly toml?: string;
  /** What `"module.name:function"` in the file stands for: `{ module: { name } }`. */
  readonly functions?: FunctionModules;
  /** Libraries for databases that are not part of every Worker. */
  readonly drivers?: Drivers;
  readonly job?: JobOptions;
  readonly core?: CoreOptions;
  readonly global?: GlobalOptions;
  readonly auth?: AuthOptions;
  readonly http?: HttpOptions;
}

/**
 * Gathers every config that the options reach, puts the file on top, and checks all of it.
 * @throws ConfigurationError with every problem when there is an error; warnings alone are kept in `App.warnings`
 */
export function defineApp(options: AppOptions): App {
  const { issues, ...code } = collectConfigs({
    scenarios: options.scenarios,
    tasks: options.tasks,
    dataNodes: options.dataNodes,
  });
  return compileApp({ options, code, issues, check: checkApp }, null);
}
