import type { EntityRef, HeldEntity, Inspection, InspectRequest } from "../../../core/ports/repair/held.ts";
import type { StoredRow } from "../../../core/ports/repair/repair-store.ts";
import { differenceOf, heldFinding } from "../../../core/repair/compare.ts";
import type { Finding } from "../../../core/repair/findings.ts";
import { sideBySide } from "../../../core/side-by-side.ts";
import type { CheckDeps } from "../repair-deps.ts";

/** How many objects are called at the same time. */
const OBJECTS_AT_ONCE = 6;

const keyOf = ({ kind, id }: EntityRef): string => `${kind} ${id}`;

type Rows = ReadonlyMap<string, StoredRow>;

async function rowsOf({ repairs }: CheckDeps, entities: readonly EntityRef[]): Promise<Rows> {
  if (entities.length === 0) return new Map();
  return new Map((await repairs.rows(entities)).map((row) => [keyOf(row), row]));
}

/** Calls a function for each item, some at a time, and joins what it finds. */
export async function findEach<T>(
  items: readonly T[],
  find: (item: T) => Promise<readonly Finding[]>,
): Promise<Finding[]> {
  return (await sideBySide(items, OBJECTS_AT_ONCE, find)).flat();
}

/** null = the object did not answer. */
export async function inspected(
  { orchestrators }: CheckDeps,
  domain: string,
  request: InspectRequest,
): Promise<Inspection | null> {
  try {
    return await orchestrators(domain).inspect(request);
  } catch {
    return null;
  }
}

export const silent = (domain: string): Finding => heldFinding("object_silent", domain, undefined, undefined);

/**
 * How what an object holds differs from D1. A record that changes meanwhile looks different for a moment: only one that the
 * object shows unchanged after its row was read counts.
 */
export async function compareHeld(deps: CheckDeps, domain: string, inspection: Inspection): Promise<Finding[]> {
  if (inspection.is_unsent) return [heldFinding("object_unsent", domain, undefined, undefined)];
  const rows = await rowsOf(deps, inspection.held);
  const doubtful = inspection.held.filter((held) => differenceOf(held, rows.get(keyOf(held))) !== null);
  if (doubtful.length === 0) return [];
  const again = await inspected(deps, domain, { only: doubtful, limit: doubtful.length });
  const revisions = new Map(again?.held.map((held) => [keyOf(held), held.revision]));
  return doubtful
    .filter((held) => revisions.get(keyOf(held)) === held.revision)
    .flatMap((held) => findingOf(domain, held, rows));
}

function findingOf(domain: string, held: HeldEntity, rows: Rows): Finding[] {
  const row = rows.get(keyOf(held));
  const kind = differenceOf(held, row);
  return kind === null ? [] : [heldFinding(kind, domain, held, row)];
}

/**
 * Compares entities of one domain with what its object has of them.
 * @param unknown what is found of a row whose entity the object does not know, as D1 has it by then
 */
export async function compareEntities(
  deps: CheckDeps,
  domain: string,
  entities: readonly EntityRef[],
  unknown: (row: StoredRow) => Finding | null,
): Promise<Finding[]> {
  const inspection = await inspected(deps, domain, { only: entities, limit: entities.length });
  if (inspection === null) return [silent(domain)];
  const held = new Set(inspection.held.map(keyOf));
  const others = entities.filter((entity) => !held.has(keyOf(entity)));
  const rows = inspection.is_unsent ? new Map() : await rowsOf(deps, others);
  return [...(await compareHeld(deps, domain, inspection)), ...[...rows.values()].flatMap((row) => unknown(row) ?? [])];
}
