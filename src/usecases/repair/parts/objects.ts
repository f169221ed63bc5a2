import type { UnfinishedSubmission } from "../../../core/ports/cron/watchdog-store.ts";
import type { EntityRef } from "../../../core/ports/repair/held.ts";
import type { StoredRow } from "../../../core/ports/repair/repair-store.ts";
import { heldFinding } from "../../../core/repair/compare.ts";
import type { Finding } from "../../../core/repair/findings.ts";
import type { CheckDeps } from "../repair-deps.ts";
import type { Part, Step } from "../step.ts";
import { compareEntities, compareHeld, findEach, inspected, silent } from "./compare-objects.ts";
import { OBJECTS_A_STEP, ofFewObjects } from "./few-objects.ts";

const SUBMISSIONS_AT_ONCE = 200;
const RECORDS_AT_ONCE = 500;

/** Submissions that have not ended as far as D1 knows: their objects must know them. */
export const unfinishedSubmissions =
  (domain: string | null): Part =>
  async (deps, at) => {
    const after = at === "" ? null : (JSON.parse(at) as UnfinishedSubmission);
    const page = await deps.repairs.unfinished(after, SUBMISSIONS_AT_ONCE, domain);
    const few = ofFewObjects(page);
    const findings = await findEach([...Map.groupBy(few, (row) => row.domain)], ([name, rows]) =>
      compareEntities(
        deps,
        name,
        rows.map(({ id }) => ({ kind: "submission", id })),
        unknownSubmission,
      ),
    );
    const isLast = few.length === page.length && page.length < SUBMISSIONS_AT_ONCE;
    const last = isLast ? undefined : few.at(-1);
    return { findings, entities: few.length, next: last === undefined ? null : JSON.stringify(last) };
  };

export const unknownSubmission = (row: StoredRow): Finding | null =>
  row.is_ended ? null : heldFinding("submission_unknown", row.domain, undefined, row);

interface Position {
  readonly domain: string;
  /** The last record of this domain that was compared; null = it is done. */
  readonly after: EntityRef | null;
}

/** What the objects hold that have sent anything to D1: D1 must have it. */
export const allObjects: Part = async (deps, at) => {
  const { domain, after } = at === "" ? { domain: "", after: null } : (JSON.parse(at) as Position);
  const steps = after === null ? [] : [await heldPage(deps, domain, after)];
  const domains = steps.some(({ next }) => next !== null) ? [] : await deps.repairs.domains(domain, OBJECTS_A_STEP);
  let done = domain;
  for (const name of domains) {
    const step = await heldPage(deps, name, null);
    steps.push(step);
    done = name;
    if (step.next !== null) break;
  }
  const rest = steps.at(-1)?.next ?? null;
  const isEnd = rest === null && domains.length < OBJECTS_A_STEP;
  return {
    findings: steps.flatMap(({ findings }) => findings),
    entities: steps.reduce((sum, { entities }) => sum + entities, 0),
    next: rest ?? (isEnd ? null : positionAt(done, null)),
  };
};

/** What one object holds. */
export const oneObject =
  (domain: string): Part =>
  (deps, at) =>
    heldPage(deps, domain, at === "" ? null : (JSON.parse(at) as Position).after);

/** The first records that an object holds. When D1 lacks one of them, sending it again is enough for the object to send all. */
export const firstHeld = async (deps: CheckDeps, domain: string): Promise<readonly Finding[]> =>
  (await heldPage(deps, domain, null)).findings;

const positionAt = (domain: string, after: EntityRef | null): string =>
  JSON.stringify({ domain, after } satisfies Position);

async function heldPage(deps: CheckDeps, domain: string, after: EntityRef | null): Promise<Step> {
  const inspection = await inspected(deps, domain, { after, limit: RECORDS_AT_ONCE });
  if (inspection === null) return { findings: [silent(domain)], entities: 0, next: null };
  return {
    findings: await compareHeld(deps, domain, inspection),
    entities: inspection.held.length,
    next: inspection.next === null ? null : positionAt(domain, inspection.next),
  };
}
