import type { JobMessage } from "./core/jobs/job-message.ts";

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
  /** Wake-ups for long jobs, and for jobs that have lost a worker; optional. */
  readonly JOBS_ALONE?: Queue<JobMessage>;
  /** Orchestrator objects by their domain; orchestrator/client.ts knows their methods. */
  readonly ORCHESTRATOR: DurableObjectNamespace;
  /** The first administrator's key; a secret. */
  readonly ADMIN_KEY?: string;
  /** `required` (default), `none`, or `loopback`: none for requests to a loopback host, which `npm start` sets. */
  readonly AUTH_MODE?: string;
  /** `awaits` (default), or `returns`, which `npm start` sets: core/config/settings/queue-handler.ts. */
  readonly QUEUE_HANDLER?: string;
  /** `journal` (default), or `tables`, while release 0.1.0 may still run: core/config/settings/object-layout.ts. */
  readonly OBJECT_LAYOUT?: string;
  /** `debug`, `info` (default), `warn` or `error`: core/config/settings/log-level.ts. */
  readonly LOG_LEVEL?: string;
  /** Answers where the lines of the bundle come from; only `npm start` has it: queue/line-tables.ts. */
  readonly LINE_TABLE?: Fetcher;
  /** Answers the schemas of data nodes as JSON Schema; only `npm start` has it: core/config/shapes.ts. */
  readonly DATA_SCHEMAS?: Fetcher;
  /** Requests of one key, a minute. */
  readonly REQUEST_LIMIT?: RateLimit;
  /** Requests without valid credentials from one address, a minute. */
  readonly ADDRESS_LIMIT?: RateLimit;
  /** Login attempts from one address, a minute. */
  readonly LOGIN_LIMIT?: RateLimit;
  /** Refused credentials of one address, and login attempts of one user from one address, a minute. */
  readonly ATTEMPT_LIMIT?: RateLimit;
  /** Which version of the Worker this is; optional. */
  readonly CF_VERSION_METADATA?: WorkerVersionMetadata;
  /** The files of the documentation's pages; optional. */
  readonly ASSETS?: Fetcher;
}
