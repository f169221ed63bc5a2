import { ENTITY_FIELDS, type EntityKind } from "../../core/entities/kinds.ts";
import { TaipyError } from "../../core/errors.ts";
import type { Ref } from "../core-types.ts";

const PREFIXES: Readonly<Record<EntityKind, string>> = {
  cycle: "CYCLE_",
  scenario: "SCENARIO_",
  sequence: "SEQUENCE_",
  task: "TASK_",
  data_node: "DATANODE_",
  job: "JOB_",
  submission: "SUBMISSION_",
};

export const KINDS = Object.keys(ENTITY_FIELDS) as readonly EntityKind[];

/** The id of an entity, or the id itself. @throws TaipyError `validation_failed` when it is neither */
export function idOf(ref: Ref | undefined): string {
  const id: unknown = typeof ref === "object" && ref !== null ? ref.id : ref;
  if (typeof id === "string" && id !== "") return id;
  throw wrongId("An entity or its id is needed.");
}

/** The kind of entity that an id's prefix names; null = none. */
export const kindOf = (id: string): EntityKind | null => KINDS.find((kind) => id.startsWith(PREFIXES[kind])) ?? null;

/** @throws TaipyError `validation_failed` for an id of another kind */
export function kindAmong<Kind extends EntityKind>(id: string, kinds: readonly Kind[]): Kind {
  const kind = kindOf(id);
  const found = kinds.find((wanted) => wanted === kind);
  if (found !== undefined) return found;
  const prefixes = kinds.map((wanted) => PREFIXES[wanted]).join(", ");
  throw wrongId(`\`${id}\` is no id of what is needed here: such an id begins with ${prefixes}.`);
}

const wrongId = (message: string): TaipyError =>
  new TaipyError("validation_failed", message, { errors: { id: [message] } });
