import type { FrequencyName } from "../entities/cycle.ts";
import type { ScopeName } from "../entities/data-node.ts";
import type { Properties } from "../entities/fields.ts";
import type { DataSchema } from "../storage-options/data-schema.ts";
import type { Drivers } from "../storage-options/drivers.ts";
import type { StorageTypeName } from "../storage-types.ts";
import type { Microseconds } from "../time.ts";
import type { ConfigurationIssue } from "./check/issue.ts";
import type { AnyFunction, FunctionNames } from "./function-names.ts";
import type { OwnBinding } from "./secrets/own-bindings.ts";
import type { AuthConfig } from "./settings/auth-settings.ts";
import type { Environment } from "./settings/env-template.ts";
import type { HttpConfig } from "./settings/http-settings.ts";

declare global {
  namespace Cloudflare {
    /** The Worker's bindings, variables and secrets, as `wrangler types` writes them for the project. */
    interface Env {}
  }
  namespace TaipyEdge {
    /** The verbs of Taipy Core for tasks: `taipy-edge/worker` declares them (src/core-api/). */
    interface TaskCore {}
  }
}

/**
 * What code of the application gets of the environment: what `wrangler types` knows has its type, all other names are `unknown`.
 * The service's own bindings are not there.
 */
export type TaskEnv = Readonly<Omit<Cloudflare.Env, OwnBinding> & Record<string, unknown>>;

/** A frozen plain object: the template of data nodes. `defineApp` collects all configs in an `App`; there is no global list. */
export interface DataNodeConfig<Value = unknown, Id extends string = string> {
  readonly kind: "DATA_NODE";
  readonly id: Id;
  readonly storageType: StorageTypeName;
  readonly scope: ScopeName;
  /** How long a written value counts as valid; null = for ever. */
  readonly validityPeriod: Microseconds | null;
  /** Written when a node is created and has no value yet; undefined = none. */
  readonly defaultData: Value | undefined;
  /** Free keys, and the storage type's options under Taipy's names (`default_path`, `has_header`, …) with their defaults. */
  readonly properties: Readonly<Properties>;
  /** The storage type's options that are functions or classes, under Taipy's names (`write_query_builder`, …). */
  readonly functions?: Readonly<Record<string, AnyFunction>>;
  /** What every value of the node must fit, or every row of a table. */
  readonly schema?: DataSchema;
  /** The path of the node's file, when the properties give it as a template. Set once an environment is known. */
  readonly path?: string;
  /** Never set: it only carries the type of the node's value. */
  readonly valueType?: Value;
  /** Problems of options whose wrong values no field above can hold, such as a text that is no duration. `defineApp` reports them. */
  readonly issues?: readonly ConfigurationIssue[];
}

/** The last argument of every task function, after its inputs. */
export interface TaskContext {
  readonly jobId: string;
  readonly submissionId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted when the job's timeout ends or a caller cancels the job with `force=true`. */
  readonly signal: AbortSignalLike;
  /** Writes one line to the Worker's log. */
  log(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** The Worker's bindings, variables and secrets, without those of the service itself such as `ADMIN_KEY` and `DB`. */
  readonly env: TaskEnv;
  /** Taipy Core: `await context.core.submit(id)`. It does not know the types of the application's configs. */
  readonly core: TaipyEdge.TaskCore;
}

/** The part of the platform's `AbortSignal` that core uses. Task functions get a real `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface RetryPolicy {
  /** Further tries after the first. */
  readonly limit: number;
  readonly delayMs: number;
  readonly backoff: "constant" | "linear" | "exponential";
}

// biome-ignore lint/suspicious/noExplicitAny: functions of any signature are kept; `task()` has checked the real type.
export type AnyTaskFunction = (...inputs: any[]) => unknown;

export interface TaskConfig<Id extends string = string> {
  readonly kind: "TASK";
  readonly id: Id;
  /** null only for the implicit `default` task. */
  readonly function: AnyTaskFunction | null;
  readonly inputs: readonly DataNodeConfig[];
  readonly outputs: readonly DataNodeConfig[];
  readonly skippable: boolean;
  /** null = the first try that fails, fails the job. */
  readonly retries: RetryPolicy | null;
  /** Of one try; null = no limit. */
  readonly timeoutMs: number | null;
  /** How many jobs of the task may be under way at a time, in all domains together; null = no limit. */
  readonly concurrency: number | null;
  readonly properties: Readonly<Properties>;
  /** As in {@link DataNodeConfig}. */
  readonly issues?: readonly ConfigurationIssue[];
}

// biome-ignore lint/suspicious/noExplicitAny: comparators of any value type are kept; `scenario()` has checked the real type.
export type AnyComparator = (...values: any[]) => unknown;

export interface ScenarioConfig<Id extends string = string, Nodes extends DataNodeConfig = DataNodeConfig> {
  readonly kind: "SCENARIO";
  readonly id: Id;
  readonly tasks: readonly TaskConfig[];
  readonly additionalDataNodes: readonly DataNodeConfig[];
  readonly frequency: FrequencyName | null;
  /** Data node config id → comparators. */
  readonly comparators: Readonly<Record<string, readonly AnyComparator[]>>;
  /** Sequence name → its tasks. */
  readonly sequences: Readonly<Record<string, readonly TaskConfig[]>>;
  readonly properties: Readonly<Properties>;
  /** Never set: it only carries the types of the scenario's data nodes. */
  readonly nodeTypes?: Nodes;
}

/** The version number of an application that configures none. */
export const UNNUMBERED = "latest";

export const DEFAULT_LEASE_MS = 30_000;
export const DEFAULT_WORKER_RETRY_LIMIT = 5;
export const DEFAULT_OBJECTS_PER_REGION = 4;
export const MAX_OBJECTS_PER_REGION = 256;

export const JOB_MODES = ["development", "standalone"] as const;
export type JobMode = (typeof JOB_MODES)[number];

export interface JobConfig {
  /** `development`: the submit request runs the jobs and answers when they have ended. `standalone`: the Queue runs them. */
  readonly mode: JobMode;
  /** How long a worker that has claimed a job may send no heartbeat before another worker gets the job. */
  readonly leaseMs: number;
  /** How many times a job is given to another worker after a lost lease. One lost lease more fails it. */
  readonly workerRetryLimit: number;
  /** How many jobs of the application may be under way at a time, in all domains together; null = no limit. */
  readonly concurrency: number | null;
  /** How many orchestrator objects share the scenarios of a region that share no written data node. */
  readonly objectsPerRegion: number;
  /** Keys of the section that have no effect here. */
  readonly properties?: Readonly<Properties>;
}

export interface CoreConfig {
  readonly mode: "development" | "experiment";
  /** Labels every entity except cycles; `"latest"` when none is configured. */
  readonly versionNumber: string;
  /** Whether a changed configuration may replace the one that is stored under the same version number. */
  readonly force: boolean;
  /** Keys of the section that have no effect here, such as `storage_folder`. */
  readonly properties: Readonly<Properties>;
}

/** The global settings that the service itself reads. Variables of these names override the configuration. */
export interface GlobalSettings {
  /** Whether answers of failed requests contain the stack trace. */
  readonly testing: boolean;
  /** Shown by `/health` and in logs. */
  readonly env: string | null;
  /** Signs the tokens of logins; no answer and no log contains it. */
  readonly secretKey: string | null;
}

/**
 * A checked application. Configs are in maps, so that an id such as `constructor` finds no member of a prototype. The type knows
 * the configs that `defineApp` was called with; `App` alone is an application of any configs.
 */
export interface App<Scenarios extends ScenarioConfig = ScenarioConfig, Nodes extends DataNodeConfig = DataNodeConfig> {
  /** Config id → config, including the implicit `default`. */
  readonly dataNodes: ReadonlyMap<string, DataNodeConfig>;
  readonly tasks: ReadonlyMap<string, TaskConfig>;
  readonly scenarios: ReadonlyMap<string, ScenarioConfig>;
  /** Path → content. A file is stored when the first data node with its path is created and no file has this path. */
  readonly files: ReadonlyMap<string, string>;
  readonly drivers: Drivers;
  readonly job: JobConfig;
  readonly core: CoreConfig;
  readonly global: Readonly<Properties>;
  readonly settings: GlobalSettings;
  readonly auth: AuthConfig;
  readonly http: HttpConfig;
  /** `section.key` → the text in the file, or the template in the code. An export shows these texts. */
  readonly written: ReadonlyMap<string, unknown>;
  readonly functionNames: FunctionNames;
  /**
   * The application with the values of variables and secrets: overridden by the text of the variable `TAIPY_CONFIG`, and with
   * the templates resolved that the service reads.
   * @throws ConfigurationError
   */
  withEnvironment(environment: Environment): App;
  /** Problems that do not stop the service. */
  readonly warnings: readonly ConfigurationIssue[];
  /** Never set: it only carries the types of the configs. */
  readonly configTypes?: { readonly scenarios: Scenarios; readonly dataNodes: Nodes };
}
