import * as z from "zod";
import { ENTITY_FIELDS, type EntityKind } from "../../../core/entities/kinds.ts";
import { STORAGE_TYPE_ROWS } from "../../../core/storage-types.ts";
import { ENTITY_NAMES } from "../../../http/output/entity-names.ts";
import { TAIPY_FIELDS, type TaipyKind } from "../../../http/output/taipy-fields.ts";
import { component } from "../components.ts";
import { CreatedDataNode, Cycle, Sequence } from "./entity-schemas.ts";
import { shapeOf } from "./field-schemas.ts";

/** The first letters of the components that describe Taipy's view. */
export const STRICT = "Strict";

/** To these entities nothing is added. */
const SAME: Readonly<Partial<Record<TaipyKind, z.ZodType>>> = { cycle: Cycle, sequence: Sequence };

const made = new Map<TaipyKind, z.ZodType>();

/** An entity with Taipy's keys alone. */
export function strictEntity(kind: TaipyKind): z.ZodType {
  const found = SAME[kind] ?? made.get(kind);
  if (found !== undefined) return found;
  const shape = shapeOf(ENTITY_FIELDS[kind]);
  const members = TAIPY_FIELDS[kind].map((name) => [name, shape[name]] as const);
  const { label } = ENTITY_NAMES[kind];
  const described = z.object(Object.fromEntries(members)).describe(`A ${label} with the keys of Taipy's server alone.`);
  const schema = component(STRICT + label, described);
  made.set(kind, schema);
  return schema;
}

const options = Object.values(STORAGE_TYPE_ROWS).flatMap(({ shown }): readonly string[] => shown);
const shownOptions = Object.fromEntries([...new Set(options)].map((name) => [name, true as const]));

export const StrictCreatedDataNode = component(
  `${STRICT}CreatedDataNode`,
  CreatedDataNode.pick({ name: true, storage_type: true, scope: true, ...shownOptions }).describe(
    "The configuration of a data node, which is what Taipy answers of a new one: it has no id.",
  ),
);

export const isTaipyKind = (kind: EntityKind): kind is TaipyKind => kind !== "submission";
