import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import { configuredPath, withOwnFile } from "../../../src/core/entities/data-node.ts";
import type { Edit, StoredFile } from "../../../src/core/entities/edit.ts";
import type { Job } from "../../../src/core/entities/job.ts";
import type { Submission } from "../../../src/core/entities/submission.ts";
import {
  type Applied,
  type CounterStep,
  type Database,
  type ForeignWait,
  type OutboxRows,
  OutOfStepError,
  RowsRefusedError,
} from "../../../src/core/ports/outbox-database.ts";
import { NO_ROWS } from "../../../src/orchestrator/outbox/outbox-rows.ts";

/** D1 as an orchestrator object sees it, in memory: rows replace older revisions of themselves only. */
export interface FakeDatabase extends Database {
  readonly dataNodes: Map<string, DataNodeSnapshot>;
  readonly edits: Map<string, Edit>;
  readonly files: Map<string, StoredFile>;
  readonly jobs: Map<string, Job>;
  readonly submissions: Map<string, Submission>;
  readonly foreignWaits: Map<string, ForeignWait>;
  /** Domain → its counter. */
  readonly counters: Map<string, number>;
  /** Every batch that arrived, also those that failed. */
  readonly batches: OutboxRows[];
  /**
   * `before`: nothing is written. `after`: all is written, but the caller gets an error. `reads`: lookups only fail. `hangs`: no
   * call is ever answered, and nothing is written. `full`: rows can be removed only.
   */
  down: "before" | "after" | "reads" | "hangs" | "full" | null;
  /** Rows that D1 never takes, by their id: a batch with one of them is refused. */
  readonly refused: Set<string>;
  /** Scenarios, sequences and tasks that D1 does not have; it has all others. */
  readonly lostEntities: Set<string>;
  /** Keeps the answers of all batches from now on, until the returned function is called. */
  hold(): () => void;
}

export function createFakeDatabase(): FakeDatabase {
  let gate: Promise<void> = Promise.resolve();
  const database: FakeDatabase = {
    dataNodes: new Map(),
    edits: new Map(),
    files: new Map(),
    jobs: new Map(),
    submissions: new Map(),
    foreignWaits: new Map(),
    counters: new Map(),
    batches: [],
    down: null,
    refused: new Set(),
    lostEntities: new Set(),

    async apply(domain, step, rows) {
      database.batches.push(rows);
      if (database.down === "hangs") await new Promise(() => undefined);
      if (database.down === "full") throw new Error("D1_ERROR: Exceeded maximum DB size");
      if (database.down === "before") throw new Error("D1 is down");
      if (isOutOfStep(database, domain, step, rows)) throw new OutOfStepError("D1 is elsewhere");
      database.counters.set(domain, Math.max(database.counters.get(domain) ?? 0, step.to));
      const written = [...rows.jobs, ...rows.submissions, ...rows.dataNodes].map(({ id }) => id);
      if (written.some((id) => database.refused.has(id))) {
        throw new RowsRefusedError("D1_ERROR: string or blob too big: SQLITE_TOOBIG");
      }
      writeRows(database, domain, rows);
      await gate;
      if (database.down === "after") throw new Error("D1 did not answer");
      return answerTo(database, rows);
    },

    async remove(rows) {
      if (database.down !== "full") throw new Error("D1 is down");
      const { deletedJobs, deletedSubmissions, deletedDataNodes } = rows;
      writeRows(database, "", { ...NO_ROWS, deletedJobs, deletedSubmissions, deletedDataNodes });
    },

    async snapshots(ids) {
      return answered(
        database,
        ids.flatMap((id) => {
          const node = database.dataNodes.get(id);
          return node === undefined ? [] : { ...node, as_of: database.counters.get(node.domain) ?? 0 };
        }),
      );
    },

    async job(id) {
      return answered(database, database.jobs.get(id) ?? null);
    },

    async submission(id) {
      return answered(database, database.submissions.get(id) ?? null);
    },

    async stand(domain, { dataNodes, entities }) {
      const edits = [...database.edits.values()];
      const newest = (id: string) =>
        edits.reduce((most, { data_node_id, number }) => (data_node_id === id ? Math.max(most, number) : most), 0);
      return {
        counter: database.counters.get(domain) ?? 0,
        dataNodes: (await database.snapshots(dataNodes)).map((node) => ({ ...node, newest_edit: newest(node.id) })),
        entities: entities.filter((id) => !database.lostEntities.has(id)),
      };
    },

    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
  return database;
}

async function answered<T>({ down }: FakeDatabase, answer: T): Promise<T> {
  if (down === "hangs") await new Promise(() => undefined);
  if (down !== null && down !== "full") throw new Error("D1 is down");
  return answer;
}

function answerTo({ dataNodes, foreignWaits }: FakeDatabase, rows: OutboxRows): Applied {
  const written = rows.dataNodes.map(({ id }) => id);
  const changed = new Set([...written, ...rows.deletedDataNodes]);
  return {
    waits: [...foreignWaits.values()].filter((wait) => changed.has(wait.data_node_id)),
    gone: written.filter((id) => !dataNodes.has(id)),
  };
}

function isOutOfStep(
  { counters, dataNodes, edits }: FakeDatabase,
  domain: string,
  { least, most }: CounterStep,
  rows: OutboxRows,
): boolean {
  const counter = counters.get(domain) ?? 0;
  return (
    counter < least ||
    counter > most ||
    rows.dataNodes.some(({ id, revision }) => (dataNodes.get(id)?.revision ?? 0) > revision) ||
    rows.edits.some((edit) => (edits.get(`${edit.data_node_id}#${edit.number}`) ?? edit).timestamp !== edit.timestamp)
  );
}

function writeRows(database: FakeDatabase, domain: string, rows: OutboxRows): void {
  for (const edit of rows.edits) {
    const key = `${edit.data_node_id}#${edit.number}`;
    if (database.dataNodes.has(edit.data_node_id) && !database.edits.has(key)) database.edits.set(key, edit);
  }
  for (const file of rows.files) {
    if (file.modified > (database.files.get(file.path)?.modified ?? "")) database.files.set(file.path, file);
  }
  for (const state of rows.dataNodes) {
    const known = database.dataNodes.get(state.id);
    if (known === undefined || known.revision >= state.revision) continue;
    const { has_own_file, ...columns } = state;
    const node = { ...(has_own_file === true ? withOwnFile(known) : known), ...columns };
    database.dataNodes.set(state.id, { ...node, payload: currentValue(database, node) });
  }
  replaceOlder(database.jobs, rows.jobs);
  replaceOlder(database.submissions, rows.submissions);
  for (const id of rows.deletedJobs) database.jobs.delete(id);
  for (const id of rows.deletedSubmissions) database.submissions.delete(id);
  for (const id of rows.deletedDataNodes) database.dataNodes.delete(id);
  for (const { data_node_id, waiting } of rows.foreignWaits) {
    const key = `${data_node_id} ${domain}`;
    if (waiting) database.foreignWaits.set(key, { domain, data_node_id });
    else database.foreignWaits.delete(key);
  }
}

function replaceOlder<Row extends { readonly id: string; readonly revision: number }>(
  table: Map<string, Row>,
  rows: readonly Row[],
): void {
  for (const row of rows) {
    const known = table.get(row.id);
    if (known === undefined || known.revision < row.revision) table.set(row.id, row);
  }
}

function currentValue(database: FakeDatabase, node: DataNodeSnapshot): DataNodeSnapshot["payload"] {
  const path = configuredPath(node.properties);
  const file = path === null ? undefined : database.files.get(path);
  const written = file ?? database.edits.get(`${node.id}#${node.edit_number}`);
  if (written === undefined) return node.payload;
  const { tier, content_type, size, hash, key, body } = written;
  return { tier, content_type, size, hash, key, body };
}
