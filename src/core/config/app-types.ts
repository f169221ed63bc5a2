import type { FrequencyName } from "../entities/cycle.ts";
import type { ScopeName, StorageTypeName } from "../entities/data-node.ts";
import type { Properties } from "../entities/fields.ts";
import type { Microseconds } from "../time.ts";
import type { ConfigurationIssue } from "./check/issue.ts";
import type { Drivers } from "./dsl/drivers.ts";
import type { AuthConfig } from "./settings/auth-settings.ts";
import type { Environment } from "./settings/env-template.ts";
import type { HttpConfig } from "./settings/http-settings.ts";
import type { FunctionNames } from "./toml/function-names.ts";

/**
 * Configurations are frozen plain objects: the templates that entities are made from. `defineApp` gathers them in an
 * `App`; there is no registry beside it.
 */
export interface DataNodeConfig<Value = unknown, Id extends string = string> {
  readonly kind: "DATA_NODE";
  readonly id: Id;
  readonly storageType: StorageTypeName;
  readonly scope: ScopeName;
  readonly validityPeriod: Microseconds | null;
  /** Written when a node is created and nothing is there yet; undefined = none. */
  readonly defaultData: Value | undefined;
  /** Free keys and the storage type's own options under Taipy's names (`default_path`, `has_header`, …), defaults filled in. */
  readonly properties: Readonly<Properties>;
  /** The storage type's options that are functions, under Taipy's names (`write_query_builder`, …): properties are data. */
  readonly functions?: Readonly<Record<string, AnyFunction>>;
  /** Where the node's file lies, when the properties say it with a template. Known in an environment only. */
  readonly path?: string;
  /** Carries the type of the node's value; never set. */
  readonly valueType?: Value;
  /** What an option said wrong and no field above can hold, such as a text that is no duration. `defineApp` refuses it. */
  readonly issues?: readonly ConfigurationIssue[];
}

// biome-ignore lint/suspicious/noExplicitAny: functions of any kind are kept here; the storage type that calls one checks its result.
export type AnyFunction = (...values: any[]) => unknown;

/** One statement: its text alone, or with single values for its placeholders (`?`; for PostgreSQL `$1`, `$2`, …). */
export type SqlQuery = string | readonly [statement: string, parameters: readonly unknown[]];

// biome-ignore lint/suspicious/noExplicitAny: a builder takes whatever its task returns.
export type AnyQueryBuilder = (data: any) => SqlQuery | readonly SqlQuery[];

/** What a task function may use beside its inputs: the last argument of every call. */
export interface TaskContext {
  readonly jobId: string;
  readonly submissionId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted when the job's time is up or a caller cancels it with `force=true`. */
  readonly signal: AbortSignalLike;
  log(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** The Worker's bindings, variables and secrets. */
  readonly env: Readonly<Record<string, unknown>>;
}

/** The part of the platform's `AbortSignal` that core relies on; the real one is handed over. */
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

// biome-ignore lint/suspicious/noExplicitAny: a function of any arity is stored here; `task()` has checked its real type.
export type AnyTaskFunction = (...inputs: any[]) => unknown;

export interface TaskConfig<Id extends string = string> {
  readonly kind: "TASK";
  readonly id: Id;
  /** null only for the implicit `default` task. */
  readonly function: AnyTaskFunction | null;
  readonly inputs: readonly DataNodeConfig[];
  readonly outputs: readonly DataNodeConfig[];
  readonly skippable: boolean;
  readonly retries: RetryPolicy | null;
  readonly timeoutMs: number | null;
  readonly properties: Readonly<Properties>;
  /** As in {@link DataNodeConfig}. */
  readonly issues?: readonly ConfigurationIssue[];
}

// biome-ignore lint/suspicious/noExplicitAny: values of any type are compared; `scenario()` has checked the real one.
export type AnyComparator = (...values: any[]) => unknown;

export interface ScenarioConfig<Id extends string = string> {
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
}

/** The version number of an application that configures none. */
export const UNNUMBERED = "latest";

export const JOB_MODES = ["development", "standalone"] as const;
export type JobMode = (typeof JOB_MODES)[number];

export interface JobConfig {
  /** `development`: a submit runs its jobs and answers when they have ended. `standalone`: the Queue runs them. */
  readonly mode: JobMode;
  /** How long a worker that has taken a job may be silent before the job is given to another one. */
  readonly leaseMs: number;
  /** How many workers may die over one job before it fails. */
  readonly workerRetryLimit: number;
  /** Keys of the section that mean nothing here, such as `max_nb_of_workers`. */
  readonly properties?: Readonly<Properties>;
}

export interface CoreConfig {
  readonly mode: "development" | "experiment";
  /** Labels every entity except cycles; `"latest"` when none is configured. */
  readonly versionNumber: string;
  /** Whether a changed configuration may take the place of the one that is stored under the same version number. */
  readonly force: boolean;
  /** Keys of the section that mean nothing here, such as `storage_folder`. */
  readonly properties: Readonly<Properties>;
}

/** The global settings that the service itself reads. Variables of these names win over the configuration. */
export interface GlobalSettings {
  /** Errors show their trace. */
  readonly testing: boolean;
  /** Shown by `/health` and in logs. */
  readonly env: string | null;
  /** For signing; nobody sees it. */
  readonly secretKey: string | null;
}

/** A whole application, checked. Lookups by id go through maps, so that no id can reach a prototype. */
export interface App {
  /** Every reachable config by id, the implicit `default` included. */
  readonly dataNodes: ReadonlyMap<string, DataNodeConfig>;
  readonly tasks: ReadonlyMap<string, TaskConfig>;
  readonly scenarios: ReadonlyMap<string, ScenarioConfig>;
  /** Path → content, put there when nothing is there yet. */
  readonly files: ReadonlyMap<string, string>;
  readonly drivers: Drivers;
  readonly job: JobConfig;
  readonly core: CoreConfig;
  readonly global: Readonly<Properties>;
  readonly settings: GlobalSettings;
  readonly auth: AuthConfig;
  readonly http: HttpConfig;
  /** `section.key` → the value as a file, or a template in the code, has it: an export shows that. */
  readonly written: ReadonlyMap<string, unknown>;
  /** How the application's functions are called in files. */
  readonly functionNames: FunctionNames;
  /**
   * The application where variables and secrets are known: with the file that the variable `TAIPY_CONFIG` holds on top, and
   * templates resolved where the service needs them.
   * @throws ConfigurationError
   */
  withEnvironment(environment: Environment): App;
  /** What the checks found odd but not wrong. */
  readonly warnings: readonly ConfigurationIssue[];
}
