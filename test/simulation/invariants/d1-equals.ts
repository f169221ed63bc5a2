import { type Edit, editTable } from "../../../src/core/entities/edit.ts";
import { type Job, jobTable } from "../../../src/core/entities/job.ts";
import { type Submission, submissionTable } from "../../../src/core/entities/submission.ts";
import type { Table } from "../../../src/core/entities/table.ts";
import { SLOTS } from "../../../src/core/jobs/slots/limits.ts";
import { decodeRow, type SqlRow } from "../../../src/d1/rows.ts";
import type { D1 } from "../platform/d1.ts";
import type { Violations } from "../violation.ts";
import { isInitial } from "./edits.ts";
import type { Facts } from "./facts.ts";

const PROMISE = "at rest D1 equals the objects";
const STATE = [
  "last_edit_date",
  "edit_number",
  "edit_in_progress",
  "editor_id",
  "editor_expiration_date",
  "editor_actor",
] as const;

/** @param hasOlder objects of release 0.1.0 have written to D1, too: it knows no callers of edits and reservations */
export function checkD1(facts: Facts, violations: Violations, d1: D1, hasOlder: boolean): void {
  const state = hasOlder ? STATE.filter((column) => column !== "editor_actor") : STATE;
  const shown = (edit: Edit): Edit => (hasOlder ? { ...edit, actor: null } : edit);
  const domains = [...facts.domains.values()];
  const { losses, atRest, revived } = facts;
  const compare = (
    name: string,
    stored: Map<string, unknown>,
    owned: Map<string, unknown>,
    isVoid: (id: string) => boolean = () => false,
  ) => {
    for (const id of new Set([...stored.keys(), ...owned.keys()])) {
      if (isVoid(id)) continue;
      const [there, here] = [sorted(stored.get(id)), sorted(owned.get(id))];
      violations.check(there === here, PROMISE, () => `${name} ${id} is ${there}, the object has ${here}`);
    }
  };

  const jobs = new Map(
    [atRest, ...domains].flatMap((domain) => [...domain.jobs].map(([id, { job }]) => [id, job] as const)),
  );
  const isVoidJob = (id: string) =>
    losses.work.has(id) ||
    revived.has(jobs.get(id)?.submit_entity_id ?? "") ||
    wasDeleted(facts, atRest.jobs.get(id)?.job);
  compare("job", rowsOf(d1, jobTable), jobs, isVoidJob);
  const submissions = new Map(
    [atRest, ...domains].flatMap((domain) =>
      [...domain.submissions].map(([id, { submission }]) => [id, submission] as const),
    ),
  );
  const isVoidSubmission = (id: string) =>
    losses.work.has(id) ||
    revived.has(submissions.get(id)?.entity_id ?? "") ||
    wasDeleted(facts, atRest.submissions.get(id)?.submission);
  compare("submission", rowsOf(d1, submissionTable), submissions, isVoidSubmission);

  const nodes = new Map(d1.all<SqlRow>("SELECT * FROM data_nodes").map((row) => [String(row.id), row]));
  for (const domain of domains) {
    for (const { node, deleted } of domain.nodes.values()) {
      if (node.domain !== domain.domain || node.revision === 0) continue;
      const row = nodes.get(node.id);
      const isSame =
        row === undefined
          ? deleted || facts.purged.size > 0 || facts.forgotten.has(`${domain.domain} ${node.id}`)
          : (deleted && losses.hasHappened) ||
            (!deleted && state.every((column) => row[column] === bare(node[column] ?? null)));
      violations.check(isSame, PROMISE, () => `node ${node.id} is ${sorted(row)}, the object has ${sorted(node)}`);
    }
  }

  const edits = d1.all<SqlRow>("SELECT * FROM edits").map((row) => decodeRow(editTable, row));
  const stored = new Map(edits.filter((edit) => !isInitial(edit)).map((edit) => [keyOf(edit), shown(edit)]));
  const owned = [...facts.edits.values()]
    .flatMap((all) => [...all.values()])
    .filter((edit) => nodes.has(edit.data_node_id) && !isInitial(edit))
    .map((edit) => (losses.anonymous.has(keyOf(edit)) ? { ...edit, job_id: null } : edit));
  compare("edit", stored, new Map(owned.map((edit) => [keyOf(edit), shown(edit)])), (id) => losses.edits.has(id));

  const waits = d1.all<{ data_node_id: string; domain: string }>("SELECT data_node_id, domain FROM foreign_waits");
  const waiting = domains.flatMap(({ domain, nodes, state }) =>
    state
      .waits()
      .filter(({ node_id }) => nodes.get(node_id)?.node.domain !== domain)
      .map(({ node_id }) => `${node_id} ${domain}`),
  );
  compare(
    "foreign wait",
    new Map(waits.map((wait) => [`${wait.data_node_id} ${wait.domain}`, true])),
    new Map(waiting.map((key) => [key, true])),
    // A wait for a slot that is repeated after a restore may stay in D1, where it wakes its domain for nothing.
    (id) =>
      losses.waits.has(id) ||
      (losses.hasHappened && id.startsWith(`${SLOTS} `)) ||
      losses.domains.has(id.slice(id.indexOf(" ") + 1)),
  );
  for (const { domain, state } of domains) {
    violations.check(!state.hasUnconfirmed(), "at rest every outbox is empty", () => domain);
  }
}

/** Some client has asked to delete it, or what it belongs to, after it had left its object. */
function wasDeleted({ deletable, purged }: Facts, row: Partial<Job & Submission> | undefined): boolean {
  const belongsTo = [row?.id, row?.submit_id, row?.task_id, row?.submit_entity_id, row?.entity_id];
  return belongsTo.some((id) => id !== undefined && (deletable.has(id) || purged.has(id)));
}

function rowsOf<Row extends { readonly id: string }>(d1: D1, table: Table<Row>): Map<string, unknown> {
  const rows = d1.all<SqlRow>(`SELECT * FROM ${table.name}`).map((row) => decodeRow(table, row));
  return new Map(rows.map((row) => [row.id, row]));
}

const keyOf = ({ data_node_id, number }: Edit): string => `${data_node_id}#${number}`;

const bare = (value: string | number | boolean | null): string | number | null =>
  typeof value === "boolean" ? Number(value) : value;

/** JSON with the members of every object in the order of their names. Release 0.1.0 leaves out members that are null for it. */
function sorted(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(
            Object.entries(part)
              .filter(([, member]) => member !== null)
              .sort(([one], [other]) => (one < other ? -1 : 1)),
          )
        : part,
    ) ?? "absent"
  );
}
