/**
 * The fields of Taipy's answers, as its server sends them. Written down from the original and its recorded answers, and not
 * derived from the service: what the service shows beyond this fails the tests of the strict mode.
 */

/** The type of a field; `?` = it may be null. */
export type FieldType =
  | "string"
  | "string?"
  | "boolean"
  | "number?"
  | "integer"
  /** A number, a text, a list or anything else, null too. */
  | "any"
  | "any?"
  /** A list of texts. */
  | "strings"
  /** An object whose keys the application chooses. */
  | "mapping"
  | "subscribers"
  /** Sequences by their names; null = none. */
  | "sequences?"
  /** One of these words, or a word before a dot. */
  | `${"Frequency" | "Scope" | "Status"}.`
  /** Naive local time: with a T, or with a space. */
  | "time"
  | "time?"
  | "spaced time";

export type Schema = Readonly<Record<string, FieldType>>;

const CYCLE = {
  id: "string",
  name: "string",
  frequency: "Frequency.",
  properties: "mapping",
  creation_date: "time",
  start_date: "time",
  end_date: "time",
} as const satisfies Schema;

const DATA_NODE = {
  id: "string",
  config_id: "string",
  scope: "Scope.",
  storage_type: "string",
  owner_id: "string?",
  parent_ids: "strings",
  last_edit_date: "time?",
  version: "string",
  validity_days: "number?",
  validity_seconds: "number?",
  edit_in_progress: "boolean",
} as const satisfies Schema;

const TASK = {
  id: "string",
  config_id: "string",
  owner_id: "string?",
  parent_ids: "strings",
  input_ids: "strings",
  function_name: "string",
  function_module: "string",
  output_ids: "strings",
  version: "string",
} as const satisfies Schema;

const SEQUENCE = {
  id: "string",
  owner_id: "string",
  parent_ids: "strings",
  tasks: "strings",
  version: "string",
  properties: "mapping",
  subscribers: "subscribers",
} as const satisfies Schema;

const SCENARIO = {
  id: "string",
  cycle: "string?",
  creation_date: "time",
  primary_scenario: "boolean",
  properties: "mapping",
  tags: "strings",
  subscribers: "subscribers",
  version: "string",
  sequences: "sequences?",
} as const satisfies Schema;

export const SEQUENCE_OF_SCENARIO = {
  tasks: "strings",
  properties: "mapping",
  subscribers: "subscribers",
} as const satisfies Schema;

export const SUBSCRIBER = {
  fct_name: "string",
  fct_params: "any",
  fct_module: "string",
} as const satisfies Schema;

/** `task_id` and `subscribers` are declared in Taipy's schema, and its server never sends them. */
const JOB = {
  id: "string",
  status: "Status.",
  force: "boolean",
  creation_date: "spaced time",
  stacktrace: "strings",
} as const satisfies Schema;

const CREATED = { name: "string", storage_type: "string", scope: "integer" } as const satisfies Schema;
const FILE = { ...CREATED, path: "string?", default_path: "string?" } as const satisfies Schema;

/** A new data node is answered with its configuration, whose fields depend on the storage type. */
export const CREATED_DATA_NODES: Readonly<Record<string, Schema>> = {
  pickle: { ...FILE, default_data: "any?" },
  csv: { ...FILE, has_header: "any?" },
  excel: { ...FILE, has_header: "any?", sheet_name: "any?" },
  json: FILE,
  in_memory: { ...CREATED, default_data: "any?" },
  sql_table: { ...CREATED, db_name: "string?", table_name: "string?" },
  sql: { ...CREATED, db_name: "string?", read_query: "string?", write_query: "any?" },
  mongo_collection: { ...CREATED, db_name: "string?", collection_name: "string?" },
  generic: CREATED,
  // Taipy has no schema of these two and answers 500.
  parquet: CREATED,
  s3_object: CREATED,
};

export type EntityAnswer = "cycle" | "datanode" | "task" | "sequence" | "scenario" | "job";

export const ENTITIES: Readonly<Record<EntityAnswer, Schema>> = {
  cycle: CYCLE,
  datanode: DATA_NODE,
  task: TASK,
  sequence: SEQUENCE,
  scenario: SCENARIO,
  job: JOB,
};

/** The body of a success. */
export type Success =
  | { readonly status: 200; readonly list: EntityAnswer }
  | { readonly status: 200; readonly one: EntityAnswer }
  | { readonly status: 201; readonly message: string; readonly created: EntityAnswer | "config" }
  | { readonly status: 200; readonly message: string }
  /** The value of a data node. */
  | { readonly status: 200; readonly data: true };

export interface TaipyOperation {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `{id}` is one segment. */
  readonly path: string;
  readonly success: Success;
}

const NOUNS: Readonly<Record<EntityAnswer, string>> = {
  datanode: "Data node",
  task: "Task",
  sequence: "Sequence",
  scenario: "Scenario",
  cycle: "Cycle",
  job: "Job",
};

const usual = (key: EntityAnswer): readonly TaipyOperation[] => {
  const path = `/api/v1/${key}s/`;
  const noun = NOUNS[key];
  const created = key === "datanode" ? "config" : key;
  return [
    { method: "GET", path, success: { status: 200, list: key } },
    { method: "POST", path, success: { status: 201, message: `${noun} was created.`, created } },
    { method: "GET", path: `${path}{id}/`, success: { status: 200, one: key } },
    { method: "DELETE", path: `${path}{id}/`, success: { status: 200, message: `${noun} {id} was deleted.` } },
  ];
};

const told = (method: "POST" | "PUT", path: string, message: string): TaipyOperation => ({
  method,
  path: `/api/v1${path}`,
  success: { status: 200, message },
});

/** All operations of Taipy's server. */
export const TAIPY_OPERATIONS: readonly TaipyOperation[] = [
  ...usual("datanode"),
  ...usual("task"),
  ...usual("sequence"),
  ...usual("scenario"),
  ...usual("cycle"),
  ...usual("job"),
  { method: "GET", path: "/api/v1/datanodes/{id}/read/", success: { status: 200, data: true } },
  told("PUT", "/datanodes/{id}/write/", "Data node {id} was successfully written."),
  told("POST", "/tasks/submit/{id}/", "Task {id} was submitted."),
  told("POST", "/sequences/submit/{id}/", "Sequence {id} was submitted."),
  told("POST", "/scenarios/submit/{id}/", "Scenario {id} was submitted."),
  told("POST", "/jobs/cancel/{id}/", "Job {id} was cancelled."),
];
