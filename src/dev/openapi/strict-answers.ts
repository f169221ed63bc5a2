import * as z from "zod";
import type { EntityKind } from "../../core/entities/kinds.ts";
import { ENTITY_NAMES } from "../../http/output/entity-names.ts";
import type { Route } from "../../http/pipeline/action.ts";
import { component, referenceTo } from "./components.ts";
import type { JsonSchema } from "./openapi-types.ts";
import { Message } from "./schemas/service.ts";
import { isTaipyKind, STRICT, StrictCreatedDataNode, strictEntity } from "./schemas/strict.ts";

const answers = new Map<string, z.ZodType>();

/** Makes a component at its first use. */
function once(name: string, schema: () => z.ZodType): z.ZodType {
  const found = answers.get(name) ?? component(name, schema());
  answers.set(name, found);
  return found;
}

const labelOf = (kind: EntityKind): string => ENTITY_NAMES[kind].label;

/** The schema of an operation's success in Taipy's view; null = that view has no other one. */
export function strictSchemaOf({ isTaipys, answer }: Route): JsonSchema | null {
  if (!isTaipys) return null;
  if (answer.kind === "submitted") return { ...referenceTo(Message) };
  if (!("of" in answer) || answer.kind === "config" || !isTaipyKind(answer.of)) return null;
  const { of: kind } = answer;
  const { key } = ENTITY_NAMES[kind];
  const entity = strictEntity(kind);
  if (kind === "cycle" || kind === "sequence") return null;
  if (answer.kind === "list") return { type: "array", items: { ...referenceTo(entity) } };
  if (answer.kind === "entity") {
    return { ...referenceTo(once(`${STRICT}${labelOf(kind)}Answer`, () => z.object({ [key]: entity }))) };
  }
  const shown = kind === "data_node" ? StrictCreatedDataNode : entity;
  const name = `${STRICT}${labelOf(kind)}CreatedAnswer`;
  return { ...referenceTo(once(name, () => z.object({ message: z.string(), [key]: shown }))) };
}
