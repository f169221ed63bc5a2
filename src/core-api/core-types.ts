import type { Cycle, DataNode, Edit, Job, Scenario, Sequence, Submission, Task } from "../client/schema.ts";
import type { App, DataNodeConfig, ScenarioConfig } from "../core/config/app-types.ts";
import type { Verdict } from "../core/planning/promotion/scenario-changes.ts";
import type { Condition, JoinOperator } from "../core/values/filter.ts";

// The types of `taipy.core(env)`. Verbs have Taipy's names in camelCase, entities the fields that the API shows.

declare global {
  namespace TaipyEdge {
    interface TaskCore extends Core {}
  }
}

/** An entity that a verb returned, or its id. */
export type Ref<Entity extends { readonly id: string } = { readonly id: string }> = string | Entity;

/** A scenario that knows the types of its data nodes. */
export type ScenarioOf<Config extends ScenarioConfig> = Scenario & {
  readonly config_id: Config["id"];
  /** Never set: it only carries types. */
  readonly nodeTypes?: Config extends ScenarioConfig<string, infer Nodes> ? Nodes : DataNodeConfig;
};

/** A data node that knows the type of its value. */
export type DataNodeOf<Value> = DataNode & {
  /** Never set: it only carries a type. */
  readonly valueType?: Value;
};

type ScenarioRef<Nodes extends DataNodeConfig> = Ref<Scenario & { readonly nodeTypes?: Nodes }>;
type NodeRef<Value> = Ref<DataNodeOf<Value>>;

/** The configs whose id the compiler knows. */
type Named<Config> = Config extends { readonly id: infer Id } ? (string extends Id ? never : Config) : never;
type Unnamed<Config> = Config extends { readonly id: infer Id } ? (string extends Id ? Config : never) : never;
/** The ids of configs; any text where the compiler does not know all of them. */
export type IdIn<Configs> = [Unnamed<Configs>] extends [never] ? (Configs & { readonly id: string })["id"] : string;
/** The config of an id: the one that has it, or those whose ids the compiler does not know. */
type WithId<Configs, Id> = [Extract<Named<Configs>, { readonly id: Id }>] extends [never]
  ? Unnamed<Configs>
  : Extract<Named<Configs>, { readonly id: Id }>;
type ValueIn<Nodes, Id> = WithId<Nodes, Id> extends DataNodeConfig<infer Value> ? Value : never;

type ScenariosOf<Application> = Application extends App<infer Scenarios, infer _> ? Scenarios : ScenarioConfig;
type NodesOf<Application> = Application extends App<infer _, infer Nodes> ? Nodes : DataNodeConfig;

export interface CreationOptions {
  readonly name?: string;
  /** Decides the cycle. Default: now. */
  readonly creationDate?: string | Date;
  readonly tags?: readonly string[];
  /** Go before those of the configuration. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

export interface SubmitOptions {
  /** Run tasks although they could be skipped. */
  readonly force?: boolean;
  /** Resolve when the submission has ended, or when the time is up. Refused inside a task. */
  readonly wait?: boolean;
  /** Seconds to wait: 1 to 300. Default: 30. */
  readonly timeout?: number;
}

export interface ListOptions {
  /** Default: the configured version; `all` = entities of all versions. */
  readonly version?: string;
  /** How many at most. Default: all, if they are not more than 10,000. */
  readonly limit?: number;
  /** Only entities after this id, in the order of ids. */
  readonly after?: string;
}

export interface SortOptions {
  readonly isSorted?: boolean;
  readonly descending?: boolean;
  /** Default: `name`. */
  readonly sortKey?: "name" | "id" | "config_id" | "creation_date" | "tags";
  /** Inclusive. */
  readonly createdStartTime?: string | Date;
  /** Exclusive. */
  readonly createdEndTime?: string | Date;
}

export interface ScenarioListOptions extends ListOptions, SortOptions {
  readonly cycle?: Ref<Cycle>;
  readonly tag?: string;
}

export interface ReadOptions {
  /** The value as this edit wrote it. */
  readonly edit?: number;
  /** The value as it was at this time. Not with `edit`. */
  readonly at?: string | Date;
  /** Throws `schema_mismatch` unless all of the value fits the schema of the data node. */
  readonly check?: boolean;
}

export interface WriteOptions {
  readonly editorId?: string;
  readonly comment?: string;
}

export interface LockOptions {
  /** Default: half an hour, Taipy's time. */
  readonly seconds?: number;
  readonly comment?: string;
}

/** Taipy Core in code, typed by an application's configs. All verbs throw a `TaipyError` with a `code`. */
export interface Core<Application extends App = App> {
  createScenario<const Id extends IdIn<ScenariosOf<Application>>>(
    config: Id | ScenarioConfig<Id>,
    options?: CreationOptions,
  ): Promise<ScenarioOf<WithId<ScenariosOf<Application>, Id> & ScenarioConfig>>;
  /** Gets or creates the data node of a configuration with the scope GLOBAL. */
  createGlobalDataNode<const Id extends IdIn<NodesOf<Application>>>(
    config: Id | DataNodeConfig<unknown, Id>,
  ): Promise<DataNodeOf<ValueIn<NodesOf<Application>, Id>>>;
  /** A named part of a scenario: Taipy's `scenario.add_sequence`. */
  createSequence(scenario: Ref<Scenario>, name: string, tasks: readonly Ref<Task>[]): Promise<Sequence>;
  /** Whether the configuration may be used for creations, and knows the config. */
  canCreate(config?: string | { readonly id: string }): Promise<Verdict>;

  submit(entity: Ref<Scenario> | Ref<Sequence> | Ref<Task>, options?: SubmitOptions): Promise<Submission>;
  isSubmittable(entity: Ref<Scenario> | Ref<Sequence> | Ref<Task>): Promise<Verdict>;
  cancelJob(job: Ref<Job>, options?: { readonly force?: boolean }): Promise<void>;
  deleteJob(job: Ref<Job>): Promise<void>;

  /** The entity of an id. */
  get(id: `SCENARIO_${string}`): Promise<Scenario>;
  get(id: `SEQUENCE_${string}`): Promise<Sequence>;
  get(id: `TASK_${string}`): Promise<Task>;
  get(id: `DATANODE_${string}`): Promise<DataNode>;
  get(id: `CYCLE_${string}`): Promise<Cycle>;
  get(id: `JOB_${string}`): Promise<Job>;
  get(id: `SUBMISSION_${string}`): Promise<Submission>;
  get(id: string): Promise<Scenario | Sequence | Task | DataNode | Cycle | Job | Submission>;
  exists(id: string): Promise<boolean>;
  /** Deletes an entity with everything that it owns. With `force` unfinished jobs are cancelled. */
  delete(entity: Ref, options?: { readonly force?: boolean }): Promise<void>;
  isDeletable(entity: Ref): Promise<Verdict>;

  getScenarios(options?: ScenarioListOptions): Promise<Scenario[]>;
  getPrimary(cycle: Ref<Cycle>): Promise<Scenario | null>;
  getPrimaryScenarios(options?: ListOptions & SortOptions): Promise<Scenario[]>;
  getSequences(options?: ListOptions): Promise<Sequence[]>;
  getTasks(options?: ListOptions): Promise<Task[]>;
  getDataNodes(options?: ListOptions): Promise<DataNode[]>;
  getCycles(options?: Omit<ListOptions, "version">): Promise<Cycle[]>;
  /** The scenarios of each cycle, by its id: Taipy's `get_cycles_scenarios`. Those without a cycle are under `""`. */
  getCyclesScenarios(options?: ListOptions): Promise<Record<string, Scenario[]>>;
  getJobs(options?: ListOptions): Promise<Job[]>;
  getSubmissions(options?: ListOptions & { readonly entity?: Ref }): Promise<Submission[]>;
  getLatestJob(task: Ref<Task>): Promise<Job | null>;
  getLatestSubmission(entity: Ref<Scenario> | Ref<Sequence> | Ref<Task>): Promise<Submission | null>;

  setPrimary(scenario: Ref<Scenario>): Promise<void>;
  isPromotable(scenario: Ref<Scenario>): Promise<Verdict>;
  tag(scenario: Ref<Scenario>, tag: string): Promise<void>;
  untag(scenario: Ref<Scenario>, tag: string): Promise<void>;
  /** The results of the comparators of a config's scenarios: data node's config → function's name → result. */
  compareScenarios(
    scenarios: readonly Ref<Scenario>[],
    options?: { readonly dataNodeConfigId?: string },
  ): Promise<Record<string, Record<string, unknown>>>;

  /** The data node of a config in a scenario. */
  getDataNode<Nodes extends DataNodeConfig, const Id extends IdIn<Nodes>>(
    scenario: ScenarioRef<Nodes>,
    config: Id,
  ): Promise<DataNodeOf<ValueIn<Nodes, Id>>>;
  /** The value of a scenario's data node, or of a data node, as a task would get it; null = it was never written. */
  read<Nodes extends DataNodeConfig, const Id extends IdIn<Nodes>>(
    scenario: ScenarioRef<Nodes>,
    config: Id,
    options?: ReadOptions,
  ): Promise<ValueIn<Nodes, Id> | null>;
  read<Value = unknown>(node: NodeRef<Value>, options?: ReadOptions): Promise<Value | null>;
  /** The same; `never_written` is thrown when there is no value. */
  readOrRaise<Nodes extends DataNodeConfig, const Id extends IdIn<Nodes>>(
    scenario: ScenarioRef<Nodes>,
    config: Id,
    options?: ReadOptions,
  ): Promise<ValueIn<Nodes, Id>>;
  readOrRaise<Value = unknown>(node: NodeRef<Value>, options?: ReadOptions): Promise<Value>;
  /** The rows of a data node's value that fulfil the conditions. */
  filter(node: Ref<DataNode>, operators: readonly Condition[], joinOperator?: JoinOperator): Promise<unknown>;
  write<Nodes extends DataNodeConfig, const Id extends IdIn<Nodes>>(
    scenario: ScenarioRef<Nodes>,
    config: Id,
    value: ValueIn<Nodes, Id>,
    options?: WriteOptions,
  ): Promise<Edit>;
  write<Value = unknown>(node: NodeRef<Value>, value: NoInfer<Value>, options?: WriteOptions): Promise<Edit>;
  /** Adds rows of a table, items of a list, or text. */
  append<Nodes extends DataNodeConfig, const Id extends IdIn<Nodes>>(
    scenario: ScenarioRef<Nodes>,
    config: Id,
    value: ValueIn<Nodes, Id>,
    options?: WriteOptions,
  ): Promise<Edit>;
  append<Value = unknown>(node: NodeRef<Value>, value: NoInfer<Value>, options?: WriteOptions): Promise<Edit>;
  getEdits(node: Ref<DataNode>, options?: { readonly limit?: number; readonly after?: number }): Promise<Edit[]>;
  lockEdit(node: Ref<DataNode>, editorId?: string, options?: LockOptions): Promise<void>;
  unlockEdit(node: Ref<DataNode>, editorId?: string): Promise<void>;
}
