import * as z from "zod";
import { FREQUENCIES } from "../../../core/entities/cycle.ts";
import { SCOPES } from "../../../core/entities/data-node.ts";
import { CONFIGURED_KINDS } from "../../../core/ports/entity-reader.ts";
import { STORAGE_TYPES } from "../../../core/storage-types.ts";
import { component } from "../components.ts";
import { memberName, Properties } from "./field-schemas.ts";

const section = (description: string) => z.record(z.string(), z.unknown()).describe(description);
const configs = (description: string) => z.record(z.string(), section("Its keys.")).describe(description);

export const Configuration = component(
  "Configuration",
  z
    .object({
      TAIPY: section("Global settings."),
      JOB: section("How jobs run."),
      CORE: section("Mode and version."),
      DATA_NODE: configs("Data node configs by their ids."),
      TASK: configs("Task configs by their ids."),
      SCENARIO: configs("Scenario configs by their ids."),
    })
    .describe("The applied configuration in the sections and the typed texts of Taipy's files, without secrets."),
);

const functionName = z.string().nullable();
const scope = memberName("Scope", SCOPES);

export const DataNodeConfig = component(
  "DataNodeConfig",
  z.object({
    id: z.string(),
    storage_type: z.enum(STORAGE_TYPES),
    scope,
    validity_period: z.number().nullable().describe("Seconds; null = values do not expire."),
    default_data: z.unknown().describe("The value of a new data node; null when there is none."),
    schema: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe("What each row of a table, or any other value, must fit, as JSON Schema; null = anything."),
    properties: Properties,
  }),
);

const Retries = component(
  "Retries",
  z.object({
    limit: z.int().min(0).describe("How often a failed function is tried again."),
    delayMs: z.number().min(0).describe("Milliseconds before the next try."),
    backoff: z.enum(["constant", "linear", "exponential"]).describe("How the delay grows."),
  }),
);

export const TaskConfig = component(
  "TaskConfig",
  z.object({
    id: z.string(),
    function: functionName,
    inputs: z.array(z.string()).describe("Ids of data node configs."),
    outputs: z.array(z.string()).describe("Ids of data node configs."),
    skippable: z.boolean(),
    retries: Retries.nullable(),
    timeout: z.number().nullable().describe("Seconds that a try may take; null = no limit."),
    concurrency: z.number().nullable().describe("How many jobs of it may run at a time; null = no limit."),
    properties: Properties,
  }),
);

const DataNodeOfGraph = component(
  "DataNodeOfGraph",
  z.object({ id: z.string(), type: z.literal("data_node"), storage_type: z.enum(STORAGE_TYPES), scope }),
);
const TaskOfGraph = component(
  "TaskOfGraph",
  z.object({ id: z.string(), type: z.literal("task"), skippable: z.boolean() }),
);

export const ScenarioConfig = component(
  "ScenarioConfig",
  z.object({
    id: z.string(),
    tasks: z.array(z.string()).describe("Ids of task configs."),
    additional_data_nodes: z.array(z.string()).describe("Ids of data node configs."),
    frequency: memberName("Frequency", FREQUENCIES).nullable(),
    comparators: z.record(z.string(), z.array(functionName)).describe("Functions by the ids of data node configs."),
    sequences: z.record(z.string(), z.array(z.string())).describe("Ids of task configs by the sequence's name."),
    properties: Properties,
    dag: z
      .object({
        nodes: z.array(z.union([DataNodeOfGraph, TaskOfGraph])),
        edges: z.array(z.object({ from: z.string(), to: z.string() })),
      })
      .describe("Its data nodes and tasks, and an edge from each to what follows it."),
  }),
);

export const ConfigUse = component(
  "ConfigUse",
  z
    .object({
      kind: z.enum(CONFIGURED_KINDS),
      config_id: z.string().describe("The configuration that they were created from."),
      version: z.string().describe("The version that they belong to."),
      count: z.int().min(1).describe("How many there are on this page."),
      ids: z.array(z.string()).describe("The ids of the first five."),
      is_configured: z.boolean().describe("Whether the application has the configuration; only `all` shows those."),
    })
    .describe("The entities that one configuration has in one version."),
);
