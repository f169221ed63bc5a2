import type { MendCommand } from "../../core/ports/repair/held.ts";
import type { Finding, FindingKind } from "../../core/repair/findings.ts";
import type { ResyncDeps } from "./repair-deps.ts";

interface Mend {
  readonly resend?: true;
  readonly adopt?: true;
  readonly cancel?: true;
  readonly forget?: true;
}

/** What an object does about a finding of a job or submission (`record`), and of a data node (`node`). */
const BY_OBJECT: { readonly [Kind in FindingKind]?: { readonly record?: Mend; readonly node?: Mend } } = {
  missing_in_d1: { record: { resend: true } },
  older_in_d1: { record: { resend: true }, node: { resend: true } },
  newer_in_d1: { record: { resend: true }, node: { adopt: true } },
  deleted_in_d1: { node: { forget: true } },
  lock_without_holder: { node: { adopt: true } },
  edit_ahead: { node: { adopt: true } },
  submission_unknown: { record: { cancel: true } },
  job_unfinished: { record: { cancel: true } },
};

const mendOf = ({ kind, entity_kind }: Finding): Mend =>
  BY_OBJECT[kind]?.[entity_kind === "data_node" ? "node" : "record"] ?? {};

/**
 * Has an object mend what was found of its domain.
 * @returns the findings that are mended; what the object refuses, or does not answer to, is found again by the next check
 */
export async function mendObject(
  deps: ResyncDeps,
  domain: string,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  try {
    return [...(await mendRecords(deps, domain, findings)), ...(await forgetNodes(deps, domain, findings))];
  } catch (error) {
    deps.log("object_not_mended", { domain, findings: findings.length, error: String(error) });
    return [];
  }
}

async function mendRecords(deps: ResyncDeps, domain: string, findings: readonly Finding[]): Promise<Finding[]> {
  const command = await commandFor(deps, findings);
  if (command.resend.length + command.adopt.length + command.cancel.length === 0) return [];
  const { mended } = await deps.orchestrators(domain).mend(command);
  const ids = new Set(mended);
  return findings.filter((finding) => ids.has(mendOf(finding).cancel ? submissionOf(finding) : finding.entity_id));
}

async function forgetNodes(deps: ResyncDeps, domain: string, findings: readonly Finding[]): Promise<Finding[]> {
  const deleted = findings.filter((finding) => mendOf(finding).forget);
  if (deleted.length === 0) return [];
  const used = new Set(await deps.orchestrators(domain).forgetNodes(deleted.map(({ entity_id }) => entity_id)));
  return deleted.filter(({ entity_id }) => !used.has(entity_id));
}

async function commandFor({ repairs }: ResyncDeps, findings: readonly Finding[]): Promise<MendCommand> {
  const wanting = (action: keyof Mend) => findings.filter((finding) => mendOf(finding)[action]);
  const adopted = wanting("adopt").map(({ entity_id }) => entity_id);
  const cancelled = [...new Set(wanting("cancel").map(submissionOf))];
  const adopt = adopted.length === 0 ? [] : await repairs.latest(adopted);
  const cancel = cancelled.length === 0 ? [] : await repairs.lost(cancelled);
  const revisions = [
    ...findings.map(({ d1 }) => Number(d1?.revision ?? 0)),
    ...adopt.map(({ revision }) => revision),
    ...cancel.flatMap(({ submission, jobs }) => [submission, ...jobs].map(({ revision }) => revision)),
  ];
  return {
    above: revisions.reduce((highest, revision) => Math.max(highest, revision), 0),
    resend: wanting("resend").flatMap(({ entity_kind: kind, entity_id: id }) => (kind === null ? [] : { kind, id })),
    adopt,
    cancel,
  };
}

/** The submission that a finding is about, or whose job it is about. */
const submissionOf = ({ entity_kind, entity_id, d1 }: Finding): string =>
  entity_kind === "job" ? String(d1?.submit_id) : entity_id;
