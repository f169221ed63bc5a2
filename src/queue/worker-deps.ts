import type { CancelSignal } from "../core/cancellation.ts";
import type { App, TaskContext } from "../core/config/app-types.ts";
import type { Redact } from "../core/config/secrets/shown-json.ts";
import type { Metering } from "../core/cost/usage.ts";
import type { PayloadRef } from "../core/entities/payload.ts";
import type { LineTable } from "../core/jobs/traces/line-table.ts";
import type { Orchestrators } from "../core/ports/orchestrator.ts";
import type { Log } from "../core/ports/runtime.ts";
import type { DataNodeValues } from "../core/ports/values.ts";
import type { Guest, Room } from "./room.ts";

/** What a worker needs to run jobs. The same for the Queue's consumer and for a request in job mode `development`. */
export interface WorkerDeps {
  readonly app: Pick<App, "tasks">;
  readonly values: DataNodeValues;
  readonly log: Log;
  /** Cuts known secrets out of traces. */
  readonly redact: Redact;
  /** The bindings, variables and secrets that tasks get. */
  readonly env: Readonly<Record<string, unknown>>;
  /** Optional: without it tasks have no core. */
  readonly taskScope?: TaskScope;
  /** Counts what jobs use; without it nothing is counted. */
  readonly metering?: Metering;
  /** Where the lines of the bundle come from; null, or missing = not known. It never rejects. */
  lineTable?(): Promise<LineTable | null>;
  /** The jobs of this isolate. */
  readonly room: Room;
  sleep(ms: number, signal?: CancelSignal): Promise<void>;
  /** Hands over unreferenced payloads, to be deleted later. */
  discardLater(payloads: readonly PayloadRef[]): Promise<void>;
}

/** What surrounds the function of a task. */
export interface TaskScope {
  /** Runs the function; what it calls knows that a worker waits for it. */
  run<T>(jobId: string, work: () => T): T;
  core(jobId: string): TaskContext["core"];
}

/** What enters the room for an invocation. */
export const guestOf = ({ sleep }: Pick<WorkerDeps, "sleep">, orchestrators: Orchestrators): Guest => ({
  sleep,
  async reportCompany(domain, { job_id, token }) {
    await orchestrators(domain).heartbeat(job_id, token, "company");
  },
});
