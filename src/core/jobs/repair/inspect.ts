import {
  type EntityRef,
  HELD_KINDS,
  type HeldEntity,
  type HeldKind,
  type InspectRequest,
} from "../../ports/repair/held.ts";
import type { JobsView } from "../state/jobs-state.ts";

/** Ids of an object's records of one kind, in their order, from after an id on. */
export type HeldIds = (kind: HeldKind, after: string, limit: number) => readonly string[];

export interface HeldPage {
  readonly held: readonly HeldEntity[];
  readonly next: EntityRef | null;
}

/** A page of what the object holds of its own domain, or only the records that are asked for. */
export function inspect(view: JobsView, ids: HeldIds, { only, after = null, limit }: InspectRequest): HeldPage {
  if (only !== undefined) return { held: only.flatMap((entity) => heldEntity(view, entity)), next: null };
  const found: EntityRef[] = [];
  for (const kind of HELD_KINDS.slice(after === null ? 0 : HELD_KINDS.indexOf(after.kind))) {
    if (found.length > limit) break;
    const from = after?.kind === kind ? after.id : "";
    for (const id of ids(kind, from, limit + 1 - found.length)) found.push({ kind, id });
  }
  const page = found.slice(0, limit);
  return {
    held: page.flatMap((entity) => heldEntity(view, entity)),
    next: found.length > limit ? (page.at(-1) ?? null) : null,
  };
}

function heldEntity(view: JobsView, { kind, id }: EntityRef): HeldEntity[] {
  const none = { kind, id, status: null, edit_number: null, is_locked: false, is_deleted: false };
  switch (kind) {
    case "submission": {
      const found = view.submission(id)?.submission;
      return found === undefined ? [] : [{ ...none, revision: found.revision, status: found.submission_status }];
    }
    case "job": {
      const found = view.job(id)?.job;
      return found === undefined ? [] : [{ ...none, revision: found.revision, status: found.status }];
    }
    case "data_node": {
      const record = view.node(id);
      if (record === null || view.isForeign(record.node)) return [];
      const { revision, edit_number, edit_in_progress } = record.node;
      return [{ ...none, revision, edit_number, is_locked: edit_in_progress, is_deleted: record.deleted }];
    }
  }
}
