import type { AuditRow } from "../access/audited-call.ts";
import type { Cycle } from "../entities/cycle.ts";
import type { EntityKind } from "../entities/kinds.ts";
import type { Sequence } from "../entities/sequence.ts";
import type { Admitted } from "../planning/admission.ts";
import type { Creation, Existing, Period } from "../planning/creation-plan.ts";
import type { Lookup } from "../planning/lookup.ts";
import type { Stale } from "../planning/plan-and-write.ts";
import type { ScenarioParts } from "../planning/sequence-plan.ts";
import type { Timestamp } from "../time.ts";

/** What a creation has written. */
export interface Written {
  /** The JSON text of the answer. */
  readonly json: string;
  /** The counter of the entity's domain in D1; 0 for kinds that have no domain. */
  readonly as_of: number;
}

/** The entity that an answer shows, as it is at that time. */
export interface Shown {
  readonly kind: EntityKind;
  readonly id: string;
  readonly now: Timestamp;
}

/**
 * What creations read and write in D1 (d1/write/creation-store.ts). Each call is one round trip, and each write one
 * transaction, which reads the JSON text of the answer at its end. `STALE`: nothing was written.
 */
export interface CreationStore {
  /** The entities that a creation may share; no round trip when it can share none. */
  readExisting(admitted: Admitted, lookup: Lookup, period: Period | null): Promise<Existing>;
  write(admitted: Admitted, creation: Creation): Promise<null | Stale>;
  /** @param audit the row of the call, which is written with what it creates; its entity is the one that is shown */
  writeAndRead(
    admitted: Admitted,
    creation: Creation,
    shown: Shown,
    audit?: AuditRow | undefined,
  ): Promise<Written | Stale>;
  readScenario(scenarioId: string): Promise<ScenarioParts | null>;
  /** `STALE` also when the scenario and its sequences would take more bytes than `maxBytes` now. */
  writeSequence(admitted: Admitted, sequence: Sequence, maxBytes: number, now: Timestamp): Promise<string | Stale>;
  /** Demands no token: cycles belong to no version. `STALE`: there is a cycle with this id. */
  writeCycle(cycle: Cycle, now: Timestamp): Promise<string | Stale>;
}

/** A statement that inserts the rows of a JSON array, which is bound as `?1`. Statements of one text can be one. */
export interface Insertion {
  readonly sql: string;
  readonly json: string;
  /** How many the array has. */
  readonly rows: number;
}

/** What one request wants done in one transaction, in this order. */
export interface Batch<Statement> {
  /** Refuse the transaction if they must. None = the insertions depend on no row that another request may insert. */
  readonly checks: readonly Statement[];
  readonly insertions: readonly Insertion[];
  readonly last: readonly Statement[];
}

// docs/decisions/076-requests-share-calls.md
/**
 * Runs a request's batch, maybe in one transaction with those of other requests.
 * @param again runs the batch by itself, after it was in a transaction that has failed as a whole, or whose outcome is
 * not known: it may be done already, or be done later
 * @returns the results of its last statements
 */
export type SharedBatch<Statement, Result> = (
  batch: Batch<Statement>,
  again: () => Promise<readonly Result[]>,
) => Promise<readonly Result[]>;
