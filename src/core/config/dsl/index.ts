/** What an application imports from `taipy-edge`. */
export { type AppOptions, type CoreOptions, defineApp, type GlobalOptions, type JobOptions } from "../app.ts";
export type {
  AbortSignalLike,
  App,
  DataNodeConfig,
  RetryPolicy,
  ScenarioConfig,
  TaskConfig,
  TaskContext,
} from "../app-types.ts";
export { ConfigurationError, type ConfigurationIssue } from "../check/issue.ts";
export { type Environment, resolveTemplates } from "../settings/env-template.ts";
export type { GenericContext } from "../storage-options/generic-options.ts";
export { configurationToml } from "../toml/export.ts";
export type { FunctionModules } from "../toml/function-names.ts";
export { type DataNodeOptions, dataNode, type ValueType, valueType } from "./data-node-config.ts";
export type { Drivers } from "./drivers.ts";
export type { Duration } from "./duration.ts";
export type { Columns, ExposedType, RowClass } from "./exposed-type-option.ts";
export { Frequency } from "./frequency.ts";
export { type Comparator, type ScenarioOptions, scenario } from "./scenario-config.ts";
export { Scope } from "./scope.ts";
export {
  type RetryOptions,
  type TaskFunction,
  type TaskOptions,
  type TypedTaskConfig,
  task,
} from "./task-config.ts";
