import type { Orchestrator as OrchestratorPort } from "../../src/core/ports/orchestrator.ts";
import { createDatabase } from "../../src/d1/outbox/outbox-database.ts";
import { Orchestrator } from "../../src/orchestrator/orchestrator.ts";
import type { OrchestratorDeps } from "../../src/orchestrator/orchestrator-deps.ts";
import { CachedStore, type StoreOptions } from "../../src/orchestrator/state/cached-store.ts";
import type { Sql } from "../../src/orchestrator/state/object-sql.ts";
import type { runSubmission } from "../../src/queue/chain.ts";
import type { consumeDeadLetters, consumeJobs } from "../../src/queue/consumer.ts";

export { runSubmission } from "../../src/queue/chain.ts";
export { consumeDeadLetters, consumeJobs } from "../../src/queue/consumer.ts";

export type ReleasedOrchestratorDeps = Omit<OrchestratorDeps, "store" | "database" | "getAlarm" | "removeAll"> &
  Partial<Pick<OrchestratorDeps, "getAlarm" | "removeAll">> & {
    readonly sql: Sql;
    readonly db: D1Database;
    /** Of the current release. */
    readonly options?: StoreOptions;
  };

/** The code of one release that runs under Node: an object's instance, and the worker of its jobs. */
export interface SimulatedRelease {
  /** What a release makes of the object's SQLite when it wakes up. An older release lacks the port's newer methods. */
  readonly createOrchestrator: (deps: ReleasedOrchestratorDeps) => OrchestratorPort & { alarm(): Promise<void> };
  readonly consumeJobs: typeof consumeJobs;
  readonly consumeDeadLetters: typeof consumeDeadLetters;
  readonly runSubmission: typeof runSubmission;
}

export const createOrchestrator: SimulatedRelease["createOrchestrator"] = ({ sql, db, options, ...deps }) =>
  new Orchestrator({
    getAlarm: async () => null,
    removeAll: async () => false,
    ...deps,
    store: new CachedStore(sql, options),
    database: createDatabase(db),
  });
