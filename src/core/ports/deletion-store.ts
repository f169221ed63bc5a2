import type {
  DeletableKind,
  DeletionPlan,
  OwnedEntity,
  ScenarioBelongings,
  SequenceToDelete,
} from "../planning/deletion-plan.ts";
import type { Stale } from "../planning/plan-and-write.ts";

/** Deletions of single records in D1, one transaction each. */
export interface RecordDeletions {
  domainOf(kind: "scenario" | "task", id: string): Promise<string | null>;
  removeRecord(kind: DeletableKind, id: string): Promise<Removal>;
}

/** `blocked`: the scenario stays, because it is the primary one of a cycle that has others. */
export type Removal = "removed" | "not_found" | { readonly blocked: { readonly config_id: string } };

/** Whose belongings are read: those of a cycle include those of its scenarios. */
export type BelongingsOf =
  | { readonly cycle: string }
  | { readonly scenario: string }
  | { readonly scenarios: readonly string[] };

/** A task with the data nodes that it uses, and the domains of its scenarios: at most one more than MAX_DOMAINS. */
export interface TaskUse {
  readonly task: OwnedEntity;
  readonly data_nodes: readonly string[];
  readonly domains: readonly string[];
  /** Submissions of the task alone that have not ended. */
  readonly unfinished: readonly string[];
}

/** A sequence with its tasks, and its submissions that have not ended. */
export interface SequenceUse {
  readonly sequence: SequenceToDelete;
  readonly tasks: readonly string[];
  readonly unfinished: readonly string[];
}

/** Deletions of entities with everything that they own. Each read is one round trip. */
export interface CascadeDeletions {
  /** null: there is no such cycle. */
  readCycle(id: string): Promise<{ readonly exceeds_max_domains: boolean } | null>;
  readBelongings(of: BelongingsOf): Promise<ScenarioBelongings>;
  readSequence(id: string): Promise<SequenceUse | null>;
  readTask(id: string): Promise<TaskUse | null>;
  /** A submission of one of the entities whose jobs have not all ended. */
  unfinishedSubmission(entityIds: readonly string[]): Promise<string | null>;
  /** Removes the rows of a plan in one batch. `STALE`: its cycle has another scenario by now, and nothing was removed. */
  removeAll(plan: DeletionPlan): Promise<null | Stale>;
}

export interface VersionContents {
  readonly exists: boolean;
  /** A submission whose jobs have not all ended. */
  readonly unfinished_submission: string | null;
  /** Of its scenarios. */
  readonly domains: readonly string[];
}

/** A task whose jobs, or an entity whose submissions, are still stored. */
export interface Submitted {
  readonly domain: string;
  readonly id: string;
  readonly is_task: boolean;
}

/** Deletions of a whole version; a large one takes many batches. */
export interface VersionDeletions {
  readContents(version: string): Promise<VersionContents>;
  scenarioIds(version: string, limit: number): Promise<readonly string[]>;
  ownedEntities(table: "tasks" | "data_nodes", version: string, limit: number): Promise<readonly OwnedEntity[]>;
  /** Tasks with jobs and entities with submissions, by their domains, whether or not they exist. */
  submitted(version: string): Promise<readonly Submitted[]>;
  /** Removes the rows of a plan; in each of the cycles without a primary scenario, the oldest one becomes it. */
  removePart(plan: DeletionPlan, cycles: readonly string[]): Promise<void>;
  /** Removes the version itself, its jobs and submissions that are left, and those of the cycles that nothing belongs to. */
  removeVersion(version: string, cycles: readonly string[]): Promise<void>;
}

/** What deletions read and write in D1 (d1/delete/deletion-store.ts). */
export interface DeletionStore extends RecordDeletions, CascadeDeletions, VersionDeletions {}
