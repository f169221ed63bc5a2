import { cycleFields, cycleTable } from "../../core/entities/cycle.ts";
import { dataNodeFields, dataNodeTable } from "../../core/entities/data-node.ts";
import { editFields, editTable } from "../../core/entities/edit.ts";
import { jobFields, jobTable } from "../../core/entities/job.ts";
import type { EntityKind } from "../../core/entities/kinds.ts";
import { scenarioFields, scenarioTable } from "../../core/entities/scenario.ts";
import { sequenceFields, sequenceTable } from "../../core/entities/sequence.ts";
import { submissionFields, submissionTable } from "../../core/entities/submission.ts";
import { taskFields, taskTable } from "../../core/entities/task.ts";
import { isFinished, sqlStatuses } from "../../core/jobs/statuses.ts";
import { INITIAL_COMMENT, INITIAL_EDITOR } from "../../core/values/history.ts";
import { type FieldSql, jsonObject, orNull, truth } from "./json-object.ts";

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

const PARENT_IDS = "(SELECT json_group_array(p.parent_id) FROM parents AS p WHERE p.child_id = e.id)";

/** Whether a node's value is the file at its path, and nothing has written the node yet: see core/values/history.ts. */
const isInitial = (node: string): string => `${node}.edit_number = 0 AND ${node}.properties ->> 'is_generated' = 0`;

/**
 * The newest 20 in the order of their numbers, which have no gaps, or the initial file alone. The whole object is made over
 * them: they are read once.
 */
const RECENT_EDITS = `(SELECT * FROM (SELECT number, timestamp, job_id, editor_id, comment FROM edits
    WHERE data_node_id = e.id AND number > e.edit_number - 20 ORDER BY number)
  UNION ALL SELECT 1, d.last_edit, NULL, '${INITIAL_EDITOR}', '${INITIAL_COMMENT}'
    WHERE ${isInitial("e")} AND d.last_edit IS NOT NULL)`;

/** Members that are null are left out. */
const optional = (column: string): string =>
  `iif(recent.${column} IS NULL, '', ',"${column}":' || json_quote(recent.${column}))`;

const edit = `concat('{"number":', recent.number, ',"timestamp":"', recent.timestamp, '"', ${["job_id", "editor_id", "comment"].map(optional).join(", ")}, '}')`;

/** The file at a node's configured path is its value, also when another node has written it; a generated path has one node. */
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

const DATA_NODE: FieldSql<typeof dataNodeFields> = {
  parent_ids: PARENT_IDS,
  last_edit_date: "json_quote(d.last_edit)",
  job_ids: "json_group_array(recent.job_id) FILTER (WHERE recent.job_id IS NOT NULL)",
  cacheable: truth("e.properties -> 'cacheable' = 'true'"),
  validity_period: orNull("e.validity_days", `json_quote(CAST(${validityPeriod} AS INTEGER))`),
  expiration_date: `json_quote(${expirationDate})`,
  is_valid: truth(isValid),
  is_ready_for_reading: truth("(d.last_edit IS NOT NULL AND NOT e.edit_in_progress)"),
  edits: `'[' || coalesce(group_concat(${edit}, ','), '') || ']'`,
  is_up_to_date: truth(isUpToDate),
};

/** The date is read once for all fields that depend on it. */
const dataNodeJson = (options: { readonly detail: boolean }): string =>
  `(SELECT (SELECT ${jsonObject(dataNodeFields, DATA_NODE, options)} FROM ${RECENT_EDITS} AS recent) FROM (SELECT ${lastEdit("e")} AS last_edit) AS d)`;

const TASK: FieldSql<typeof taskFields> = { parent_ids: PARENT_IDS };

/** In the order of their key, which is that of their names; an ORDER BY in the call would make a sorter for each scenario. */
const sequences = `(SELECT json_group_object(own.name, json_object('tasks', json(own.tasks), 'properties', json(own.properties),
  'subscribers', json(own.subscribers))) FROM (SELECT * FROM sequences WHERE scenario_id = e.id ORDER BY name) AS own)`;

const SCENARIO: FieldSql<typeof scenarioFields> = {
  cycle: "json_quote((SELECT c.id FROM cycles AS c WHERE c.id = e.cycle))",
  sequences: `coalesce(nullif(${sequences}, '{}'), 'null')`,
};

export const sequenceIdIn = (alias: string): string =>
  `'SEQUENCE_' || replace(${alias}.name, ' ', 'TPSPACE') || '_' || ${alias}.scenario_id`;
const sequenceId = sequenceIdIn("e");

const SEQUENCE: FieldSql<typeof sequenceFields> = {
  id: `json_quote(${sequenceId})`,
  owner_id: "json_quote(e.scenario_id)",
  parent_ids: "json_array(e.scenario_id)",
  properties: "json_set(e.properties, '$.name', e.name)",
};

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

/** Taipy's reasons why a task is not ready to run. */
const INPUT_REASONS = `json_each('["DataNodeEditInProgress", "DataNodeIsNotWritten"]')`;

/** Of a BLOCKED job: the limits, when it waits for a slot, or its inputs that are not ready. Others read nothing. */
const REASONS = `iif(e.status = 'BLOCKED', coalesce(e.slot_reasons, (
  SELECT json_group_array(json_object('code', r.value, 'entity_id', n.id, 'message',
    concat('DataNode ', n.id, iif(r.key = 0, ' is being edited', ' is not written'))))
  FROM tasks AS t CROSS JOIN json_each(t.input_ids) AS i CROSS JOIN data_nodes AS n ON n.id = i.value
  CROSS JOIN ${INPUT_REASONS} AS r
  WHERE t.id = e.task_id AND iif(r.key = 0, n.edit_in_progress, ${lastEdit("n")} IS NULL))), '[]')`;

const JOB: FieldSql<typeof jobFields> = {
  reasons: REASONS,
  submitted_at: "coalesce(e.status_change_records -> 'SUBMITTED', 'null')",
  run_at: "coalesce(times.run_at, 'null')",
  finished_at: "coalesce(times.finished_at, 'null')",
  execution_duration: `json_quote(round(${seconds("times.left_at")} - ${seconds("times.run_at")}, 6))`,
};

const SUBMISSION: FieldSql<typeof submissionFields> = {
  run_at: `json_quote((SELECT min(j.status_change_records ->> 'RUNNING')
      FROM json_each(e.job_ids) AS i CROSS JOIN jobs AS j ON j.id = i.value))`,
};

const EDIT: FieldSql<typeof editFields> = {
  hash: "json_quote(nullif(e.hash, ''))",
  is_kept: truth("e.key IS NOT NULL OR e.body IS NOT NULL"),
};

/** An edit as the history shows it. */
export const EDIT_JSON = jsonObject(editFields, EDIT);

const INITIAL: Partial<Record<string, string>> = {
  data_node_id: "n.id",
  number: "1",
  timestamp: lastEdit("n"),
  job_id: "NULL",
  editor_id: `'${INITIAL_EDITOR}'`,
  actor: "NULL",
  comment: `'${INITIAL_COMMENT}'`,
};

/** The initial file of the data node `?1` as a row of edits, unless a write has recorded it. */
export const INITIAL_EDIT = `SELECT ${Object.keys(editTable.columns)
  .map((name) => `${INITIAL[name] ?? `f.${name}`} AS ${name}`)
  .join(", ")} FROM data_nodes AS n CROSS JOIN files AS f ON f.path = n.properties ->> 'path'
  WHERE n.id = ?1 AND ${isInitial("n")}`;

// docs/decisions/020-entity-json-is-built-in-sql.md
export const PROJECTIONS: Readonly<Record<EntityKind, Projection>> = {
  cycle: { table: cycleTable.name, id: "e.id", json: jsonObject(cycleFields, {}), versioned: false },
  scenario: { table: scenarioTable.name, id: "e.id", json: jsonObject(scenarioFields, SCENARIO), versioned: true },
  sequence: { table: sequenceTable.name, id: sequenceId, json: jsonObject(sequenceFields, SEQUENCE), versioned: true },
  task: { table: taskTable.name, id: "e.id", json: jsonObject(taskFields, TASK), versioned: true },
  data_node: {
    table: dataNodeTable.name,
    id: "e.id",
    json: dataNodeJson({ detail: false }),
    detail: dataNodeJson({ detail: true }),
    versioned: true,
  },
  job: {
    table: jobTable.name,
    id: "e.id",
    json: `(SELECT ${jsonObject(jobFields, JOB)} FROM ${JOB_TIMES} AS times)`,
    versioned: true,
  },
  submission: {
    table: submissionTable.name,
    id: "e.id",
    json: jsonObject(submissionFields, SUBMISSION),
    versioned: true,
  },
};
