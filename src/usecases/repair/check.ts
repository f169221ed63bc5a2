import { TaipyError } from "../../core/errors.ts";
import { missingText } from "../../core/missing.ts";
import type { EntityRef, HeldKind } from "../../core/ports/repair/held.ts";
import type { StoredRow } from "../../core/ports/repair/repair-store.ts";
import type { Finding } from "../../core/repair/findings.ts";
import { compareEntities } from "./parts/compare-objects.ts";
import { dataNodes, edits, jobs, notes, unheldLock } from "./parts/d1-rows.ts";
import { allObjects, oneObject, unfinishedSubmissions, unknownSubmission } from "./parts/objects.ts";
import { valuesIn } from "./parts/stored-values.ts";
import type { CheckDeps } from "./repair-deps.ts";
import { Share } from "./share.ts";
import type { Part } from "./step.ts";

/** The parts of a check of everything, in their order. */
export const PARTS = {
  submissions: unfinishedSubmissions(null),
  objects: allObjects,
  data_nodes: dataNodes,
  jobs,
  edits,
  kv: valuesIn("kv"),
  r2: valuesIn("r2"),
  notes,
} as const satisfies Readonly<Record<string, Part>>;

export type PartName = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as readonly PartName[];

/** What is checked; without any of these: everything. */
export interface CheckScope {
  readonly part?: PartName | undefined;
  /** Only what concerns this object. */
  readonly domain?: string | undefined;
  /** Only this job, submission or data node. */
  readonly entity_id?: string | undefined;
}

export interface CheckAnswer {
  readonly findings: readonly Finding[];
  /** How many rows, records and values were compared. */
  readonly compared: number;
  /** Calls of the platform that this took. */
  readonly calls: number;
  /** What to pass as the cursor for the next steps; null = all is checked. */
  readonly next: string | null;
}

// docs/decisions/073-a-check-looks-twice.md
/**
 * Compares D1, the objects and the stores of values, step by step, until the request's share of calls and time is used. What
 * changes meanwhile is no finding: a difference counts when both sides still show it after a second look.
 */
export async function check(given: CheckDeps, scope: CheckScope, cursor: string | null): Promise<CheckAnswer> {
  const share = new Share(given.clock);
  const deps = share.counting(given);
  const findings: Finding[] = [];
  const done = (next: string | null) => ({ findings, compared: share.entities, calls: share.calls, next });
  if (scope.entity_id !== undefined) {
    share.entities = 1;
    return { ...done(null), findings: await checkEntity(deps, scope.entity_id) };
  }
  const parts = partsOf(scope);
  let [index, at] = cursor === null ? [0, ""] : positionIn(parts, cursor);
  for (let part = parts[index]; part !== undefined; part = parts[index]) {
    if (share.isSpent) return done(JSON.stringify([part[0], at]));
    const step = await part[1](deps, at);
    for (const finding of step.findings) if (!isKnown(findings, finding)) findings.push(finding);
    share.findings = findings.length;
    share.entities += step.entities;
    at = step.next ?? "";
    if (step.next === null) index += 1;
  }
  return done(null);
}

/** Two parts may come by one entity. */
const isKnown = (findings: readonly Finding[], { kind, entity_id }: Finding): boolean =>
  findings.some((known) => known.kind === kind && known.entity_id === entity_id);

type Parts = readonly (readonly [name: string, part: Part])[];

function partsOf({ part, domain }: CheckScope): Parts {
  if (domain !== undefined) {
    return [
      ["submissions", unfinishedSubmissions(domain)],
      ["objects", oneObject(domain)],
    ];
  }
  return Object.entries<Part>(PARTS).filter(([name]) => part === undefined || name === part);
}

const WRONG_CURSOR = "The cursor is not one that this check has given.";

function positionIn(parts: Parts, cursor: string): [index: number, at: string] {
  const [name, at] = listIn(cursor);
  const index = parts.findIndex(([part]) => part === name);
  // Every position is empty, a key, or JSON that the part has written.
  if (index === -1 || typeof at !== "string") throw new TaipyError("invalid_query", WRONG_CURSOR);
  return [index, at];
}

function listIn(cursor: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(cursor);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

const KINDS_BY_ID: readonly (readonly [prefix: string, kind: HeldKind])[] = [
  ["SUBMISSION_", "submission"],
  ["JOB_", "job"],
];

/** The entity as D1 and its object have it. A data node may have any id, as a configuration may name one. */
async function checkEntity(deps: CheckDeps, id: string): Promise<readonly Finding[]> {
  const kind = KINDS_BY_ID.find(([prefix]) => id.startsWith(prefix))?.[1] ?? "data_node";
  const entity: EntityRef = { kind, id };
  const [row] = await deps.repairs.rows([entity]);
  if (row === undefined) throw new TaipyError(`${kind}_not_found`, `${missingText(kind, id)} ${ADVICE}`);
  return compareEntities(deps, row.domain, [entity], unknownEntity);
}

const ADVICE = "The check begins with D1's row. If an object may still have it, check that object with 'domain'.";

const unknownEntity = (row: StoredRow): Finding | null =>
  row.kind === "submission" ? unknownSubmission(row) : row.kind === "data_node" ? unheldLock(row) : null;
