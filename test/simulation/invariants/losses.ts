import { isFinished } from "../../../src/core/jobs/statuses.ts";
import type { D1 } from "../platform/d1.ts";
import type { DomainFacts, Facts } from "./facts.ts";

/** What a store has lost with a copy that was put back, or with an object's state: the promises about it are void. */
export class Losses {
  hasHappened = false;
  /** Jobs and submissions: they need not end, nor be anywhere. */
  readonly work = new Set<string>();
  /** Edits, as `node#number`: D1 need not show them. */
  readonly edits = new Set<string>();
  /** Edits that only D1 knows, since the object has lost its state: when D1 loses them, too, their numbers are given again. */
  readonly unknown = new Set<string>();
  /** Edits of jobs that are gone with their entity, as `node#number`: D1 shows them without their jobs. */
  readonly anonymous = new Set<string>();
  /** Keys of payloads that were deleted as garbage before an earlier copy of D1 was put back. */
  readonly keys = new Set<string>();
  /** Whatever was answered before D1 was put back: it need not be read afterwards. */
  readonly answered = new Set<string>();
  /** Edits with a number that was given before, as `node time`: they get another one before D1 gets them. */
  readonly renumbered = new Set<string>();
  /** Entities that D1 had and does not have any more. */
  readonly entities = new Set<string>();
  /** Waits for nodes of other domains that D1 knows again, as `node domain`. */
  readonly waits = new Set<string>();
  /** Domains whose object has lost its state. */
  readonly domains = new Set<string>();
}

const edited = (d1: D1): Set<string> =>
  new Set(
    d1
      .all<{ data_node_id: string; number: number }>("SELECT data_node_id, number FROM edits")
      .map(({ data_node_id, number }) => `${data_node_id}#${number}`),
  );

const revisions = (d1: D1): Map<string, number> =>
  new Map(
    d1
      .all<{ id: string; revision: number }>(
        "SELECT id, revision FROM jobs UNION ALL SELECT id, revision FROM submissions",
      )
      .map(({ id, revision }) => [id, revision]),
  );

const entitiesIn = (d1: D1): string[] =>
  ["scenarios", "tasks", "data_nodes"].flatMap((table) =>
    d1.all<{ id: string }>(`SELECT id FROM ${table}`).map(({ id }) => id),
  );

const FIND = `SELECT 1 FROM scenarios WHERE id = ?1 UNION ALL SELECT 1 FROM tasks WHERE id = ?1
  UNION ALL SELECT 1 FROM sequences WHERE 'SEQUENCE_' || name || '_' || scenario_id = ?1`;

/** An object that follows D1 ends the work of an entity that is gone, also when a client has deleted its record meanwhile. */
export function hasLost({ losses }: Facts, d1: D1, entity: string): boolean {
  if (losses.hasHappened && d1.all(FIND, entity).length === 0) losses.entities.add(entity);
  return losses.entities.has(entity);
}

/**
 * An object has lost all that it kept. Void: its work under way, and what D1 did not have yet. What D1 has stays promised.
 */
export function loseObject(facts: Facts, d1: D1, domain: DomainFacts): void {
  const { losses, atRest } = facts;
  losses.hasHappened = true;
  losses.domains.add(domain.domain);
  const stored = revisions(d1);
  for (const [id, record] of domain.jobs) {
    const isKept = isFinished(record.job.status) && stored.get(id) === record.job.revision;
    if (isKept) atRest.jobs.set(id, record);
    else losses.work.add(id);
  }
  for (const [id, record] of domain.submissions) {
    const isKept = record.open_jobs === 0 && stored.get(id) === record.submission.revision;
    if (isKept) atRest.submissions.set(id, record);
    else losses.work.add(id);
  }
  // What it has deleted, and D1 still has.
  const rows = "SELECT id FROM jobs WHERE domain = ?1 UNION ALL SELECT id FROM submissions WHERE domain = ?1";
  for (const { id } of d1.all<{ id: string }>(rows, domain.domain)) {
    if (!atRest.jobs.has(id) && !atRest.submissions.has(id)) losses.work.add(id);
  }
  const there = edited(d1);
  const owned = new Set(
    d1.all<{ id: string }>("SELECT id FROM data_nodes WHERE domain = ?", domain.domain).map(({ id }) => id),
  );
  for (const [node, edits] of facts.edits) {
    // Copies of other domains' nodes are read again.
    if (domain.nodes.get(node)?.node.domain !== domain.domain && !owned.has(node)) continue;
    for (const [number, { key }] of edits) {
      if (there.has(`${node}#${number}`)) {
        losses.unknown.add(`${node}#${number}`);
        continue;
      }
      edits.delete(number);
      if (key !== null) facts.keys.delete(key);
    }
  }
  facts.domains.delete(domain.domain);
}

/**
 * An earlier copy of D1 was put back. Void: what only D1 knew and does not know any more. What an object has under way
 * stays promised as long as its entity is there; and no edit number is ever given twice.
 */
export function loseRows(facts: Facts, d1: D1, restore: () => void): void {
  const { losses, gone } = facts;
  losses.hasHappened = true;
  const [edits, rows, entities] = [edited(d1), revisions(d1), entitiesIn(d1)];
  restore();
  const left = new Set(entitiesIn(d1));
  const had = new Set(entities);
  for (const id of entities) if (!left.has(id)) losses.entities.add(id);
  const [editsNow, rowsNow] = [edited(d1), revisions(d1)];
  for (const edit of edits) if (!editsNow.has(edit)) losses.edits.add(edit);
  for (const [node, all] of facts.edits) {
    // The edits of a deleted node that is back were deleted with it.
    if (had.has(node) || !left.has(node)) continue;
    for (const number of all.keys()) if (!editsNow.has(`${node}#${number}`)) losses.edits.add(`${node}#${number}`);
  }
  const underWay = new Set(
    [...facts.domains.values()].flatMap(({ jobs, submissions }) => [
      // A job that no submission has made never runs.
      ...[...jobs].flatMap(([id, { job }]) => (isFinished(job.status) || !submissions.has(job.submit_id) ? [] : [id])),
      ...[...submissions].flatMap(([id, { open_jobs }]) => (open_jobs === 0 ? [] : [id])),
    ]),
  );
  for (const [id, revision] of rows) {
    losses.answered.add(id);
    if (rowsNow.get(id) !== revision && !underWay.has(id)) losses.work.add(id);
  }
  // What was deleted since is there again.
  for (const id of rowsNow.keys()) if (!rows.has(id)) losses.work.add(id);
  for (const [key, node] of facts.keys) {
    const number = [...(facts.edits.get(node)?.values() ?? [])].find((edit) => edit.key === key)?.number;
    if (losses.edits.has(`${node}#${number}`)) facts.keys.delete(key);
  }
  for (const [node, all] of facts.edits) {
    for (const number of [...all.keys()]) {
      const edit = `${node}#${number}`;
      if (losses.edits.has(edit) && losses.unknown.has(edit)) all.delete(number);
    }
  }
  for (const key of facts.discarded) losses.keys.add(key);
  // What the copy takes for garbage may have been used since.
  for (const { key } of d1.all<{ key: string }>("SELECT key FROM doomed_payloads")) losses.keys.add(key);
  const waits = "SELECT data_node_id || ' ' || domain AS wait FROM foreign_waits";
  for (const { wait } of d1.all<{ wait: string }>(waits)) losses.waits.add(wait);
  for (const id of left) gone.delete(id);
  for (const [scenario, owned] of facts.erased) if (owned.some((id) => left.has(id))) facts.erased.delete(scenario);
}
