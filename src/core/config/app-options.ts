import type { Properties } from "../entities/fields.ts";
import type { Drivers } from "../storage-options/drivers.ts";
import type { CoreConfig, DataNodeConfig, JobMode, ScenarioConfig, TaskConfig } from "./app-types.ts";
import type { Duration } from "./dsl/duration.ts";
import type { FunctionModules } from "./function-names.ts";
import type { AuthOptions } from "./settings/auth-settings.ts";
import type { HttpOptions } from "./settings/http-settings.ts";

export interface JobOptions {
  /**
   * `"development"` (default): the submit request runs the jobs and answers when they have ended. `"standalone"`: the Queue
   * runs them.
   */
  readonly mode?: JobMode;
  /** How long a worker that has claimed a job may send no heartbeat before another worker gets the job. Default: `"30s"`. */
  readonly lease?: Duration;
  /** How many times a job is given to another worker after a lost lease; after one more it fails. Default: 5. */
  readonly workerRetries?: { readonly limit: number };
  /** How many jobs of the application may run at a time; a whole number of at least 1. Default: no limit. */
  readonly concurrency?: number;
  /**
   * How many orchestrator objects a region has for scenarios that share no written data node; a whole number from 1 to 256. It
   * counts for new scenarios. Default: 4.
   */
  readonly objectsPerRegion?: number;
}

export interface CoreOptions {
  /**
   * `"development"` (default): the configuration of a version number may change. `"experiment"`: `versionNumber` is required,
   * and a changed configuration needs a new one, or `force`.
   */
  readonly mode?: CoreConfig["mode"];
  /** Labels every entity except cycles. Default, also for an empty text: `"latest"`. */
  readonly versionNumber?: string;
  /** Lets a changed configuration replace the one that is stored under the same version number. Default: false. */
  readonly force?: boolean;
}

/** Settings that the service reads, and free keys of the application. A value may be a template: `"ENV[SECRET_KEY]"`. */
export interface GlobalOptions extends Readonly<Properties> {
  /** Whether answers of failed requests contain the stack trace. Default: false. The variable `TESTING` overrides it. */
  readonly testing?: boolean | string;
  /** Shown by `/health` and in logs. Default: none. The variable `FLASK_ENV`, and then `ENV`, overrides it. */
  readonly env?: string;
  /**
   * Signs the tokens of logins, at least 32 characters. Better set it as the Worker's secret `SECRET_KEY`, which overrides it.
   * Without one, logins with a password are refused.
   */
  readonly secretKey?: string | undefined;
}

/** All options are optional. */
export interface AppOptions<
  Scenarios extends readonly ScenarioConfig[] = readonly ScenarioConfig[],
  Nodes extends readonly DataNodeConfig[] = readonly DataNodeConfig[],
  Tasks extends readonly TaskConfig[] = readonly TaskConfig[],
> {
  /** Their tasks and data nodes need not be listed again. */
  readonly scenarios?: Scenarios;
  /** Tasks that no scenario uses. */
  readonly tasks?: Tasks;
  /** Data nodes that no scenario and no task uses. */
  readonly dataNodes?: Nodes;
  /** Path → text. A file is stored when the first data node with its path is created and no file has this path. */
  readonly files?: Readonly<Record<string, string>>;
  /** The text of a Taipy configuration file: `import config from "./config.toml"`. It overrides the code, key by key. */
  readonly toml?: string;
  /** The functions that the file refers to: `"module.name:function"` is `{ module: { name } }`. */
  readonly functions?: FunctionModules;
  /** Database libraries that are not part of every Worker. */
  readonly drivers?: Drivers;
  readonly job?: JobOptions;
  readonly core?: CoreOptions;
  readonly global?: GlobalOptions;
  readonly auth?: AuthOptions;
  readonly http?: HttpOptions;
}
