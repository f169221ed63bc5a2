import * as z from "zod";
import type { JsonSchema, Reference } from "./openapi-types.ts";

/** The schemas that the document names. Each is written once and referred to everywhere else. */
const named = z.registry<{ id: string }>();

const locationOf = (id: string): string => `#/components/schemas/${id}`;

/** Gives a schema its name in the document. */
export function component<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  named.add(schema, { id });
  return schema;
}

/** A reference to a named schema of the document. */
export function referenceTo(schema: z.ZodType): Reference {
  const id = named.get(schema)?.id;
  if (id === undefined) throw new Error("Only a schema with a name can be referred to");
  return { $ref: locationOf(id) };
}

/** All named schemas as JSON Schema of answers: objects have the members that they name, and no others. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const { schemas } = z.toJSONSchema(named, { uri: locationOf, io: "output", override: tidy });
  const sorted = Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([id, schema]) => [id, withoutIdentity(schema)]));
}

/** The JSON Schema of input. */
export const inputSchema = (schema: z.ZodType): JsonSchema =>
  withoutIdentity(z.toJSONSchema(schema, { io: "input", override: tidy }));

/** The document has one dialect of JSON Schema, and its key is the schema's identity: both members are redundant. */
function withoutIdentity({ $schema: _, $id: __, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** Keys of an object are texts in any case. */
function tidy({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { propertyNames } = jsonSchema;
  if (typeof propertyNames !== "object" || propertyNames.type !== "string") return;
  if (Object.keys(propertyNames).length === 1) delete jsonSchema.propertyNames;
}
