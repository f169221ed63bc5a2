import { markValuesOf, NOW } from "./garbage.ts";
import { forEachChunk } from "./insert.ts";

// What is left elsewhere of a deleted data node is noted in the batch that deletes its row: values in KV and R2, the file at
// its path, and what orchestrator objects keep of it. The sweep removes all of that some time later.

/** A domain's own nodes, and those that its jobs may have read: through tasks of the domain, and through its scenarios. */
const NOTE_HOLDERS = `INSERT OR IGNORE INTO deleted_nodes (since, domain, data_node_id)
  SELECT ${NOW}, n.domain, n.id FROM json_each(?1) AS w CROSS JOIN data_nodes AS n ON n.id = w.value
  UNION SELECT ${NOW}, t.domain, w.value FROM json_each(?1) AS w
    CROSS JOIN parents AS p ON p.child_id = w.value CROSS JOIN tasks AS t ON t.id = p.parent_id
  UNION SELECT ${NOW}, s.domain, w.value FROM json_each(?1) AS w CROSS JOIN parents AS p ON p.child_id = w.value
    CROSS JOIN parents AS q ON q.child_id = p.parent_id CROSS JOIN scenarios AS s ON s.id = q.parent_id`;

/** The path that the application gave a file node; NULL = it gave none. */
export const configuredPathOf = (node: string): string =>
  `iif(coalesce(${node}.properties ->> 'is_generated', 0) = 0,
    coalesce(${node}.properties ->> 'path', ${node}.properties ->> 'default_path'), NULL)`;

/** Also of a node that has left its default file: it may have been the last one that kept a value there. */
const NOTE_PATHS = `INSERT OR IGNORE INTO deleted_paths (since, path) SELECT ${NOW}, path FROM (
  SELECT coalesce(${configuredPathOf("n")}, iif(n.properties ->> 'default_path' IS NULL, NULL, n.properties ->> 'path')) AS path
  FROM json_each(?1) AS w CROSS JOIN data_nodes AS n ON n.id = w.value) WHERE path IS NOT NULL`;

/** Before the rows of these data nodes are deleted in the same batch. */
export const noteDeletedNodes = (db: D1Database, ids: readonly string[]): D1PreparedStatement[] => [
  ...markValuesOf(db, ids),
  ...forEachChunk(db, NOTE_HOLDERS, ids),
  ...forEachChunk(db, NOTE_PATHS, ids),
];

/** Inputs of another domain than the one that has run the task. */
const foreignInputs = (domain: string): string => `CROSS JOIN json_each(t.input_ids) AS i
  CROSS JOIN data_nodes AS n ON n.id = i.value AND n.domain <> ${domain}`;

const NOTE_COPIES_OF_TASKS = `INSERT OR IGNORE INTO deleted_nodes (since, domain, data_node_id) SELECT ${NOW}, t.domain, i.value
  FROM json_each(?1) AS w CROSS JOIN tasks AS t ON t.id = w.value ${foreignInputs("t.domain")}`;

const NOTE_COPIES_OF_SCENARIOS = `INSERT OR IGNORE INTO deleted_nodes (since, domain, data_node_id) SELECT ${NOW}, s.domain, i.value
  FROM json_each(?1) AS w CROSS JOIN scenarios AS s ON s.id = w.value CROSS JOIN json_each(s.tasks) AS l
  CROSS JOIN tasks AS t ON t.id = l.value ${foreignInputs("s.domain")}`;

/** The object of such a scenario ends (d1/write/sweep-store.ts), also when no data node was deleted with it. */
const NOTE_OWN_DOMAINS = `INSERT OR IGNORE INTO deleted_nodes (since, domain, data_node_id) SELECT ${NOW}, s.domain, s.id
  FROM json_each(?1) AS w CROSS JOIN scenarios AS s ON s.id = w.value AND s.domain = s.id`;

/** A scenario owns its data nodes, also when the only task that uses one is deleted alone. */
const NOTE_NODES_OF_TASKS = `INSERT OR IGNORE INTO nodes_of_deleted_tasks (scenario_id, data_node_id) ${[
  "input_ids",
  "output_ids",
]
  .map(
    (ids) => `SELECT n.owner_id, n.id FROM json_each(?1) AS w CROSS JOIN tasks AS t ON t.id = w.value
      CROSS JOIN json_each(t.${ids}) AS i CROSS JOIN data_nodes AS n ON n.id = i.value WHERE n.owner_id GLOB 'SCENARIO_*'`,
  )
  .join(" UNION ")}`;

/**
 * Before the rows of these scenarios and tasks are deleted: afterwards nothing says whose nodes their objects have read, and
 * whose nodes the tasks have used.
 */
export const noteUses = (
  db: D1Database,
  { scenarios = [], tasks = [] }: { readonly scenarios?: readonly string[]; readonly tasks?: readonly string[] },
): D1PreparedStatement[] => [
  ...forEachChunk(db, NOTE_COPIES_OF_SCENARIOS, scenarios),
  ...forEachChunk(db, NOTE_OWN_DOMAINS, scenarios),
  ...forEachChunk(db, NOTE_COPIES_OF_TASKS, tasks),
  ...forEachChunk(db, NOTE_NODES_OF_TASKS, tasks),
];
