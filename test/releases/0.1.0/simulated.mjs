// As test/releases/simulated-release.ts, which release 0.1.0 does not have.
import { Orchestrator } from "../../../src/orchestrator/orchestrator.ts";
import { createDatabase } from "../../../src/persistence/outbox-database.ts";

export { runSubmission } from "../../../src/queue/chain.ts";
export { consumeDeadLetters, consumeJobs } from "../../../src/queue/consumer.ts";

export const createOrchestrator = ({ sql, db, ...deps }) =>
  new Orchestrator({ ...deps, sql, database: createDatabase(db) });
