import type { App } from "./config/app-types.ts";
import type { SubmissionMetering } from "./cost/usage.ts";
import type { DataNodeIdentity, DataNodeSnapshot } from "./entities/data-node.ts";
import type { Edit } from "./entities/edit.ts";
import type { NewUuid } from "./entities/ids.ts";
import type { Job } from "./entities/job.ts";
import type { PayloadRef } from "./entities/payload.ts";
import type { Submission } from "./entities/submission.ts";
import type { Task } from "./entities/task.ts";
import type { Clock, Log, Orchestrators, SubmitAnswer, SubmitCommand, SubmitOptions } from "./ports.ts";
import type { Timestamp } from "./time.ts";
import type { Selected, Selection } from "./values/selection.ts";

/** What the handlers work with. Each part says which module provides it. */
export interface Services {
  readonly app: App;
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  readonly log: Log;
  readonly directory: Directory;
  readonly registry: Registry;
  readonly versions: Versions;
  readonly values: DataNodeContents;
  readonly submit: Submit;
  readonly orchestrators: Orchestrators;
  /** Runs the jobs of a submission in this request (job mode `development`) and answers when they have ended. */
  readonly runSubmission: (domain: string, submissionId: string) => Promise<void>;
  /** Counts what is used of the platform; without it nobody does. */
  readonly metering?: SubmissionMetering;
}

/** Submits an entity. Throws `<kind>_not_found` and what its object refuses. */
export type Submit = (
  kind: "scenario" | "sequence" | "task",
  id: string,
  options: Omit<SubmitOptions, "usage">,
) => Promise<SubmitAnswer & { readonly domain: string }>;

export type EntityKind = "cycle" | "scenario" | "sequence" | "task" | "data_node" | "job" | "submission";

export interface PageQuery {
  /** Answer what follows this id; null = from the start. */
  readonly after: string | null;
  readonly limit: number;
  /** Leave out so many first. Default: none. Of entities only. */
  readonly skip?: number;
  /** Submissions only: those of this scenario, sequence or task. */
  readonly entity_id?: string;
  /** null = entities of all versions. Default: those of the configured one. */
  readonly version?: string | null;
}

export interface Page {
  /** The inside of a JSON array: the entities' texts, ordered by id, with ", " between. */
  readonly text: string;
  /** How many entities the text holds. */
  readonly count: number;
  /** What to pass as `after` for the next page; null = this was the last one. */
  readonly next: string | null;
}

/** Reads of D1 (d1/read/entity-reader.ts). Entities come as JSON texts in the shape that the API answers. */
export interface Directory {
  get(kind: EntityKind, id: string): Promise<string | null>;
  page(kind: EntityKind, query: PageQuery): Promise<Page>;
  /** A data node with the place of its current value. */
  dataNode(id: string): Promise<DataNodeSnapshot | null>;
  /**
   * The data node as it was once, without asking D1 again: what never changes of it is true, all else may be out of date, and
   * the node may be gone. For writes that its object decides: that knows better, or nothing has changed since.
   */
  knownDataNode(id: string): Promise<DataNodeSnapshot | null>;
  /** A data node's edits by their numbers; a cursor is a number. */
  edits(dataNodeId: string, query: PageQuery): Promise<Page>;
  /** The edit with that number, or the newest one at a time. */
  edit(dataNodeId: string, which: { readonly number: number } | { readonly at: Timestamp }): Promise<Edit | null>;
  job(id: string): Promise<Job | null>;
  submission(id: string): Promise<Submission | null>;
  /**
   * The entity to submit with its tasks and data nodes, in one round trip to D1.
   * @throws TaipyError with Taipy's text when the entity, one of its tasks or one of their data nodes is missing
   */
  submittable(kind: "scenario" | "sequence" | "task", id: string): Promise<Omit<SubmitCommand, "force">>;
}

export interface CycleInput {
  readonly id?: string | undefined;
  readonly frequency: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly creation_date: string;
  readonly start_date: string;
  readonly end_date: string;
}

export interface SequenceInput {
  readonly scenario_id: string;
  readonly sequence_name: string;
  readonly task_ids: readonly string[];
}

/**
 * Creates and deletes entities in D1 (d1/write/entity-writer.ts). Everything is validated first and written in one batch.
 * Creations answer the new entity's JSON text. All throw TaipyError with Taipy's texts.
 */
export interface Registry {
  createScenario(configId: string): Promise<string>;
  createSequence(input: SequenceInput): Promise<string>;
  createCycle(input: CycleInput): Promise<string>;
  /** Get or create, owner null. */
  createTask(configId: string): Promise<string>;
  /** Get or create, owner null. */
  createDataNode(configId: string): Promise<string>;
  /** Get or create, owner null: the task that Taipy's `POST /jobs` makes a job of. */
  taskFor(configId: string): Promise<Task>;
  /** The record alone, as Taipy's DELETE; a primary scenario's cycle goes with it when it was alone there. */
  deleteEntity(kind: "cycle" | "scenario" | "sequence" | "task", id: string): Promise<void>;
  /**
   * With everything it owns (Taipy Core's generic delete). Each orchestrator object first forgets the jobs and submissions,
   * and their rows go; then one D1 batch deletes everything else. When it breaks off between them, the same call goes on.
   * @throws TaipyError `jobs_unfinished` while jobs run, unless `force` cancels them; `cascade_too_large` when it would
   *   ask more objects than one request may
   */
  deleteCascade(kind: "cycle" | "scenario" | "sequence" | "task", id: string, force: boolean): Promise<void>;
  /** Has the payloads removed after some time, unless something points at them by then. */
  discardLater(payloads: readonly PayloadRef[]): Promise<void>;
}

export interface Version {
  readonly id: string;
  /** null while nothing was created in it. */
  readonly creation_date: Timestamp | null;
  /** The configured one, which lists show. */
  readonly is_latest: boolean;
}

/** The versions of the application that have entities (d1/versions.ts). */
export interface Versions {
  /**
   * Keeps the configuration under its version number. Costs nothing after the first time.
   * @throws TaipyError `configuration_changed` when another one is kept there, and may not be replaced
   */
  admit(): Promise<void>;
  /**
   * The version that a caller means (undefined or `latest` = the configured one); null = all.
   * @throws TaipyError `version_not_found`
   */
  resolve(version: string | undefined): Promise<string | null>;
  list(): Promise<readonly Version[]>;
  /** With all its entities; refused while jobs run unless `force` cancels them. */
  remove(version: string, force: boolean): Promise<void>;
}

/** Values of data nodes through their storage types (storage/index.ts). */
export interface DataNodeValues {
  /** The current value; undefined when there is none. */
  read(dataNode: DataNodeSnapshot): Promise<unknown>;
  /** Encodes and stores a value; the caller hands the reference to the orchestrator object. */
  write(dataNode: DataNodeIdentity, value: unknown): Promise<PayloadRef>;
}

/** What requests do with values beyond what jobs do. */
export interface DataNodeContents extends DataNodeValues {
  /**
   * A part of the current value; null when there is none.
   * @throws TaipyError `invalid_filter`, or `invalid_query` when the value has no such rows or columns
   */
  select(dataNode: DataNodeSnapshot, selection: Selection): Promise<Selected | null>;
  /**
   * The current value with more added to it, stored as {@link DataNodeValues.write} does.
   * @throws TaipyError `cannot_append` when the storage type can't
   */
  append(dataNode: DataNodeSnapshot, value: unknown): Promise<PayloadRef>;
  /** Throws `unreadable_content` unless the node's storage type can read the payload. */
  check(dataNode: DataNodeIdentity, payload: PayloadRef): Promise<void>;
  /** Media types of the node's files, the usual one first; none when its values lie in a system of their own. */
  mediaTypes(dataNode: DataNodeIdentity): readonly string[];
}
