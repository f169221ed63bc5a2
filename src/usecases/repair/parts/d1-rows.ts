import type { OddJob, OddNode, StoredRow } from "../../../core/ports/repair/repair-store.ts";
import { heldFinding } from "../../../core/repair/compare.ts";
import type { Finding } from "../../../core/repair/findings.ts";
import { addTime, formatTime, MICROSECONDS_PER_DAY } from "../../../core/time.ts";
import type { CheckDeps } from "../repair-deps.ts";
import type { Part } from "../step.ts";
import { compareEntities, findEach } from "./compare-objects.ts";
import { pageOfFewObjects } from "./few-objects.ts";
import { firstHeld } from "./objects.ts";

const ROWS_AT_ONCE = 2_000;
const NO_ENTITY = { entity_kind: null, domain: null, object: null };
const OVERDUE = 3 * MICROSECONDS_PER_DAY;

/**
 * Data nodes whose newest edit is not the highest one, those that are locked without a holder, and what objects hold of which
 * D1 has no counter.
 */
export const dataNodes: Part = async (deps, at) => {
  const { odd, count, next } = pageOfFewObjects(await deps.repairs.dataNodes(at, ROWS_AT_ONCE));
  const wrong = odd.filter(({ edit_number, highest_edit }) => edit_number !== highest_edit).map(editFinding);
  const uncounted = odd.filter(({ is_uncounted }) => is_uncounted).map(({ domain }) => domain);
  const held = await findEach([...new Set(uncounted)], (domain) => firstHeld(deps, domain));
  return { findings: [...wrong, ...(await lockFindings(deps, odd)), ...held], entities: count, next };
};

const editFinding = ({ id, domain, revision, edit_number, highest_edit }: OddNode): Finding => ({
  kind: edit_number > highest_edit ? "edit_missing" : "edit_ahead",
  entity_kind: "data_node",
  entity_id: id,
  domain,
  d1: { revision, edit_number, highest_edit },
  object: null,
});

function lockFindings(deps: CheckDeps, odd: readonly OddNode[]): Promise<Finding[]> {
  const locked = odd.filter(({ is_locked }) => is_locked);
  return findEach([...Map.groupBy(locked, ({ domain }) => domain)], ([domain, nodes]) =>
    compareEntities(
      deps,
      domain,
      nodes.map(({ id }) => ({ kind: "data_node", id })),
      unheldLock,
    ),
  );
}

/** An object that does not know a data node holds no lock on it. */
export const unheldLock = (row: StoredRow): Finding | null =>
  row.is_locked ? heldFinding("lock_without_holder", row.domain, undefined, row) : null;

/** Jobs without a submission, and unfinished jobs of submissions that have ended. */
export const jobs: Part = async (deps, at) => {
  const { odd, count, next } = pageOfFewObjects(await deps.repairs.jobs(at, ROWS_AT_ONCE));
  const orphans = odd.filter(({ has_submission }) => !has_submission).map(orphan);
  const unfinished = odd.filter(({ has_submission }) => has_submission);
  const lost = await findEach([...Map.groupBy(unfinished, ({ domain }) => domain)], ([domain, rows]) =>
    compareEntities(
      deps,
      domain,
      rows.map(({ id }) => ({ kind: "job", id })),
      (row) => unfinishedJob(row, rows),
    ),
  );
  return { findings: [...orphans, ...lost], entities: count, next };
};

const orphan = ({ id, domain, revision, status, submit_id }: OddJob): Finding => ({
  kind: "job_without_submission",
  entity_kind: "job",
  entity_id: id,
  domain,
  d1: { revision, status, submit_id },
  object: null,
});

/** D1 may have got its end meanwhile. */
function unfinishedJob(row: StoredRow, rows: readonly OddJob[]): Finding | null {
  const odd = rows.find(({ id, revision }) => id === row.id && revision === row.revision);
  if (odd === undefined) return null;
  return { ...heldFinding("job_unfinished", row.domain, undefined, row), d1: factsOf(odd) };
}

const factsOf = ({ revision, status, submit_id }: OddJob) => ({ revision, status, submit_id });

/** Edits of data nodes that do not exist. */
export const edits: Part = async ({ repairs }, at) => {
  const { odd, count, next } = await repairs.edits(at, ROWS_AT_ONCE);
  const findings = odd.map(({ data_node_id, edits: number }): Finding => {
    return { kind: "edit_without_node", ...NO_ENTITY, entity_id: data_node_id, d1: { edits: number } };
  });
  return { findings, entities: count, next };
};

/** Notes of deleted things that the sweep has not taken. */
export const notes: Part = async ({ repairs, clock }) => {
  const overdue = await repairs.overdue(addTime(formatTime(clock()), -OVERDUE));
  const findings = overdue.map(({ table, rows, oldest }): Finding => {
    return { kind: "notes_overdue", ...NO_ENTITY, entity_id: table, d1: { rows, oldest } };
  });
  return { findings, entities: overdue.length, next: null };
};
