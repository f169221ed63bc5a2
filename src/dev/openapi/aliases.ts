import type { JsonSchema } from "./openapi-types.ts";

/** The names that Taipy's own document gives to schemas, for code that was generated from it or refers to it. */
const TAIPY_NAMES = {
  CycleSchema: "Cycle",
  DataNodeFilterSchema: "ReadFilter",
  DataNodeSchema: "DataNode",
  JobSchema: "Job",
  ScenarioSchema: "Scenario",
  SequenceSchema: "Sequence",
  TaskSchema: "Task",
} as const;

/** Each of these names as another name of the schema that this document has. */
export const taipySchemas = (): Readonly<Record<string, JsonSchema>> => ({
  Any: { description: "Any value. Taipy's name." },
  ...Object.fromEntries(
    Object.entries(TAIPY_NAMES).map(([alias, name]) => [
      alias,
      { $ref: `#/components/schemas/${name}`, description: `Taipy's name of \`${name}\`.` },
    ]),
  ),
});
