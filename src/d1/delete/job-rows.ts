import { type DeletionPlan, submittedEntities } from "../../core/planning/deletion-plan.ts";
import { forEachChunk, jsonChunks } from "../write/insert.ts";

const SUBMISSIONS_OF = `FROM json_each(?1) AS w CROSS JOIN submissions AS s
  ON s.entity_id = w.value AND s.finished_at IS NOT NULL`;

const DELETE_JOBS_OF_ENTITIES = `DELETE FROM jobs WHERE id IN
  (SELECT i.value ${SUBMISSIONS_OF} CROSS JOIN json_each(s.job_ids) AS i)`;
const DELETE_JOBS_OF_UNFINISHED = `DELETE FROM jobs WHERE id IN (SELECT i.value FROM json_each(?1) AS w
  CROSS JOIN submissions AS s ON s.id = w.value CROSS JOIN json_each(s.job_ids) AS i)`;
const DELETE_UNFINISHED = "DELETE FROM submissions WHERE id IN (SELECT value FROM json_each(?1))";
const DELETE_SUBMISSIONS_OF_ENTITIES = `DELETE FROM submissions WHERE id IN (SELECT s.id ${SUBMISSIONS_OF})`;

/** A scenario that uses a task, or has used it and was deleted without it. */
const USERS = `SELECT p.child_id AS task_id, p.parent_id AS entity_id
    FROM json_each(?1) AS w CROSS JOIN parents AS p ON p.child_id = w.value
  UNION SELECT t.id, t.owner_id FROM json_each(?1) AS w CROSS JOIN tasks AS t ON t.id = w.value`;

const DELETE_JOBS_OF_USERS = `DELETE FROM jobs WHERE id IN (WITH wanted AS (${USERS}) SELECT j.id FROM wanted
  CROSS JOIN submissions AS s ON s.entity_id = wanted.entity_id AND s.finished_at IS NOT NULL CROSS JOIN json_each(s.job_ids) AS i
  CROSS JOIN jobs AS j ON j.id = i.value WHERE j.task_id = wanted.task_id)`;

/** The condition repeats the one of the index. */
const JOBS_BY_TASK = `FROM json_each(?1) AS w CROSS JOIN jobs AS j ON j.task_id = w.value
  WHERE j.submit_entity_id NOT GLOB 'SCENARIO_*'
  AND NOT EXISTS (SELECT 1 FROM submissions AS u WHERE u.id = j.submit_id AND u.finished_at IS NULL)`;

/** Of sequences that were deleted before their scenario. */
const DELETE_SUBMISSIONS_OF_SEQUENCES = `DELETE FROM submissions WHERE id IN (SELECT j.submit_id ${JOBS_BY_TASK}
    AND j.submit_entity_id GLOB 'SEQUENCE_*')
  AND EXISTS (SELECT 1 FROM json_each(?2) AS c WHERE substr(entity_id, -length(c.value)) = c.value)`;
const DELETE_JOBS_BY_TASK = `DELETE FROM jobs WHERE id IN (SELECT j.id ${JOBS_BY_TASK})`;

// docs/decisions/066-what-was-forgotten-is-answered-from-d1.md
/**
 * Removes the jobs and submissions of what a plan removes: their objects may have forgotten them. It comes before the rows of
 * tasks and links go in the same batch. A submission that had not ended before the objects were purged is gone from these, or
 * they have never known it, as they have lost it. One that has come since stays: only its object knows its jobs' end. Of all
 * others D1 has the newest rows: it refuses an earlier batch of the objects.
 */
export function deleteJobRows(db: D1Database, plan: DeletionPlan): D1PreparedStatement[] {
  const entities = submittedEntities(plan).map(({ id }) => id);
  const tasks = plan.tasks.map(({ id }) => id);
  const scenarios = plan.scenarios.map(({ id }) => id);
  return [
    ...forEachChunk(db, DELETE_JOBS_OF_UNFINISHED, plan.unfinished),
    ...forEachChunk(db, DELETE_UNFINISHED, plan.unfinished),
    ...forEachChunk(db, DELETE_JOBS_OF_ENTITIES, entities),
    ...forEachChunk(db, DELETE_SUBMISSIONS_OF_ENTITIES, entities),
    ...forEachChunk(db, DELETE_JOBS_OF_USERS, tasks),
    ...jsonChunks(scenarios).flatMap((owners) => forEachChunk(db, DELETE_SUBMISSIONS_OF_SEQUENCES, tasks, owners)),
    ...forEachChunk(db, DELETE_JOBS_BY_TASK, tasks),
  ];
}
