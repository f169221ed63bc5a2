import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

const BUSY_TIMEOUT_MS = 10_000;

export interface JobRow {
  readonly id: string;
  readonly task_id: string;
  readonly submit_id: string;
  readonly status: string;
  readonly status_change_records: Readonly<Record<string, string>>;
  readonly attempt: number;
  readonly revision: number;
}

export interface SubmissionRow {
  readonly id: string;
  readonly entity_id: string;
  readonly submission_status: string;
  readonly job_ids: readonly string[];
  readonly finished_at: string | null;
  readonly revision: number;
}

export interface NodeRow {
  readonly id: string;
  readonly config_id: string;
  readonly domain: string;
  readonly owner_id: string | null;
  readonly last_edit_date: string | null;
  readonly edit_number: number;
  readonly edit_in_progress: boolean;
  readonly revision: number;
}

export interface EditRow {
  readonly data_node_id: string;
  readonly number: number;
  readonly timestamp: string;
  readonly job_id: string | null;
  readonly comment: string | null;
  readonly hash: string;
}

export interface TaskRow {
  readonly id: string;
  readonly config_id: string;
  readonly owner_id: string | null;
  readonly input_ids: readonly string[];
  readonly output_ids: readonly string[];
}

interface Owned {
  readonly jobs: readonly JobRow[];
  readonly submissions: readonly SubmissionRow[];
  readonly nodes: readonly NodeRow[];
}

/** The content of D1. */
export interface Lists extends Owned {
  readonly scenarios: readonly { readonly id: string }[];
  readonly tasks: readonly TaskRow[];
  readonly edits: readonly EditRow[];
}

/** The content of all orchestrator objects together. */
export interface Objects extends Owned {
  readonly count: number;
  /** Rows of journals, changes for D1, locks, waits and timers: none are left after everything has ended. */
  readonly unfinished: readonly string[];
}

/** Reads D1 from the folder of a service; the service may run. */
export function readLists(folder: string): Lists {
  const [file] = databases(path.join(folder, "d1"));
  if (file === undefined) throw new Error(`No D1 database lies in ${folder}`);
  return reading(file, (all) => ({
    jobs: all<JobRow>(
      "SELECT id, task_id, submit_id, status, status_change_records, attempt, revision FROM jobs ORDER BY id",
      ["status_change_records"],
    ),
    submissions: all<SubmissionRow>(
      "SELECT id, entity_id, submission_status, job_ids, finished_at, revision FROM submissions ORDER BY id",
      ["job_ids"],
    ),
    nodes: all<NodeRow>(
      `SELECT id, config_id, domain, owner_id, last_edit_date, edit_number,
       iif(edit_in_progress, 'true', 'false') AS edit_in_progress, revision FROM data_nodes ORDER BY id`,
      ["edit_in_progress"],
    ),
    scenarios: all<{ id: string }>("SELECT id FROM scenarios"),
    tasks: all<TaskRow>("SELECT id, config_id, owner_id, input_ids, output_ids FROM tasks", [
      "input_ids",
      "output_ids",
    ]),
    edits: all<EditRow>(
      "SELECT data_node_id, number, timestamp, job_id, comment, hash FROM edits ORDER BY data_node_id, number",
    ),
  }));
}

/** Reads every orchestrator object from the folder of a service; the service may run. */
export function readObjects(folder: string): Objects {
  const objects = databases(path.join(folder, "do")).flatMap((file) => reading(file, readObject) ?? []);
  return {
    count: objects.length,
    jobs: objects.flatMap((object) => object.jobs).toSorted(byId),
    submissions: objects.flatMap((object) => object.submissions).toSorted(byId),
    nodes: objects.flatMap((object) => object.nodes).toSorted(byId),
    unfinished: objects.flatMap((object) => object.unfinished),
  };
}

function readObject(all: All): Omit<Objects, "count"> | null {
  // An object that was killed before its first transaction has a file without tables.
  if (all("SELECT 1 AS one FROM sqlite_master WHERE name = 'changes'").length === 0) return null;
  const documents = <Row>(query: string) => all<{ document: Row }>(query, ["document"]).map((row) => row.document);
  const unfinished = all<{ what: string }>(
    `SELECT 'outbox ' || entries AS what FROM changes
     UNION ALL SELECT 'lock of ' || job_id || ' on ' || node_id FROM locks
     UNION ALL SELECT 'wait of ' || job_id || ' for ' || node_id FROM waits
     UNION ALL SELECT kind || ' timer of ' || id FROM timers WHERE kind IN ('job', 'editor_lock')`,
  );
  const hasJournal = all("SELECT 1 AS one FROM sqlite_master WHERE name = 'journal'").length > 0;
  const journal = hasJournal ? all<{ place: number }>("SELECT place FROM journal") : [];
  // A record's newest document is the last one of the journal, or else that of its table.
  const newest = <Row extends { readonly id: string }>(table: string, member: string) => {
    const inJournal = `SELECT value -> '${member}' AS document FROM journal, json_each(journal.state, '$.${table}') ORDER BY place`;
    const inTable = documents<Row>(`SELECT ${member} -> '${member}' AS document FROM ${table}`);
    const all = hasJournal ? [...inTable, ...documents<Row>(inJournal)] : inTable;
    return [...new Map(all.map((row) => [row.id, row])).values()];
  };
  const nodes = documents<NodeRow>("SELECT node -> 'node' AS document FROM nodes WHERE NOT (node ->> 'deleted')");
  const jobs = newest<JobRow & { readonly domain: string }>("jobs", "job");
  const home = jobs[0]?.domain;
  return {
    jobs,
    submissions: newest<SubmissionRow>("submissions", "submission"),
    // The object has only a copy of another object's data node.
    nodes: nodes.filter((node) => home === undefined || node.domain === home),
    unfinished: [...unfinished.map((row) => row.what), ...journal.map(({ place }) => `row ${place} of a journal`)],
  };
}

type All = <Row>(query: string, json?: readonly (keyof Row & string)[]) => Row[];

function reading<T>(file: string, read: (all: All) => T): T {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    return read((query, json = []) =>
      database
        .prepare(query)
        .all()
        .map((row) => {
          const parsed = json.map((column) => [column, JSON.parse(String(row[column]))]);
          return { ...row, ...Object.fromEntries(parsed) };
        }),
    );
  } finally {
    database.close();
  }
}

function databases(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sqlite") && path.basename(name) !== "metadata.sqlite")
    .map((name) => path.join(folder, name));
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
