import type { App } from "./config/app-types.ts";
import type { SubmissionMetering } from "./cost/usage.ts";
import type { NewUuid } from "./entities/ids.ts";
import type { EntityReader } from "./ports/entity-reader.ts";
import type { EntityWriter } from "./ports/entity-writer.ts";
import type { Orchestrators, SubmitAnswer, SubmitOptions } from "./ports/orchestrator.ts";
import type { Clock, Log } from "./ports/runtime.ts";
import type { DataNodeContents } from "./ports/values.ts";
import type { Versions } from "./ports/versions.ts";

/** What the handlers work with. Each part says which module provides it. */
export interface Services {
  readonly app: App;
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  readonly log: Log;
  readonly entityReader: EntityReader;
  readonly entityWriter: EntityWriter;
  readonly versions: Versions;
  readonly values: DataNodeContents;
  readonly submit: Submit;
  readonly orchestrators: Orchestrators;
  /** Runs the jobs of a submission in this request (job mode `development`) and answers when they have ended. */
  readonly runSubmission: (domain: string, submissionId: string) => Promise<void>;
  /** Counts what is used of the platform; without it nobody does. */
  readonly metering?: SubmissionMetering;
}

/** Submits an entity. Throws `<kind>_not_found` and what its object refuses. */
export type Submit = (
  kind: "scenario" | "sequence" | "task",
  id: string,
  options: Omit<SubmitOptions, "usage">,
) => Promise<SubmitAnswer & { readonly domain: string }>;
