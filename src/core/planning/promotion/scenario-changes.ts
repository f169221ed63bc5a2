import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { Reason } from "../../entities/fields.ts";
import type { Task } from "../../entities/task.ts";

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
