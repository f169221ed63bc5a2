import type { CancelSignal } from "../core/cancellation.ts";
import type { App } from "../core/config/app-types.ts";
import type { Units } from "../core/cost/usage.ts";
import type { NewUuid } from "../core/entities/ids.ts";
import type { Submission } from "../core/entities/submission.ts";
import type { WakeUp } from "../core/jobs/state/jobs-state.ts";
import type { Orchestrator } from "../core/ports/orchestrator.ts";
import type { Database } from "../core/ports/outbox-database.ts";
import type { Clock, Log } from "../core/ports/runtime.ts";
import type { CachedStore } from "./state/cached-store.ts";

/**
 * The orchestrator's outside: the Durable Object passes the platform, the simulator a model of it. Calls of the Queue and of
 * other objects have their deadlines already.
 */
export interface OrchestratorDeps {
  /** Name of this object. */
  readonly domain: string;
  readonly app: Pick<App, "job" | "tasks">;
  /** The object's state: the only store over its SQLite. */
  readonly store: CachedStore;
  readonly database: Database;
  /** Called as soon as a submission is accepted, with what its request has used before. */
  onAccepted?(submission: Submission, used: Units): void;
  /** Wakes the Queue's consumer for jobs. */
  wake(jobs: readonly WakeUp[]): Promise<void>;
  /** Notifies another domain's object: nodes that its jobs wait for have changed. */
  poke(domain: string, dataNodeIds: readonly string[]): Promise<void>;
  /** Another object: the one that hands out slots, or for that one the domain of a job. */
  peer(domain: string): Pick<Orchestrator, "requestSlots" | "returnSlots" | "offerSlots">;
  /** The one alarm; a later call replaces an earlier one. Milliseconds since 1970. */
  setAlarm(atMs: number): Promise<void>;
  /** When the platform says that the alarm is due; null = none is set. */
  getAlarm(): Promise<number | null>;
  /** When the alarm is due that the object had set before it was evicted; null = none was set. */
  readonly alarmAtMs: number | null;
  /**
   * Removes all that the object has stored, and its alarm; its next call finds a new object. Nothing happens before the answer
   * false: another call is under way.
   */
  removeAll(): Promise<boolean>;
  /** Resolves after a time, or at once when the signal is aborted; it never rejects. */
  sleep(ms: number, signal?: CancelSignal): Promise<void>;
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  readonly log: Log;
}
