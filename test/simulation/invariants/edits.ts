import type { Edit } from "../../../src/core/entities/edit.ts";
import type { PayloadRef } from "../../../src/core/entities/payload.ts";
import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import { INITIAL_EDITOR } from "../../../src/core/values/history.ts";
import type { Value } from "../behaviour.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts, Facts } from "./facts.ts";
import { isAhead } from "./tries.ts";

/** Whether it is the file that a node has begun with, which the first write records. */
export const isInitial = ({ editor_id }: Pick<Edit, "editor_id">): boolean => editor_id === INITIAL_EDITOR;

/** Reads a stored value. */
export type ReadValue = (payload: PayloadRef) => Value;

/** The tags of the newest values of a job's inputs. */
export const currentTags = (
  facts: Facts,
  { input_ids }: JobRecord,
  { nodes }: DomainFacts,
  readValue: ReadValue,
): string[] =>
  input_ids.flatMap((id) => {
    const newest = [...(facts.edits.get(id)?.values() ?? [])].at(-1) ?? nodes.get(id)?.node.payload ?? null;
    return newest === null ? [] : readValue(newest).tag;
  });

/**
 * One more edit of a node: its number follows the last one, its writer was free to write, and what a job has written
 * comes from the try that held the job. `domain` still shows the state before the commit.
 */
export function checkEdit(
  facts: Facts,
  violations: Violations,
  domain: DomainFacts,
  row: string,
  readValue: ReadValue,
): Edit {
  const edit = JSON.parse(row) as Edit;
  const { data_node_id, number, job_id, editor_id, timestamp } = edit;
  const before = domain.nodes.get(data_node_id)?.node;
  const known = facts.edits.get(data_node_id) ?? new Map<number, Edit>();
  facts.edits.set(data_node_id, known);
  // D1 was put back: it gets the edit once more.
  const sent = known.get(number);
  if (facts.losses.hasHappened && sent?.timestamp === timestamp && sent.hash === edit.hash) {
    // The job is gone with its scenario; what it has written in a shared data node stays.
    if (job_id === null && domain.state.job(sent.job_id ?? "") === null) {
      facts.losses.anonymous.add(`${data_node_id}#${number}`);
    }
    return edit;
  }
  const last = Math.max(before?.edit_number ?? 0, ...known.keys());
  // An object that has lost its state may count from an old snapshot: it gives the edit another number before D1 gets it.
  const name = `${data_node_id} ${timestamp}`;
  if (facts.losses.domains.has(domain.domain) && number <= last) {
    facts.losses.renumbered.add(name);
    return edit;
  }
  const isForgotten = facts.forgotten.has(`${domain.domain} ${data_node_id}`);
  violations.check(
    // A node that this object has never seen, or has forgotten, comes from D1 with its first edits.
    number === last + 1 ||
      (before === undefined && known.size === 0) ||
      isForgotten ||
      // After a store has lost something, numbers go on above the highest that was ever given.
      (facts.losses.hasHappened && number > last),
    "edits are numbered without gaps",
    () => `${data_node_id} has ${last}, then ${number}`,
  );
  known.set(number, edit);
  if (facts.losses.renumbered.has(name) || isInitial(edit)) return edit;
  if (edit.key !== null) facts.keys.set(edit.key, data_node_id);

  if (job_id === null) {
    const until = before?.editor_expiration_date ?? null;
    const isHeld = before !== undefined && before.editor_id !== null && until !== null && until > timestamp;
    violations.check(
      !isHeld || before.editor_id === editor_id,
      "a node that an editor holds is written by that editor only",
      () => `${data_node_id} held by ${before?.editor_id} until ${until}, written by ${editor_id} at ${timestamp}`,
    );
    return edit;
  }
  const record = domain.jobs.get(job_id);
  // A job that has run ahead begins and ends in one transaction.
  const hasRunAhead = record !== undefined && isAhead(record) && facts.said.completing.has(job_id);
  const held = record?.job.status === "RUNNING" || hasRunAhead ? `${job_id}/${record?.job.attempt}` : "no try";
  const { tag, from } = readValue(edit);
  violations.check(
    tag.startsWith(`${held}/`),
    "only the try that holds a job publishes",
    () => `${tag} while ${held} runs`,
  );
  const inputs = hasRunAhead ? currentTags(facts, record, domain, readValue) : (facts.inputs.get(held) ?? []);
  violations.check(
    // Where a number was given twice, another edit may have become the current one.
    `${from}` === `${inputs}` || facts.losses.hasHappened,
    "a value comes from the inputs of its work order",
    () => `${tag}: ${from}, not ${inputs}`,
  );
  return edit;
}
