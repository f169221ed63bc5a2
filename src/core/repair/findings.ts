import type { HeldKind } from "../ports/repair/held.ts";

/** Facts about an entity as one side has it. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

interface FindingRow {
  /** What is wrong, for an operator. */
  readonly text: string;
  /** What `POST /admin/resync/` does about it; null = nothing, and `advice` says what an operator can do. */
  readonly mend: string | null;
  readonly advice?: string;
}

/** Every kind of difference that the check finds. */
export const FINDINGS = {
  submission_unknown: {
    text: "D1 says that the submission has not ended, and its object does not know it: its jobs will never run.",
    mend: "Its jobs that have not ended become CANCELED; submit again what is still wanted.",
  },
  job_unfinished: {
    text: "D1 says that the job has not ended, although its submission has, and its object does not know it.",
    mend: "The job becomes CANCELED.",
  },
  job_without_submission: {
    text: "D1 has a job whose submission was deleted.",
    mend: "The job's row is deleted.",
  },
  missing_in_d1: {
    text: "The object has it, and D1 has no row of it.",
    mend: "The object sends it to D1 again.",
  },
  older_in_d1: {
    text: "The object has a newer state than D1, and nothing is on its way.",
    mend: "The object sends it to D1 again.",
  },
  newer_in_d1: {
    text: "D1 has a newer state than the object.",
    mend: "A data node: the object takes over D1's state. A job or submission: the object sends its own state again.",
  },
  deleted_in_d1: {
    text: "The object has a data node that D1 has deleted.",
    mend: "The object forgets it. Jobs that wait for its value fail; once no unfinished job uses it, the next resync does the rest.",
  },
  lock_without_holder: {
    text: "D1 says that the data node is being edited, and its object knows no job or editor that holds it.",
    mend: "The data node is free again.",
  },
  edit_missing: {
    text: "The newest edit that the data node names is not in D1: its value can't be read.",
    mend: null,
    advice: "Write the data node again, or restore an earlier edit.",
  },
  edit_ahead: {
    text: "D1 has edits of the data node that are newer than the one it names.",
    mend: "The data node names its newest edit.",
  },
  edit_without_node: {
    text: "D1 has edits of a data node that does not exist.",
    mend: "The edits are deleted, and their values become garbage.",
  },
  value_missing: {
    text: "An edit or a file names a value that is not in KV or R2.",
    mend: null,
    advice: "Write the data node again, or restore an edit whose value exists.",
  },
  value_unnamed: {
    text: "A value lies in KV or R2 that no edit, file or note of the sweep names.",
    mend: "It is noted as garbage: the sweep deletes it in a week, unless an edit or a file names it by then.",
  },
  notes_overdue: {
    text: "The sweep has left notes of deleted things alone for more than three days.",
    mend: null,
    advice: "Check in the log that the cron trigger runs: each run of the sweep writes `swept`.",
  },
  object_unsent: {
    text: "The object has changes that D1 does not take at the moment, or still runs an earlier release.",
    mend: null,
    advice: "Look for `outbox_not_drained` and `outbox_row_refused` in the log; the object tries again by itself.",
  },
  object_silent: {
    text: "The object did not answer.",
    mend: null,
    advice: "Check it again; when it stays so, look for its errors in the log.",
  },
} as const satisfies Readonly<Record<string, FindingRow>>;

export type FindingKind = keyof typeof FINDINGS;
export const FINDING_KINDS = Object.keys(FINDINGS) as readonly FindingKind[];

/** One difference between D1, the objects and the stores of values. */
export interface Finding {
  readonly kind: FindingKind;
  /** null = it is none of these, but a value, an object, edits or notes. */
  readonly entity_kind: HeldKind | null;
  /** The id of the entity or of the edits' data node, the key of the value, or the name of the object or table. */
  readonly entity_id: string;
  readonly domain: string | null;
  readonly d1: Facts | null;
  readonly object: Facts | null;
}

/** A finding with the texts of its kind. */
export function shownFinding(finding: Finding) {
  const row: FindingRow = FINDINGS[finding.kind];
  return { ...finding, text: row.text, mend: row.mend, advice: row.advice ?? null };
}

export const isMendable = ({ kind }: Finding): boolean => FINDINGS[kind].mend !== null;
