import type { Resumed } from "../../core/ports/orchestrator.ts";
import type { Commits } from "../commits.ts";
import type { DueTimers } from "../due-timers.ts";
import type { ForeignNodes } from "../foreign/foreign-nodes.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";
import { mendSubmissions } from "./mend-submissions.ts";
import { unknownSubmissions } from "./unknown-submissions.ts";

/** The watchdog has other objects to call: D1 gets the rest behind the answer. */
export const RESUME_PATIENCE_MS = 5_000;

export interface ResumeDeps {
  readonly deps: OrchestratorDeps;
  readonly commits: Commits;
  readonly timers: DueTimers;
  readonly foreign: ForeignNodes;
}

// docs/decisions/061-a-watchdog-finds-work-that-stands-still.md
/** Makes up for what the object has missed: an alarm, its timers, what submissions lack, other domains' nodes, a drain. */
export async function resumeObject(
  { deps, commits, timers, foreign }: ResumeDeps,
  submissionIds: readonly string[],
): Promise<Resumed> {
  const isAlarmSet = commits.checkAlarm();
  const fired = timers.fireIfDue();
  const mended = mendSubmissions(deps, commits, submissionIds);
  const nodes = [...new Set([...fired.foreign, ...mended.foreign])];
  if (nodes.length > 0) await foreign.refresh(nodes);
  await isAlarmSet;
  const isStored = await commits.flush(RESUME_PATIENCE_MS);
  // The alarm that would have removed what is at rest may be lost.
  commits.trims.run();
  // What has gone from here without a trace in the outbox stays in D1 as it is.
  const unknown = isStored ? await unknownSubmissions(deps, submissionIds) : [];
  return { moved: fired.count + mended.moved, unknown };
}
