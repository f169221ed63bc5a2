import type { App } from "../../core/config/app-types.ts";
import { jobTable } from "../../core/entities/job.ts";
import { submissionTable } from "../../core/entities/submission.ts";
import type { Table } from "../../core/entities/table.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { formatTime } from "../../core/time.ts";
import { columnsOf, decodeRow, type SqlRow } from "../rows.ts";
import { readEdit, readEdits } from "./edits.ts";
import { readPage, selectEntity } from "./entity-json.ts";
import { knownDataNodes } from "./known-data-nodes.ts";
import { readSnapshots } from "./snapshots.ts";
import { readSubmittable } from "./submittable.ts";

export interface EntityReaderDeps {
  readonly db: D1Database;
  readonly app: App;
  /** How long a running job has been running depends on it. */
  readonly clock: Clock;
}

/** Reads of D1, one round trip each. */
export function createEntityReader({ db, app, clock }: EntityReaderDeps): EntityReader {
  const now = () => formatTime(clock());

  async function row<Row>(table: Table<Row>, id: string): Promise<Row | null> {
    const found = await db
      .prepare(`SELECT ${columnsOf(table, "t")} FROM ${table.name} AS t WHERE t.id = ?`)
      .bind(id)
      .first<SqlRow>();
    return found === null ? null : decodeRow(table, found);
  }

  const dataNode = async (id: string) => (await readSnapshots(db, [id]))[0] ?? null;

  return {
    get: (kind, id) => selectEntity(db, kind, id, now()).first<string>("json"),
    page: (kind, query) => readPage(db, kind, app.core.versionNumber, query, now()),
    dataNode,
    knownDataNode: knownDataNodes(dataNode),
    edits: (id, query) => readEdits(db, id, query),
    edit: (id, which) => readEdit(db, id, which),
    job: (id) => row(jobTable, id),
    submission: (id) => row(submissionTable, id),
    submittable: (_, kind, id) => readSubmittable(db, kind, id),
  };
}
