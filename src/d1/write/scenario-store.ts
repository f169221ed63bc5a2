import { type Redact, shownEntities } from "../../core/config/secrets/shown-json.ts";
import type { EntityKind } from "../../core/entities/kinds.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import type { ScenarioStore } from "../../core/ports/scenarios/scenario-store.ts";
import { formatTime } from "../../core/time.ts";
import { PROJECTIONS } from "../read/projections.ts";
import { decodeSnapshot, SNAPSHOT_COLUMNS, SNAPSHOT_JOINS } from "../read/snapshots.ts";
import type { SqlRow } from "../rows.ts";

export interface ScenarioStoreDeps {
  readonly db: D1Database;
  readonly clock: Clock;
  readonly redact: Redact;
}

/** The data nodes that the scenario `?1` or one of its tasks uses. */
const USED = `SELECT a.value AS id FROM scenarios AS s CROSS JOIN json_each(s.additional_data_nodes) AS a WHERE s.id = ?1
  UNION SELECT i.value FROM scenarios AS s CROSS JOIN json_each(s.tasks) AS w CROSS JOIN tasks AS t ON t.id = w.value
    CROSS JOIN json_each(t.input_ids) AS i WHERE s.id = ?1
  UNION SELECT o.value FROM scenarios AS s CROSS JOIN json_each(s.tasks) AS w CROSS JOIN tasks AS t ON t.id = w.value
    CROSS JOIN json_each(t.output_ids) AS o WHERE s.id = ?1`;

const DATA_NODE_OF = `WITH wanted AS (${USED}) SELECT ${SNAPSHOT_COLUMNS}
  FROM wanted CROSS JOIN data_nodes AS n ON n.id = wanted.id ${SNAPSHOT_JOINS} WHERE n.config_id = ?2`;

/** The jobs of the task `?2`: of submissions of its scenarios, and of all others by their index. */
const JOBS_OF_TASK = `e.id IN (SELECT i.value FROM parents AS p CROSS JOIN submissions AS s ON s.entity_id = p.parent_id
    CROSS JOIN json_each(s.job_ids) AS i WHERE p.child_id = ?2
  UNION ALL SELECT j.id FROM jobs AS j WHERE j.task_id = ?2 AND j.submit_entity_id NOT GLOB 'SCENARIO_*')
  AND e.task_id = ?2`;

const NEWEST = "ORDER BY e.creation_date DESC, e.id DESC LIMIT 1";

/** Each is one call of D1. */
export function createScenarioStore({ db, clock, redact }: ScenarioStoreDeps): ScenarioStore {
  const shown = (kind: EntityKind, rest: string, value: string) =>
    db
      .prepare(`SELECT ${PROJECTIONS[kind].json} AS json FROM ${PROJECTIONS[kind].table} AS e WHERE ${rest}`)
      .bind(formatTime(clock()), value);
  const first = async (statement: D1PreparedStatement): Promise<string | null> => {
    const json = await statement.first<string>("json");
    return json === null ? null : shownEntities(json, redact);
  };

  return {
    async dataNodeOf(scenarioId, configId) {
      const found = await db.prepare(DATA_NODE_OF).bind(scenarioId, configId).first<SqlRow>();
      return found === null ? null : decodeSnapshot(found);
    },
    async ofCycle(cycleId, most) {
      const rest = `e.cycle = ?2 ORDER BY e.id LIMIT ${most}`;
      const { results } = await shown("scenario", rest, cycleId).all<{ json: string }>();
      return shownEntities(results.map(({ json }) => json).join(", "), redact);
    },
    primaryOf: (cycleId) => first(shown("scenario", "e.cycle = ?2 AND e.primary_scenario = 1", cycleId)),
    latestJob: (taskId) => first(shown("job", `${JOBS_OF_TASK} ${NEWEST}`, taskId)),
    latestSubmission: (entityId) => first(shown("submission", `e.entity_id = ?2 ${NEWEST}`, entityId)),
    async setPrimary(id) {
      const cycle = "(SELECT w.cycle FROM scenarios AS w WHERE w.id = ?1)";
      // The index of primary scenarios holds after each statement: the old one first.
      const [, promoted] = await db.batch([
        db
          .prepare(
            `UPDATE scenarios SET primary_scenario = 0 WHERE cycle = ${cycle} AND primary_scenario = 1 AND id <> ?1`,
          )
          .bind(id),
        db.prepare("UPDATE scenarios SET primary_scenario = 1 WHERE id = ?1 AND cycle IS NOT NULL").bind(id),
      ]);
      return (promoted?.meta.changes ?? 0) > 0;
    },
    async retag(id, { tag, isRemoved }) {
      const kept = "SELECT t.value FROM json_each(scenarios.tags) AS t WHERE t.value <> ?2";
      const added = isRemoved ? "" : " UNION ALL SELECT ?2";
      const { meta } = await db
        .prepare(
          `UPDATE scenarios SET tags = (SELECT json_group_array(own.value) FROM (${kept}${added}) AS own) WHERE id = ?1`,
        )
        .bind(id, tag)
        .run();
      return meta.changes > 0;
    },
  };
}
