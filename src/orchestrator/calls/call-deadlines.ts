import { type Deadline, PARTS, WAIT_SLACK_MS } from "../../core/deadlines.ts";
import type { Orchestrator } from "../../core/ports/orchestrator.ts";

const S = 1_000;

/** A change is answered after 10 s, whatever D1 does (`FLUSH_PATIENCE_MS`). */
const CHANGE_MS = 20 * S;

type Args<Name extends keyof Orchestrator> = Parameters<Orchestrator[Name]>;

/** How long each call of an object may take, and why. */
const CALLS: { readonly [Name in keyof Orchestrator]: (...args: Args<Name>) => number } = {
  submit: ({ wait_ms }) => (wait_ms === undefined ? CHANGE_MS : wait_ms + WAIT_SLACK_MS),
  submitKnown: ({ wait_ms }) => (wait_ms === undefined ? CHANGE_MS : wait_ms + WAIT_SLACK_MS),
  resubmit: ({ wait_ms }) => (wait_ms === undefined ? CHANGE_MS : wait_ms + WAIT_SLACK_MS),
  // The object reads nodes of other domains before, for 5 s.
  claim: () => 15 * S,
  // It may claim the next job.
  complete: () => 20 * S,
  report: ({ wait_ms }) => (wait_ms === undefined ? 20 * S : Math.max(20 * S, wait_ms + WAIT_SLACK_MS)),
  heartbeat: () => 10 * S,
  // In job mode `development` the request waits for jobs that others run: as long as a job may take.
  nextWork: () => 15 * 60 * S,
  waitForSubmission: (_, timeoutMs) => timeoutMs + WAIT_SLACK_MS,
  createJob: () => CHANGE_MS,
  cancelJob: () => CHANGE_MS,
  deleteJob: () => CHANGE_MS,
  deleteSubmission: () => CHANGE_MS,
  writeDataNode: () => CHANGE_MS,
  lockDataNode: () => CHANGE_MS,
  unlockDataNode: () => CHANGE_MS,
  deleteDataNode: () => CHANGE_MS,
  forgetNodes: () => 15 * S,
  announceDeletion: () => 10 * S,
  // It waits 20 s for D1.
  purge: () => 30 * S,
  // It reads nodes of other domains for 5 s.
  poke: () => 10 * S,
  // One transaction each; the caller repeats what gets lost.
  requestSlots: () => 10 * S,
  returnSlots: () => 10 * S,
  offerSlots: () => 10 * S,
  // They wait 5 s for D1.
  inspect: () => 10 * S,
  mend: () => 10 * S,
  // They read nodes of other domains for 5 s, and wait 5 s for D1.
  resume: () => 15 * S,
  reportDeadLetter: () => 15 * S,
};

/** Of calls beside the port. */
const OTHER_MS = 10 * S;

export function callDeadline(method: PropertyKey, args: readonly unknown[]): Deadline {
  const limit = Object.hasOwn(CALLS, method) ? CALLS[method as keyof Orchestrator] : undefined;
  // The compiler can't see that the arguments belong to the method.
  const ms = limit === undefined ? OTHER_MS : (limit as (...args: readonly unknown[]) => number)(...args);
  return { part: PARTS.object, ms };
}
