/** Everything that an application imports from `taipy-edge`. */

export type { DataSchema } from "../../storage-options/data-schema.ts";
export type { Drivers } from "../../storage-options/drivers.ts";
export type { GenericContext } from "../../storage-options/generic-options.ts";
export type { Columns, ExposedType, RowClass } from "../../storage-options/table-options.ts";
export type { AppOptions, CoreOptions, GlobalOptions, JobOptions } from "../app-options.ts";
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
export { defineApp } from "../define-app.ts";
export type { FunctionModules } from "../function-names.ts";
export { type Environment, resolveTemplates } from "../settings/env-template.ts";
export { configurationToml } from "../toml/export.ts";
export { dataNode, Scope, valueType } from "./data-node-config.ts";
export type { DataNodeOptions, ValueType } from "./data-node-options.ts";
export type { Workbook } from "./declare-table.ts";
export type { Duration } from "./duration.ts";
export { type Comparator, Frequency, type ScenarioOptions, scenario } from "./scenario-config.ts";
export {
  type RetryOptions,
  type TaskOptions,
  type TypedTaskConfig,
  task,
} from "./task-config.ts";
export type { TaskFunction } from "./wiring.ts";
