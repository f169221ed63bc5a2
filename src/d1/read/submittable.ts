import { parseSequenceId, sequenceId } from "../../core/entities/ids.ts";
import type { PayloadRef } from "../../core/entities/payload.ts";
import { type Task, taskTable } from "../../core/entities/task.ts";
import { TaipyError } from "../../core/errors.ts";
import { notFound } from "../../core/missing.ts";
import type { ReadSubmittable } from "../../core/ports/orchestrator.ts";
import { counterOf } from "../outbox/counter.ts";
import { columnsOf, decodeRow, type SqlRow } from "../rows.ts";
import { decodeSnapshot, SNAPSHOT_COLUMNS, SNAPSHOT_JOINS } from "./snapshots.ts";

/** A remote call carries 32 MiB; the rest is for everything but values. */
const MAX_INLINE_BYTES = 24 * 1024 * 1024;

type SubmittableKind = "scenario" | "sequence" | "task";

interface Source {
  /** The submitted entity, and its tasks' ids as a JSON array. */
  readonly sql: string;
  readonly key: readonly string[];
  readonly type: ReadSubmittable["entity"]["entity_type"];
}

function sourceOf(kind: SubmittableKind, id: string): Source {
  switch (kind) {
    case "scenario":
      return {
        sql: "SELECT config_id, version, domain, tasks FROM scenarios WHERE id = ?1",
        key: [id],
        type: "SCENARIO",
      };
    case "sequence": {
      const { scenario_id, name } = parseSequenceId(id) ?? { scenario_id: "", name: "" };
      return {
        sql: `SELECT q.name, NULL AS config_id, q.version, s.domain, q.tasks
          FROM sequences AS q JOIN scenarios AS s ON s.id = q.scenario_id WHERE q.scenario_id = ?1 AND q.name = ?2`,
        key: [scenario_id, name],
        type: "SEQUENCE",
      };
    }
    case "task":
      return {
        sql: "SELECT config_id, version, domain, json_array(id) AS tasks FROM tasks WHERE id = ?1",
        key: [id],
        type: "TASK",
      };
  }
}

/** The entity with its tasks and data nodes, in one round trip: three queries, none of which needs another's result. */
export async function readSubmittable(db: D1Database, kind: SubmittableKind, id: string): Promise<ReadSubmittable> {
  const { sql, key, type } = sourceOf(kind, id);
  const tasksOf = `WITH s AS (${sql}) SELECT i.value AS wanted, ${columnsOf(taskTable, "t")}
    FROM s CROSS JOIN json_each(s.tasks) AS i LEFT JOIN tasks AS t ON t.id = i.value ORDER BY i.key`;
  const nodesOf = `WITH s AS (${sql}), t AS (SELECT t.input_ids, t.output_ids
      FROM s CROSS JOIN json_each(s.tasks) AS i CROSS JOIN tasks AS t ON t.id = i.value),
    wanted AS (SELECT i.value AS id FROM t CROSS JOIN json_each(t.input_ids) AS i
      UNION SELECT o.value FROM t CROSS JOIN json_each(t.output_ids) AS o)
    SELECT wanted.id AS wanted, ${SNAPSHOT_COLUMNS}
      FROM wanted LEFT JOIN data_nodes AS n ON n.id = wanted.id ${SNAPSHOT_JOINS}`;
  const counted = `SELECT s.*, ${counterOf("s.domain")} AS as_of FROM (${sql}) AS s`;
  const [entities, taskRows, nodeRows] = await db.batch<SqlRow>(
    [counted, tasksOf, nodesOf].map((query) => db.prepare(query).bind(...key)),
  );
  const [entity] = entities?.results ?? [];
  if (entity === undefined) throw notFound(kind, id);
  const tasks = (taskRows?.results ?? []).map(decodeTask);
  const data_nodes = (nodeRows?.results ?? []).map((record) => {
    if (record.id === null) throw notFound("data_node", String(record.wanted));
    return decodeSnapshot(record);
  });
  if (data_nodes.reduce((sum, { payload }) => sum + inlineBytes(payload), 0) > MAX_INLINE_BYTES) {
    const limit = `${MAX_INLINE_BYTES} bytes (${MAX_INLINE_BYTES / 1024 / 1024} MiB)`;
    const text = `The data nodes of ${id} hold more than ${limit} of small values, which one submission can't carry.`;
    throw new TaipyError("submission_too_large", `${text} Submit its sequences or tasks one by one.`);
  }
  return {
    entity: {
      // A sequence's id has more than one spelling.
      entity_id: kind === "sequence" ? sequenceId(key[1] ?? "", key[0] ?? "") : id,
      entity_type: type,
      entity_config_id: typeof entity.config_id === "string" ? entity.config_id : null,
      version: String(entity.version),
      domain: String(entity.domain),
    },
    tasks,
    data_nodes,
    as_of: Number(entity.as_of),
  };
}

/** The bytes in a remote call: a text that is not all ASCII takes two bytes a character. */
function inlineBytes(payload: PayloadRef | null): number {
  const { length } = payload?.body ?? "";
  return payload !== null && payload.size > length ? 2 * length : length;
}

function decodeTask(record: SqlRow): Task {
  if (record.id === null) throw notFound("task", String(record.wanted));
  return decodeRow(taskTable, record);
}
