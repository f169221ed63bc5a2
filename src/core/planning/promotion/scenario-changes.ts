import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { Reason } from "../../entities/fields.ts";
import type { Task } from "../../entities/task.ts";
import { TaipyError } from "../../errors.ts";

export interface Tagging {
  readonly tag: string;
  readonly isRemoved: boolean;
}

/** Whether something can be done, and if not, why: Taipy's `ReasonCollection`. */
export interface Verdict {
  readonly ok: boolean;
  readonly reasons: readonly Reason[];
}

export const verdictOf = (reasons: readonly Reason[]): Verdict => ({ ok: reasons.length === 0, reasons });

export const doesNotExist = (id: string): Reason => ({
  code: "EntityDoesNotExist",
  entity_id: id,
  message: `Entity '${id}' does not exist in the repository`,
});

/** The parts of a scenario that decide about its promotion. */
interface Promoted {
  readonly id: string;
  readonly cycle: string | null;
  readonly primary_scenario: boolean;
}

const isPrimary = ({ id, cycle }: Promoted): Reason => ({
  code: "ScenarioIsThePrimaryScenario",
  entity_id: id,
  message: `Scenario '${id}' is the primary scenario of cycle '${cycle}'`,
});

/** Why a scenario can't become the primary one of its cycle. */
export function reasonsAgainstPromotion(scenario: Promoted): readonly Reason[] {
  const { id, cycle, primary_scenario } = scenario;
  return [
    ...(primary_scenario ? [isPrimary(scenario)] : []),
    ...(cycle === null
      ? [
          {
            code: "ScenarioDoesNotBelongToACycle",
            entity_id: id,
            message: `Scenario '${id}' does not belong to any cycle`,
          },
        ]
      : []),
  ];
}

/** Why a scenario can't be deleted: it is the primary one of a cycle with others. */
export const reasonsAgainstDeletion = (scenario: Promoted, others: number): readonly Reason[] =>
  scenario.primary_scenario && scenario.cycle !== null && others > 0 ? [isPrimary(scenario)] : [];

/** Why tasks can't begin: inputs that none of them writes, and that are not written or are being edited. */
export function reasonsAgainstSubmission(
  tasks: readonly Pick<Task, "input_ids" | "output_ids">[],
  dataNodes: readonly Pick<DataNodeSnapshot, "id" | "edit_in_progress" | "last_edit_date">[],
): readonly Reason[] {
  const written = new Set(tasks.flatMap(({ output_ids }) => output_ids));
  const read = new Set(tasks.flatMap(({ input_ids }) => input_ids).filter((id) => !written.has(id)));
  return dataNodes.flatMap(({ id, edit_in_progress, last_edit_date }): Reason[] => {
    if (!read.has(id)) return [];
    if (edit_in_progress) {
      return [{ code: "DataNodeEditInProgress", entity_id: id, message: `DataNode ${id} is being edited` }];
    }
    if (last_edit_date !== null) return [];
    return [{ code: "DataNodeIsNotWritten", entity_id: id, message: `DataNode ${id} is not written` }];
  });
}

/** The property that says which tags a scenario may get, as in Taipy. */
const AUTHORIZED_TAGS = "authorized_tags";
/** The JSON text of a scenario must fit a page. */
const MAX_TAG_CHARACTERS = 200;
const MAX_TAGS = 100;

/** @throws TaipyError `validation_failed` for a tag that the scenario's configuration does not allow, and for too many of them */
export function checkTag(
  scenario: { readonly id: string; readonly tags: readonly string[]; readonly properties: object },
  tag: string,
): void {
  const allowed: unknown = (scenario.properties as Readonly<Record<string, unknown>>)[AUTHORIZED_TAGS];
  if (Array.isArray(allowed) && allowed.length > 0 && !allowed.includes(tag)) {
    throw refused(`Tag '${tag}' is not authorized by the property '${AUTHORIZED_TAGS}' of scenario ${scenario.id}.`);
  }
  if (tag === "" || tag.length > MAX_TAG_CHARACTERS) {
    throw refused(`A tag has 1 to ${MAX_TAG_CHARACTERS} characters; this one has ${tag.length}.`);
  }
  if (scenario.tags.length >= MAX_TAGS && !scenario.tags.includes(tag)) {
    throw refused(`Scenario ${scenario.id} has ${MAX_TAGS} tags already, which is the most.`);
  }
}

const refused = (message: string): TaipyError =>
  new TaipyError("validation_failed", message, { errors: { tag: [message] } });
