import type { Orchestrator } from "../../core/ports/orchestrator.ts";
import type { UsageAccounts } from "../usage-accounts.ts";

/** Runs a call of the object and counts its use for a submission. */
type Attribution<Name extends keyof Orchestrator> = (
  usage: UsageAccounts,
  args: Parameters<Orchestrator[Name]>,
  call: () => ReturnType<Orchestrator[Name]>,
) => ReturnType<Orchestrator[Name]>;

/** For calls that belong to no submission. */
const uncounted = <T>(_usage: UsageAccounts, _args: unknown, call: () => T): T => call();

/** How each call of the object is counted. */
const ATTRIBUTIONS: { readonly [Name in keyof Orchestrator]: Attribution<Name> } = {
  submit: (usage, _args, call) => usage.submit(call),
  submitKnown: (usage, _args, call) => usage.submitKnown(call),
  resubmit: uncounted,
  claim: (usage, [jobId], call) => usage.ofJob(jobId, call),
  nextWork: (usage, [submissionId], call) => usage.ofSubmission(submissionId, call),
  complete: (usage, [command], call) => usage.ofJob(command.job_id, call, command.usage),
  report: (usage, [command], call) => {
    const [first = command.running ?? command.returned?.[0]] = command.ends;
    return first === undefined ? call() : usage.ofJob(first.job_id, call, command.usage);
  },
  heartbeat: (usage, [jobId], call) => usage.ofJob(jobId, call),
  waitForSubmission: (usage, [submissionId], call) => usage.ofSubmission(submissionId, call),
  createJob: uncounted,
  cancelJob: (usage, [jobId], call) => usage.ofJob(jobId, call),
  deleteJob: uncounted,
  deleteSubmission: uncounted,
  writeDataNode: uncounted,
  lockDataNode: uncounted,
  unlockDataNode: uncounted,
  deleteDataNode: uncounted,
  forgetNodes: uncounted,
  announceDeletion: uncounted,
  purge: uncounted,
  poke: uncounted,
  resume: uncounted,
  reportDeadLetter: (usage, [jobId], call) => usage.ofJob(jobId, call),
  requestSlots: uncounted,
  returnSlots: uncounted,
  offerSlots: uncounted,
  inspect: uncounted,
  mend: uncounted,
};

export type CallName = keyof Orchestrator;
type Call = (...args: readonly unknown[]) => Promise<unknown>;

export const CALL_NAMES = Object.keys(ATTRIBUTIONS) as readonly CallName[];

/** A call of an orchestrator, counted as the table says. */
export function countedCall(
  usage: UsageAccounts,
  orchestrator: Orchestrator,
  name: CallName,
  args: readonly unknown[],
): Promise<unknown> {
  // The compiler can't see that the three belong to one name; the table above has checked each row.
  const attribution = ATTRIBUTIONS[name] as (
    usage: UsageAccounts,
    args: readonly unknown[],
    call: Call,
  ) => Promise<unknown>;
  return attribution(usage, args, () => (orchestrator[name] as Call)(...args));
}
