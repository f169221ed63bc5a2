import { parseSequenceId } from "../../core/entities/ids.ts";
import {
  MAX_DOMAINS,
  type OwnedEntity,
  type ScenarioBelongings,
  type SequenceToDelete,
  type UnfinishedSubmission,
} from "../../core/planning/deletion-plan.ts";
import type { BelongingsOf, CascadeDeletions, SequenceUse, TaskUse } from "../../core/ports/deletion-store.ts";
import { sequenceIdIn } from "../read/projections.ts";
import { IS_BLOCKED } from "./record-deletions.ts";

type Reads = Pick<CascadeDeletions, "readCycle" | "readBelongings" | "readSequence" | "readTask">;

/** Reads of everything that a cascading deletion removes. */
export const createBelongingReads = (db: D1Database): Reads => ({
  readCycle: (id) => readCycle(db, id),
  readBelongings: (of) => readBelongings(db, of),
  readSequence: (id) => readSequence(db, id),
  readTask: (id) => readTask(db, id),
});

/** Queries that read what belongs to the scenarios `s`, and what belongs to a cycle `?1`. */
const partsOf = (condition: string) => ({
  scenarios: `SELECT s.id, s.domain, s.config_id, s.cycle, s.primary_scenario, ${IS_BLOCKED} AS is_blocked,
    EXISTS (SELECT 1 FROM cycles AS c WHERE c.id = s.cycle) AS has_cycle FROM scenarios AS s WHERE ${condition}`,
  sequences: `SELECT q.scenario_id, q.name, s.domain FROM scenarios AS s CROSS JOIN sequences AS q ON q.scenario_id = s.id
    WHERE ${condition}`,
  tasks: `SELECT t.id, t.owner_id, t.domain FROM scenarios AS s CROSS JOIN json_each(s.tasks) AS i
    CROSS JOIN tasks AS t ON t.id = i.value WHERE ${condition} UNION ${ownedBy("tasks")}`,
  dataNodes: `WITH s AS (SELECT * FROM scenarios AS s WHERE ${condition}),
    t AS (SELECT t.* FROM s CROSS JOIN json_each(s.tasks) AS i CROSS JOIN tasks AS t ON t.id = i.value),
    wanted AS (SELECT i.value AS id FROM t CROSS JOIN json_each(t.input_ids) AS i
      UNION SELECT o.value FROM t CROSS JOIN json_each(t.output_ids) AS o
      UNION SELECT a.value FROM s CROSS JOIN json_each(s.additional_data_nodes) AS a
      UNION SELECT d.data_node_id FROM s CROSS JOIN nodes_of_deleted_tasks AS d ON d.scenario_id = s.id)
    SELECT n.id, n.owner_id, n.domain FROM wanted CROSS JOIN data_nodes AS n ON n.id = wanted.id UNION ${ownedBy("data_nodes")}`,
  unfinished: `WITH s AS (SELECT * FROM scenarios AS s WHERE ${condition}),
    wanted AS (SELECT id FROM s UNION ALL SELECT i.value FROM s CROSS JOIN json_each(s.tasks) AS i
      UNION ALL SELECT ${sequenceIdIn("q")} FROM s CROSS JOIN sequences AS q ON q.scenario_id = s.id)
    SELECT u.id, u.entity_id FROM wanted CROSS JOIN submissions AS u ON u.entity_id = wanted.id WHERE u.finished_at IS NULL`,
});

/** The condition repeats the one of the index. */
const ownedBy = (table: string): string =>
  `SELECT id, owner_id, domain FROM ${table} WHERE coalesce(owner_id, '') = ?1
    AND (owner_id IS NULL OR owner_id NOT GLOB 'SCENARIO_*')`;

interface ScenarioRow {
  readonly id: string;
  readonly domain: string;
  readonly config_id: string;
  readonly cycle: string | null;
  readonly primary_scenario: number;
  readonly is_blocked: number;
  readonly has_cycle: number;
}

async function readBelongings(db: D1Database, of: BelongingsOf): Promise<ScenarioBelongings> {
  const [condition, key] = selectionOf(of);
  const sql = partsOf(condition);
  const [scenarios, sequences, tasks, dataNodes, unfinished] = await db.batch(
    [sql.scenarios, sql.sequences, sql.tasks, sql.dataNodes, sql.unfinished].map((query) =>
      db.prepare(query).bind(key),
    ),
  );
  return {
    scenarios: ((scenarios?.results ?? []) as unknown as ScenarioRow[]).map(
      ({ primary_scenario, is_blocked, has_cycle, ...scenario }) => ({
        ...scenario,
        is_primary: primary_scenario === 1,
        is_blocked: is_blocked === 1,
        has_cycle: has_cycle === 1,
      }),
    ),
    sequences: (sequences?.results ?? []) as unknown as SequenceToDelete[],
    tasks: (tasks?.results ?? []) as unknown as OwnedEntity[],
    data_nodes: (dataNodes?.results ?? []) as unknown as OwnedEntity[],
    unfinished: (unfinished?.results ?? []) as unknown as UnfinishedSubmission[],
  };
}

function selectionOf(of: BelongingsOf): readonly [condition: string, key: string] {
  if ("cycle" in of) return ["s.cycle = ?1", of.cycle];
  if ("scenario" in of) return ["s.id = ?1", of.scenario];
  return ["s.id IN (SELECT value FROM json_each(?1))", JSON.stringify(of.scenarios)];
}

async function readCycle(db: D1Database, id: string): Promise<{ readonly exceeds_max_domains: boolean } | null> {
  const sql = `SELECT (SELECT 1 FROM scenarios AS s WHERE s.cycle = c.id LIMIT 1 OFFSET ${MAX_DOMAINS}) AS is_too_large
    FROM cycles AS c WHERE c.id = ?`;
  const found = await db.prepare(sql).bind(id).first<{ is_too_large: number | null }>();
  return found === null ? null : { exceeds_max_domains: found.is_too_large !== null };
}

/** The submissions of an entity that have not ended, as a JSON array. */
const unfinishedOf = (entity: string): string =>
  `(SELECT json_group_array(u.id) FROM submissions AS u WHERE u.entity_id = ${entity} AND u.finished_at IS NULL) AS unfinished`;

async function readSequence(db: D1Database, id: string): Promise<SequenceUse | null> {
  const { scenario_id, name } = parseSequenceId(id) ?? { scenario_id: "", name: "" };
  const sql = `SELECT s.domain, q.tasks, ${unfinishedOf("?3")} FROM sequences AS q
    JOIN scenarios AS s ON s.id = q.scenario_id WHERE q.scenario_id = ?1 AND q.name = ?2`;
  const found = await db.prepare(sql).bind(scenario_id, name, id).first<SequenceRow>();
  if (found === null) return null;
  return {
    sequence: { scenario_id, name, domain: found.domain },
    tasks: JSON.parse(found.tasks) as string[],
    unfinished: JSON.parse(found.unfinished) as string[],
  };
}

interface SequenceRow {
  readonly domain: string;
  readonly tasks: string;
  readonly unfinished: string;
}

async function readTask(db: D1Database, id: string): Promise<TaskUse | null> {
  const [tasks, domains] = await db.batch<Record<string, string>>([
    db
      .prepare(`SELECT id, owner_id, domain, input_ids, output_ids, ${unfinishedOf("?1")} FROM tasks WHERE id = ?1`)
      .bind(id),
    db
      .prepare(
        `SELECT DISTINCT s.domain FROM parents AS p CROSS JOIN scenarios AS s ON s.id = p.parent_id WHERE p.child_id = ?
          LIMIT ${MAX_DOMAINS + 1}`,
      )
      .bind(id),
  ]);
  const [row] = tasks?.results ?? [];
  if (row === undefined) return null;
  const { input_ids = "[]", output_ids = "[]", unfinished = "[]", ...task } = row;
  return {
    task: task as unknown as OwnedEntity,
    data_nodes: [...JSON.parse(input_ids), ...JSON.parse(output_ids)],
    domains: (domains?.results ?? []).flatMap(({ domain }) => domain ?? []),
    unfinished: JSON.parse(unfinished) as string[],
  };
}
