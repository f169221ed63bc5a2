import type { App } from "../core/config/app-types.ts";
import type { Redact } from "../core/config/secrets/shown-json.ts";
import type { NewUuid } from "../core/entities/ids.ts";
import type { ErrorCode } from "../core/errors.ts";
import type { AuditLog } from "../core/ports/audit-log.ts";
import type { EntityReader } from "../core/ports/entity-reader.ts";
import type { Clock, Log } from "../core/ports/runtime.ts";
import type { ScenarioStore } from "../core/ports/scenarios/scenario-store.ts";
import type { DataNodeContents } from "../core/ports/values.ts";
import type { RecordEditDeps } from "../usecases/data-nodes/record-edit.ts";
import type { EntityWriter } from "../usecases/entity-writer.ts";
import type { SubmitDeps } from "../usecases/jobs/submit.ts";
import type { Versions } from "../usecases/versions.ts";

/** What the verbs work with, composed once an isolate (services.ts): the parts of requests, without HTTP. */
export interface CoreDeps extends Omit<SubmitDeps, "app">, RecordEditDeps {
  readonly app: App;
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  /** Removes known secrets from the errors that another Worker gets. */
  readonly redact: Redact;
  readonly log: Log;
  readonly entityReader: EntityReader;
  readonly entityWriter: EntityWriter;
  readonly versions: Pick<Versions, "resolve">;
  readonly values: DataNodeContents;
  readonly scenarios: ScenarioStore;
  readonly audit: Pick<AuditLog, "row" | "record">;
  /** Keeps the invocation alive for work that goes on behind an answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Counts what a call uses of the platform. */
  readonly metered: <T>(work: () => Promise<T>) => Promise<T>;
  /** The HTTP status of a code, for the audit trail. */
  readonly statusOf: (code: ErrorCode) => number;
}
