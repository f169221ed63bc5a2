import { type Finding, type FindingKind, isMendable } from "../../core/repair/findings.ts";
import { type CheckAnswer, type CheckScope, check } from "./check.ts";
import { mendObject } from "./mend-object.ts";
import { findEach } from "./parts/compare-objects.ts";
import type { ResyncDeps } from "./repair-deps.ts";

export interface ResyncOptions {
  /** Changes nothing, and answers what would be mended. */
  readonly dry_run: boolean;
  /** Only findings of this kind; missing = of all. */
  readonly kind?: FindingKind | undefined;
}

export interface MendedFinding extends Finding {
  /** Whether it is mended; of a dry run: whether the resync would try. */
  readonly mended: boolean;
}

export interface ResyncAnswer extends Omit<CheckAnswer, "findings"> {
  readonly findings: readonly MendedFinding[];
}

/** Checks as {@link check} does, and mends what these steps find. May run at any time and be repeated. */
export async function resync(
  deps: ResyncDeps,
  scope: CheckScope,
  cursor: string | null,
  { dry_run, kind }: ResyncOptions,
): Promise<ResyncAnswer> {
  const checked = await check(deps, scope, cursor);
  const wanted = checked.findings.filter((finding) => kind === undefined || finding.kind === kind);
  const mendable = wanted.filter(isMendable);
  const mended = new Set(dry_run ? mendable : await mendAll(deps, mendable));
  return { ...checked, findings: wanted.map((finding) => ({ ...finding, mended: mended.has(finding) })) };
}

type MendRows = (deps: ResyncDeps, ids: readonly string[]) => Promise<unknown>;

/** What D1 alone has, or what a note in it mends. */
const BY_D1: { readonly [Kind in FindingKind]?: MendRows } = {
  job_without_submission: ({ repairs }, ids) => repairs.removeJobs(ids),
  edit_without_node: ({ repairs }, ids) => repairs.removeEdits(ids),
  // An object may have recorded an edit that D1 gets later.
  value_unnamed: ({ discardLater }, keys) =>
    discardLater(
      keys.map((key) => ({ key })),
      true,
    ),
};

async function mendAll(deps: ResyncDeps, findings: readonly Finding[]): Promise<readonly Finding[]> {
  const inD1: Finding[] = [];
  for (const [kind, found] of Map.groupBy(findings, (finding) => finding.kind)) {
    const mend = BY_D1[kind];
    if (mend === undefined) continue;
    await mend(
      deps,
      found.map(({ entity_id }) => entity_id),
    );
    for (const finding of found) inD1.push(finding);
  }
  const others = findings.filter(({ kind, domain }) => BY_D1[kind] === undefined && domain !== null);
  const byObjects = await findEach([...Map.groupBy(others, ({ domain }) => domain)], ([domain, found]) =>
    mendObject(deps, domain ?? "", found),
  );
  return [...inD1, ...byObjects];
}
