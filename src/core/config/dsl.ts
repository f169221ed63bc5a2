/** What an application imports from `taipy-edge`. */
export { type AppOptions, type CoreOptions, defineApp, type GlobalOptions, type JobOptions } from "./app.ts";
export { type DataNodeOptions, dataNode, type ValueType, valueType } from "./data-node.ts";
export type { Drivers } from "./drivers.ts";
export type { Duration } from "./duration.ts";
export { type Environment, resolveTemplates } from "./env-template.ts";
export type { Columns, ExposedType, RowClass } from "./exposed-type.ts";
export { Frequency } from "./frequency.ts";
export type { GenericContext } from "./generic-options.ts";
export { ConfigurationError, type ConfigurationIssue } from "./issue.ts";
export { type Comparator, type ScenarioOptions, scenario } from "./scenario.ts";
export { Scope } from "./scope.ts";
export {
  type RetryOptions,
  type TaskFunction,
  type TaskOptions,
  type TypedTaskConfig,
  task,
} from "./task.ts";
export { configurationToml } from "./toml/export.ts";
export type { FunctionModules } from "./toml/function-names.ts";
export type {
  AbortSignalLike,
  App,
  DataNodeConfig,
  RetryPolicy,
  ScenarioConfig,
  TaskConfig,
  TaskContext,
} from "./types.ts";
