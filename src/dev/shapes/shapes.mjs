// The schemas of data nodes as JSON Schema: what `/swagger.json` and `/api/v1/config/` show of them.
import { toJSONSchema } from "zod";

const DIALECT = "draft-2020-12";

/** As the API answers it. */
const DATE = {
  type: "object",
  properties: { __type__: { const: "Datetime" }, __value__: { type: "string" } },
  required: ["__type__", "__value__"],
};

/** Types of zod that JSON Schema has no word for, and what stands for them in the API. */
const FORMS = { date: DATE, bigint: { type: "integer" } };

/**
 * @param {Iterable<{ id: string, schema?: import("../../core/storage-options/data-schema.ts").DataSchema }>} dataNodes
 * @returns {Record<string, object>} by the ids of the configs; without those whose library does not give its shape
 */
export function shapesOf(dataNodes) {
  const shapes = {};
  for (const { id, schema } of dataNodes) {
    const shape = schema === undefined ? null : shapeOf(schema);
    if (shape !== null) shapes[id] = shape;
  }
  return shapes;
}

/** What fits the schema: its input, since the service changes no value. */
function shapeOf(schema) {
  try {
    const { $schema: _, "~standard": __, ...shape } = isZod4(schema) ? ofZod(schema) : ofStandard(schema);
    return shape;
  } catch {
    return null;
  }
}

const isZod4 = (schema) => schema["~standard"].vendor === "zod" && "_zod" in schema;

const ofZod = (schema) =>
  toJSONSchema(schema, {
    target: DIALECT,
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => void Object.assign(jsonSchema, FORMS[zodSchema._zod.def.type]),
  });

/** https://standardschema.dev/json-schema */
const ofStandard = (schema) => schema["~standard"].jsonSchema.input({ target: DIALECT });
