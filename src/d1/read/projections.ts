import type { EntityKind } from "../../core/entities/kinds.ts";
import { isFinished, sqlStatuses } from "../../core/jobs/statuses.ts";

/** How the JSON text of one kind of entity is read from its row, which the query calls `e`. */
export interface Projection {
  readonly table: string;
  /** The entity's id, an SQL expression. */
  readonly id: string;
  /** The entity's JSON text as the API answers it, an SQL expression; `?1` is the current time. */
  readonly json: string;
  /** The same with what is too costly for lists; `?2` is the id. */
  readonly detail?: string;
  /** Whether lists show one version only. */
  readonly versioned: boolean;
}

/** Wire key and the SQL expression of its JSON text, or of a text to be quoted as it is, in the order of the answer. */
type Field = readonly [key: string, json: string, quoted?: "quoted"];

/** D1 limits functions to 32 arguments. */
const ARGUMENTS_OF_A_CALL = 32;

/** Constants and expressions in turns: what stands between two values is one text. */
function object(fields: readonly Field[]): string {
  const parts: string[] = [];
  let text = "{";
  for (const [key, json, quoted] of fields) {
    const quote = quoted === undefined ? "" : '"';
    parts.push(`'${text}"${key}":${quote}'`, json);
    text = `${quote},`;
  }
  return concatenated([...parts, `'${text.slice(0, -1)}}'`]);
}

function concatenated(parts: readonly string[]): string {
  if (parts.length <= ARGUMENTS_OF_A_CALL) return `concat(${parts.join(", ")})`;
  const first = concatenated(parts.slice(0, ARGUMENTS_OF_A_CALL));
  return concatenated([first, ...parts.slice(ARGUMENTS_OF_A_CALL)]);
}

const value = (column: string): Field => [column, `json_quote(e.${column})`];
/** For columns that are mostly NULL: a test costs less than a call. */
const nullable = (column: string): Field => [column, orNull(`e.${column}`, `json_quote(e.${column})`)];
/** Times, words of a CHECK or an enumeration, and ids that this service made of identifiers: nothing that JSON escapes. */
const plain = (column: string): Field => [column, `e.${column}`, "quoted"];
/** JSON as it is stored, or a number. */
const json = (column: string): Field => [column, `e.${column}`];
const flag = (column: string): Field => [column, `iif(e.${column}, 'true', 'false')`];
const named = (prefix: string, column: string): Field => [column, `'${prefix}.' || e.${column}`, "quoted"];
const property = (key: string): Field => [key, `coalesce(e.properties -> '${key}', 'null')`];

function orNull(tested: string, text: string): string {
  return `iif(${tested} IS NULL, 'null', ${text})`;
}

const parentIds: Field = [
  "parent_ids",
  "(SELECT json_group_array(p.parent_id) FROM parents AS p WHERE p.child_id = e.id)",
];

/** The newest 20 in the order of their numbers, which have no gaps. The whole object is made over them, so that they are read once. */
const RECENT_EDITS = `(SELECT number, timestamp, job_id, editor_id, comment FROM edits
  WHERE data_node_id = e.id AND number > e.edit_number - 20 ORDER BY number)`;

/** Members that are null are left out. */
const optional = (column: string): string =>
  `iif(recent.${column} IS NULL, '', ',"${column}":' || json_quote(recent.${column}))`;

const edit = `concat('{"number":', recent.number, ',"timestamp":"', recent.timestamp, '"', ${["job_id", "editor_id", "comment"].map(optional).join(", ")}, '}')`;

/** What lies at a node's configured path is its value, whoever wrote it; a generated path belongs to one node. */
const modifiedOf = (node: string): string => `(SELECT f.modified FROM files AS f
  WHERE f.path = coalesce(${node}.properties ->> 'path', ${node}.properties ->> 'default_path')
  AND coalesce(${node}.properties ->> 'is_generated', 0) = 0)`;

/** As new as its own last write, or that of its file; NULL = never written. */
const lastEdit = (node: string): string =>
  `nullif(max(coalesce(${node}.last_edit_date, ''), coalesce(${modifiedOf(node)}, '')), '')`;

const validityPeriod = "(e.validity_days * 86400 + e.validity_seconds)";

/** The date functions stop at milliseconds: the fraction is carried over as text. */
const expirationDate = `iif(e.validity_days IS NULL, d.last_edit, strftime('%Y-%m-%dT%H:%M:%S', substr(d.last_edit, 1, 19),
  ${validityPeriod} || ' seconds') || substr(d.last_edit, 20))`;

const isValid = `(d.last_edit IS NOT NULL AND (e.validity_days IS NULL OR ?1 <= ${expirationDate}))`;

/** Data nodes that it was made from, directly or not, through the tasks that write it. */
const ANCESTORS = `WITH RECURSIVE made_of(id) AS (SELECT ?2 UNION
  SELECT i.value FROM made_of AS m CROSS JOIN parents AS p ON p.child_id = m.id CROSS JOIN tasks AS t ON t.id = p.parent_id
    CROSS JOIN json_each(t.input_ids) AS i WHERE EXISTS (SELECT 1 FROM json_each(t.output_ids) AS o WHERE o.value = m.id))`;

const isUpToDate = `(${isValid} AND NOT EXISTS (${ANCESTORS} SELECT 1 FROM made_of CROSS JOIN data_nodes AS a ON a.id = made_of.id
  WHERE ${lastEdit("a")} > d.last_edit))`;

const truth = (key: string, condition: string): Field => [key, `iif(${condition}, 'true', 'false')`];

const FIELDS_OF_DATA_NODE: readonly Field[] = [
  plain("id"),
  plain("config_id"),
  property("name"),
  named("Scope", "scope"),
  plain("storage_type"),
  value("owner_id"),
  parentIds,
  ["last_edit_date", "json_quote(d.last_edit)"],
  ["job_ids", "json_group_array(recent.job_id) FILTER (WHERE recent.job_id IS NOT NULL)"],
  value("version"),
  nullable("validity_days"),
  nullable("validity_seconds"),
  ["cacheable", "iif(e.properties -> 'cacheable' = 'true', 'true', 'false')"],
  flag("edit_in_progress"),
  nullable("editor_id"),
  nullable("editor_expiration_date"),
  ["validity_period", orNull("e.validity_days", `json_quote(CAST(${validityPeriod} AS INTEGER))`)],
  ["expiration_date", `json_quote(${expirationDate})`],
  truth("is_valid", isValid),
  truth("is_ready_for_reading", "(d.last_edit IS NOT NULL AND NOT e.edit_in_progress)"),
  ["edits", `'[' || coalesce(group_concat(${edit}, ','), '') || ']'`],
  json("properties"),
];

/** The date is looked up once for all fields that depend on it. */
const ofDataNode = (fields: readonly Field[]): string =>
  `(SELECT (SELECT ${object(fields)} FROM ${RECENT_EDITS} AS recent) FROM (SELECT ${lastEdit("e")} AS last_edit) AS d)`;

const dataNode = ofDataNode(FIELDS_OF_DATA_NODE);
const dataNodeDetail = ofDataNode([...FIELDS_OF_DATA_NODE, truth("is_up_to_date", isUpToDate)]);

const task = object([
  plain("id"),
  plain("config_id"),
  value("owner_id"),
  parentIds,
  json("input_ids"),
  value("function_name"),
  value("function_module"),
  json("output_ids"),
  value("version"),
  flag("skippable"),
  json("properties"),
]);

/** In the order of their key, which is that of their names; an ORDER BY in the call would make a sorter for each scenario. */
const sequences = `(SELECT json_group_object(own.name, json_object('tasks', json(own.tasks), 'properties', json(own.properties),
  'subscribers', json(own.subscribers))) FROM (SELECT * FROM sequences WHERE scenario_id = e.id ORDER BY name) AS own)`;

const scenario = object([
  plain("id"),
  plain("config_id"),
  property("name"),
  ["cycle", "json_quote((SELECT c.id FROM cycles AS c WHERE c.id = e.cycle))"],
  plain("creation_date"),
  flag("primary_scenario"),
  json("properties"),
  ["sequences", `coalesce(nullif(${sequences}, '{}'), 'null')`],
  json("subscribers"),
  json("tags"),
  json("tasks"),
  json("additional_data_nodes"),
  value("version"),
]);

const sequenceId = "'SEQUENCE_' || replace(e.name, ' ', 'TPSPACE') || '_' || e.scenario_id";

const sequence = object([
  ["id", `json_quote(${sequenceId})`],
  ["owner_id", "json_quote(e.scenario_id)"],
  ["parent_ids", "json_array(e.scenario_id)"],
  json("tasks"),
  value("version"),
  ["properties", "json_set(e.properties, '$.name', e.name)"],
  json("subscribers"),
]);

const cycle = object([
  value("id"),
  value("name"),
  named("Frequency", "frequency"),
  json("properties"),
  value("creation_date"),
  value("start_date"),
  value("end_date"),
]);

const FINISHED = `e.status IN ${sqlStatuses(isFinished)}`;

/**
 * A job's times, read once, as JSON texts. The last try ended at `left_at`; NULL = it never began. A job that is tried again
 * goes back from RUNNING to PENDING: that ends the try. LIMIT keeps SQLite from putting the expressions wherever they are used.
 */
const JOB_TIMES = `(SELECT *, CASE WHEN e.status = 'RUNNING' THEN '"' || ?1 || '"' WHEN pending_at > run_at THEN pending_at ELSE finished_at END AS left_at
  FROM (SELECT e.status_change_records -> 'RUNNING' AS run_at, e.status_change_records -> 'PENDING' AS pending_at,
    iif(${FINISHED}, e.status_change_records -> e.status, NULL) AS finished_at LIMIT 1) AS records LIMIT 1)`;

/**
 * Seconds since 1970 with microseconds, of a quoted time; the date functions of SQLite stop at milliseconds. What a text
 * counts as in a sum is the number that it begins with.
 */
const seconds = (time: string): string => `(unixepoch(substr(${time}, 2, 19)) + substr(${time}, 21))`;

const job = `(SELECT ${object([
  plain("id"),
  plain("task_id"),
  named("Status", "status"),
  flag("force"),
  ["creation_date", "replace(e.creation_date, 'T', ' ')", "quoted"],
  json("stacktrace"),
  json("subscribers"),
  plain("submit_id"),
  value("submit_entity_id"),
  value("version"),
  json("attempt"),
  ["submitted_at", "coalesce(e.status_change_records -> 'SUBMITTED', 'null')"],
  ["run_at", "coalesce(times.run_at, 'null')"],
  ["finished_at", "coalesce(times.finished_at, 'null')"],
  ["execution_duration", `json_quote(round(${seconds("times.left_at")} - ${seconds("times.run_at")}, 6))`],
  json("status_change_records"),
])} FROM ${JOB_TIMES} AS times)`;

const submission = object([
  plain("id"),
  value("entity_id"),
  plain("entity_type"),
  value("entity_config_id"),
  json("job_ids"),
  json("properties"),
  plain("creation_date"),
  plain("submission_status"),
  flag("is_completed"),
  flag("is_abandoned"),
  flag("is_canceled"),
  [
    "run_at",
    `json_quote((SELECT min(j.status_change_records ->> 'RUNNING')
      FROM json_each(e.job_ids) AS i CROSS JOIN jobs AS j ON j.id = i.value))`,
  ],
  value("finished_at"),
  value("version"),
]);

export const PROJECTIONS: Readonly<Record<EntityKind, Projection>> = {
  cycle: { table: "cycles", id: "e.id", json: cycle, versioned: false },
  scenario: { table: "scenarios", id: "e.id", json: scenario, versioned: true },
  sequence: { table: "sequences", id: sequenceId, json: sequence, versioned: true },
  task: { table: "tasks", id: "e.id", json: task, versioned: true },
  data_node: { table: "data_nodes", id: "e.id", json: dataNode, detail: dataNodeDetail, versioned: true },
  job: { table: "jobs", id: "e.id", json: job, versioned: true },
  submission: { table: "submissions", id: "e.id", json: submission, versioned: true },
};
