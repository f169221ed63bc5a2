import fc from "fast-check";
import { expect, it } from "vitest";
import { acceptJob, acceptSubmission } from "../../../../src/core/jobs/machine/accept-submission.ts";
import { cancelJob } from "../../../../src/core/jobs/machine/cancel.ts";
import { claimJob } from "../../../../src/core/jobs/machine/claim.ts";
import { completeJob } from "../../../../src/core/jobs/machine/complete.ts";
import { deleteDataNode, deleteJob } from "../../../../src/core/jobs/machine/delete.ts";
import { acceptWrite } from "../../../../src/core/jobs/machine/edit-node.ts";
import { lacksAnything, mend } from "../../../../src/core/jobs/machine/resume.ts";
import type { Transaction } from "../../../../src/core/jobs/state/transaction.ts";
import { type JobStatus, STATUSES, type StatusRow } from "../../../../src/core/jobs/statuses.ts";
import { command, dataNode, inertJob, payload, task, written } from "../../../orchestrator/world/factories.ts";
import { reachable } from "../../../simulation/invariants/reachable.ts";
import { fireDueTimers } from "./fire-due-timers.ts";
import { MemoryState } from "./memory-state.ts";

const TASKS = [
  task("one", ["a"], ["b"], { skippable: true }),
  task("two", ["b"], ["c"], { skippable: true }),
  task("three", ["b", "late"], ["d"]),
];
/** A task that reads its own output can be created and submitted alone. */
const CIRCLES = [task("own", ["b"], ["b"]), task("one", ["late"], ["c"]), task("back", ["c"], ["late"])];
const NODES = [written("a"), dataNode("late"), ...["b", "c", "d"].map((id) => dataNode(id))];

/** The kinds of commands; a number picks the job or node that a command is about. */
const KINDS = [
  "submit",
  "claim",
  "complete",
  "throw",
  "cancel",
  "force",
  "resume",
  "create",
  "write",
  "gone",
  "delete",
  "wait",
] as const;
const COMMANDS = fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.nat({ max: 9 })), { minLength: 5, maxLength: 40 });

function decisionOf(state: MemoryState, kind: (typeof KINDS)[number], pick: number, newUuid: () => string) {
  const ids = [...state.jobs.keys()];
  const id = ids[pick % Math.max(ids.length, 1)] ?? "";
  const { attempt = 0 } = state.job(id)?.job ?? {};
  const node = NODES[pick % NODES.length] ?? written("a");
  const end = (result: Parameters<typeof completeJob>[1]["result"]) => (transaction: Transaction) =>
    completeJob(transaction, { job_id: id, token: attempt, wants_next: pick % 2 === 0, result });
  const outputs = (state.job(id)?.output_ids ?? []).map((data_node_id) => ({ data_node_id, payload: payload("x") }));
  const decisions: Record<typeof kind, (transaction: Transaction) => unknown> = {
    submit: (transaction) =>
      acceptSubmission(transaction, command(pick % 3 === 0 ? CIRCLES : TASKS, NODES), {
        newUuid,
        isRunByCaller: pick % 2 === 0,
      }),
    claim: (transaction) => claimJob(transaction, id),
    complete: end({ kind: "completed", outputs }),
    throw: end({ kind: "failed", stacktrace: ["Error"], outputs: [] }),
    cancel: (transaction) => cancelJob(transaction, id, false),
    force: (transaction) => cancelJob(transaction, id, true),
    resume: (transaction) => {
      for (const submission of state.submissions.keys()) {
        expect(lacksAnything(transaction, submission)).toBe(false);
        expect(mend(transaction, submission)).toEqual({ moved: 0, foreign: [] });
      }
    },
    create: (transaction) => acceptJob(transaction, inertJob(newUuid())),
    write: (transaction) =>
      acceptWrite(transaction, { data_node: node, payload: payload("y"), editor_id: null, comment: null }),
    gone: (transaction) => deleteDataNode(transaction, node),
    delete: (transaction) => deleteJob(transaction, id),
    wait: (transaction) => {
      state.nowMs += pick * 20_000;
      return fireDueTimers(transaction);
    },
  };
  return decisions[kind];
}

/** What the table does not say of a job. */
function contradictions(state: MemoryState, id: string, before: JobStatus = "SUBMITTED"): string[] {
  const { job, output_ids } = state.job(id) ?? { job: inertJob(id), output_ids: [] };
  const row: StatusRow = STATUSES[job.status];
  const count = (rows: readonly { readonly job_id: string }[]) => rows.filter(({ job_id }) => job_id === id).length;
  const facts = {
    "is reached by steps of the table": reachable(before).has(job.status),
    "has the time of its status": job.status_change_records[job.status] !== undefined,
    "holds its outputs": count(state.locks) === (row.holdsLocks ? output_ids.length : 0),
    "waits for inputs": count(state.waits) > 0 === row.waits,
    "has a timer": state.timers.has(`job ${id}`) === row.hasTimer,
  };
  return Object.entries(facts).flatMap(([fact, isRight]) =>
    isRight ? [] : [`${id} ${before} → ${job.status}: ${fact}`],
  );
}

it("after any commands, each job has what the table says of its status, and came there by steps of the table", () => {
  const seen = new Set<JobStatus>();
  fc.assert(
    fc.property(COMMANDS, (commands) => {
      const state = new MemoryState();
      let uuids = 0;
      const newUuid = () => {
        uuids += 1;
        return `uuid-${uuids}`;
      };
      for (const [kind, pick] of commands) {
        const before = new Map([...state.jobs].map(([id, { job }]) => [id, job.status]));
        state.commit(decisionOf(state, kind, pick, newUuid));
        for (const { job } of state.jobs.values()) seen.add(job.status);
        expect([...state.jobs.keys()].flatMap((id) => contradictions(state, id, before.get(id)))).toEqual([]);
      }
    }),
    { seed: 1, numRuns: 300 },
  );
  expect([...seen].sort()).toEqual(Object.keys(STATUSES).sort());
});
