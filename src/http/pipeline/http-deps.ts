import type { App } from "../../core/config/app-types.ts";
import type { Redact } from "../../core/config/secrets/shown-json.ts";
import type { Shapes } from "../../core/config/shapes.ts";
import type { SubmissionMetering } from "../../core/cost/usage.ts";
import type { NewUuid } from "../../core/entities/ids.ts";
import type { AuditLog } from "../../core/ports/audit-log.ts";
import type { ContentStore } from "../../core/ports/content-store.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Garbage } from "../../core/ports/garbage.ts";
import type { Memory } from "../../core/ports/memory.ts";
import type { Orchestrators } from "../../core/ports/orchestrator.ts";
import type { Clock, Log } from "../../core/ports/runtime.ts";
import type { DataNodeContents } from "../../core/ports/values.ts";
import type { Health } from "../../usecases/check-health.ts";
import type { EntityWriter } from "../../usecases/entity-writer.ts";
import type { SubmitDeps } from "../../usecases/jobs/submit.ts";
import type { CheckDeps } from "../../usecases/repair/repair-deps.ts";
import type { Versions } from "../../usecases/versions.ts";
import type { Auth } from "../auth/auth.ts";
import type { Guard } from "./guard.ts";

/** What runs. */
export interface Release {
  /** The number of taipy-edge's release. */
  readonly version: string;
  /** Cloudflare's id of the deployed version of the Worker; null without the binding `CF_VERSION_METADATA`. */
  readonly build: string | null;
}

/** All that handlers and use cases work with, composed once an isolate (services.ts). A use case names its own part. */
export interface HttpDeps extends Garbage {
  readonly app: App;
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  readonly log: Log;
  /** Cuts known secrets out of the texts of errors. */
  readonly redact: Redact;
  readonly entityReader: EntityReader;
  readonly entityWriter: EntityWriter;
  readonly versions: Versions;
  readonly admit: SubmitDeps["admit"];
  readonly values: DataNodeContents;
  readonly memory: Memory;
  readonly content: ContentStore<ReadableStream<Uint8Array>>;
  readonly orchestrators: Orchestrators;
  readonly repairs: CheckDeps["repairs"];
  readonly valueLists: CheckDeps["valueLists"];
  readonly runSubmission: SubmitDeps["runSubmission"];
  readonly knownScenarios: SubmitDeps["knownScenarios"];
  readonly runForRequest: SubmitDeps["runForRequest"];
  readonly sleep: SubmitDeps["sleep"];
  readonly endsWithin: SubmitDeps["endsWithin"];
  /** Counts the use of the platform; optional. */
  readonly metering?: SubmissionMetering | undefined;
  readonly audit: AuditLog;
  readonly auth: Pick<Auth, "apiKeys" | "users" | "sessions">;
  readonly guard: Guard;
  readonly release: Release;
  /** Calls every part of the platform; never a rejection. */
  readonly health: (showsAll: Promise<boolean>) => Promise<Health>;
  /** The schemas of data nodes as JSON Schema; null = they are not known. Never a rejection. */
  readonly shapes: () => Promise<Shapes | null>;
  /** The files of the documentation's pages; optional. */
  readonly assets?: Fetcher | undefined;
}
