import type { JobMessage } from "./core/job-message.ts";
import type { OrchestratorObject } from "./orchestrator/object.ts";

/** The Worker's bindings; the names are those of wrangler.toml. */
export interface Env {
  /** Entities, edits and files. */
  readonly DB: D1Database;
  /** Payloads of more than 16 KiB and up to 25 MiB. */
  readonly PAYLOADS: KVNamespace;
  /** Payloads above that; optional. */
  readonly LARGE_PAYLOADS?: R2Bucket;
  /** Wake-ups for jobs. */
  readonly JOBS: Queue<JobMessage>;
  readonly ORCHESTRATOR: DurableObjectNamespace<OrchestratorObject>;
}
