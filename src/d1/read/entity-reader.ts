import type { App } from "../../core/config/app-types.ts";
import { type Redact, shownEntities } from "../../core/config/secrets/shown-json.ts";
import { configuredPath, type DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { jobTable } from "../../core/entities/job.ts";
import { submissionTable } from "../../core/entities/submission.ts";
import { LruMap } from "../../core/lru-map.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { formatTime, MICROSECONDS_PER_SECOND, type Microseconds } from "../../core/time.ts";
import { readRow } from "../rows.ts";
import { readable } from "../schema/older-schema.ts";
import { readConfigUses } from "./config-uses.ts";
import { readEdit, readEdits } from "./edits.ts";
import { readPage, selectEntity } from "./entity-json.ts";
import { readSnapshotPage, readSnapshots } from "./snapshots.ts";
import { readSubmittable } from "./submittable.ts";

export interface EntityReaderDeps {
  readonly db: D1Database;
  readonly app: App;
  /** For the running time of jobs that still run. */
  readonly clock: Clock;
  /** For traces that an earlier release has written. */
  readonly redact: Redact;
}

/** Reads from D1, one round trip each. */
export function createEntityReader({ db: database, app, clock, redact }: EntityReaderDeps): EntityReader {
  const db = readable(database);
  const now = () => formatTime(clock());

  const dataNode = async (id: string) => (await readSnapshots(db, [id]))[0] ?? null;

  return {
    // docs/decisions/072-a-get-reads-d1.md
    async get(kind, id) {
      const json = await selectEntity(db, kind, id, now()).first<string>("json");
      return json === null ? null : shownEntities(json, redact);
    },
    page: (kind, query) => readPage(db, kind, { version: app.core.versionNumber, query, now: now(), redact }),
    dataNode,
    dataNodes: (after, limit) => readSnapshotPage(db, after, limit),
    knownDataNode: knownDataNodes(dataNode, clock),
    edits: (id, query) => readEdits(db, id, query),
    edit: (id, which) => readEdit(db, id, which),
    configUses: (after, limit) => readConfigUses(db, after, limit),
    job: (id) => readRow(db, jobTable, id),
    submission: (id) => readRow(db, submissionTable, id),
    submittable: (_, kind, id) => readSubmittable(db, kind, id),
  };
}

/** With the largest values that a snapshot carries these take some 16 MB. */
const KNOWN_DATA_NODES = 1_000;
/** Shorter than an object remembers that a data node was deleted: one that has forgotten it would take it over again. */
const KNOWN_FOR = 3_600 * MICROSECONDS_PER_SECOND;

/**
 * Data nodes as this isolate has read them first. The value at a configured path may be written through another node, so
 * nodes with such a path are read each time.
 */
function knownDataNodes(
  read: (id: string) => Promise<DataNodeSnapshot | null>,
  clock: Clock,
): EntityReader["knownDataNode"] {
  const known = new LruMap<{ readonly dataNode: DataNodeSnapshot; readonly until: Microseconds }>(KNOWN_DATA_NODES);
  return async (id) => {
    const now = clock();
    const first = known.get(id);
    if (first !== undefined && now < first.until) return first.dataNode;
    const dataNode = await read(id);
    if (dataNode !== null && configuredPath(dataNode.properties) === null) {
      known.set(id, { dataNode, until: now + KNOWN_FOR });
    }
    return dataNode;
  };
}
