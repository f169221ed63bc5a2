import type { App } from "../../core/config/app-types.ts";
import type { JsonSchema, Shapes } from "../../core/config/shapes.ts";
import { isTabular } from "../../core/storage-types.ts";

/** The name of the schema that describes the value of any data node. */
export const ANY_VALUE_NAME = "DataNodeValue";

const DESCRIPTION =
  "The value of a data node: any JSON. Those of data nodes with a schema are listed by the ids of their configurations.";

const ANY_VALUE: JsonSchema = { description: DESCRIPTION };

const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/**
 * Named schemas for the document: that of any value, and those of each data node's value and row. No name of the document itself
 * has a dot.
 */
export function valueSchemas(app: Pick<App, "dataNodes">, shapes: Shapes | null): Readonly<Record<string, JsonSchema>> {
  const named: Record<string, JsonSchema> = {};
  const values: JsonSchema[] = [];
  for (const { id, storageType } of app.dataNodes.values()) {
    const shape = shapes !== null && Object.hasOwn(shapes.schemas, id) ? shapes.schemas[id] : undefined;
    if (shape === undefined) continue;
    const name = `${ANY_VALUE_NAME}.${id}`;
    values.push(reference(name));
    if (isTabular(storageType)) {
      const row = `DataNodeRow.${id}`;
      named[name] = { title: id, type: "array", items: reference(row) };
      named[row] = relocated(shape, row);
    } else named[name] = { title: id, ...relocated(shape, name) };
  }
  return { [ANY_VALUE_NAME]: values.length === 0 ? ANY_VALUE : { ...ANY_VALUE, anyOf: [...values, {}] }, ...named };
}

/** References in a schema are relative to the schema, and in the document to the document. */
const relocated = (shape: JsonSchema, name: string): JsonSchema =>
  JSON.parse(
    JSON.stringify(shape, (key, value: unknown) =>
      key === "$ref" && typeof value === "string" && value.startsWith("#")
        ? `#/components/schemas/${name}${value.slice(1)}`
        : value,
    ),
  );
