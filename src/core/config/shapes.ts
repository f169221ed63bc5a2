import { isMapping } from "../field-errors.ts";

/** Among the static files. */
export const SHAPES_FILE = "taipy-edge.schemas.json";

export type JsonSchema = Readonly<Record<string, unknown>>;

// docs/decisions/108-shapes-are-written-by-the-build.md
/** The schemas of data nodes as JSON Schema, by the ids of their configs: of a row for tables, else of the value. */
export interface Shapes {
  /** The build that they belong to; null = none of the deploy command. */
  readonly build: string | null;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

/** @returns null for anything else, such as the file of a later release */
export function readShapes(value: unknown): Shapes | null {
  if (!isMapping(value)) return null;
  const { build, schemas } = value;
  if (build !== null && typeof build !== "string") return null;
  if (!isMapping(schemas) || !Object.values(schemas).every(isMapping)) return null;
  return { build, schemas: schemas as Shapes["schemas"] };
}

const UNKNOWN: JsonSchema = {
  $comment:
    "The shape is not known here. `npm start` shows it, and so does a service that `taipy-edge deploy` has deployed.",
};

/** The shape of a config's schema; null = it has no schema. */
export const shapeOf = (
  { id, schema }: { readonly id: string; readonly schema?: unknown },
  shapes: Shapes | null,
): JsonSchema | null =>
  schema === undefined
    ? null
    : ((shapes !== null && Object.hasOwn(shapes.schemas, id) ? shapes.schemas[id] : null) ?? UNKNOWN);
