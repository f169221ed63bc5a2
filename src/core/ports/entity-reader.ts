import type { DataNodeSnapshot } from "../entities/data-node.ts";
import type { Edit } from "../entities/edit.ts";
import type { Job } from "../entities/job.ts";
import type { EntityKind } from "../entities/kinds.ts";
import type { Submission } from "../entities/submission.ts";
import type { Admitted } from "../planning/admission.ts";
import type { Timestamp } from "../time.ts";
import type { ReadSubmittable } from "./orchestrator.ts";

export interface PageQuery {
  /** Only entities after this id; null = from the start. */
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

/** The kinds of entities that have a config, in the order in which {@link EntityReader.configUses} reads them. */
export const CONFIGURED_KINDS = ["scenario", "task", "data_node"] as const;

/** The entities that one config has in one version. */
export interface ConfigUse {
  readonly kind: (typeof CONFIGURED_KINDS)[number];
  readonly config_id: string;
  readonly version: string;
  readonly count: number;
  /** Of the first of them; five at most. */
  readonly ids: readonly string[];
}

/** The last entity that was read. */
export interface UsePosition {
  readonly kind: ConfigUse["kind"];
  readonly id: string;
}

/** Reads of D1 (d1/read/entity-reader.ts). Entities come as JSON texts in the shape that the API answers. */
export interface EntityReader {
  get(kind: EntityKind, id: string): Promise<string | null>;
  page(kind: EntityKind, query: PageQuery): Promise<Page>;
  /** A data node with the payload of its current value. */
  dataNode(id: string): Promise<DataNodeSnapshot | null>;
  /** Data nodes of all versions with their current values, in the order of their ids; `next` as in {@link Page}. */
  dataNodes(
    after: string | null,
    limit: number,
  ): Promise<{ readonly dataNodes: readonly DataNodeSnapshot[]; readonly next: string | null }>;
  /**
   * The data node as this isolate has read it within the last hour, perhaps without a call of D1. Its fixed fields are right;
   * all others may be out of date, and it may have been deleted. For writes, which its object decides from its own state.
   */
  knownDataNode(id: string): Promise<DataNodeSnapshot | null>;
  /** A data node's edits by their numbers; a cursor is a number. */
  edits(dataNodeId: string, query: PageQuery): Promise<Page>;
  /** The edit with that number, or the newest one at a time. */
  edit(dataNodeId: string, which: { readonly number: number } | { readonly at: Timestamp }): Promise<Edit | null>;
  /**
   * What the next entities of all versions use, by kind, config and version. Not more of a kind than the limit are read.
   * @param after null = from the start
   */
  configUses(
    after: UsePosition | null,
    limit: number,
  ): Promise<{ readonly uses: readonly ConfigUse[]; readonly next: UsePosition | null }>;
  job(id: string): Promise<Job | null>;
  submission(id: string): Promise<Submission | null>;
  /**
   * The entity to submit with its tasks and data nodes, in one round trip to D1.
   * @throws TaipyError with Taipy's text when the entity, one of its tasks or one of their data nodes is missing
   */
  submittable(admitted: Admitted, kind: "scenario" | "sequence" | "task", id: string): Promise<ReadSubmittable>;
}
