import { dataNodeTable } from "../../core/entities/data-node.ts";
import { scenarioTable } from "../../core/entities/scenario.ts";
import { taskTable } from "../../core/entities/task.ts";
import {
  CONFIGURED_KINDS,
  type ConfigUse,
  type EntityReader,
  type UsePosition,
} from "../../core/ports/entity-reader.ts";

const TABLES: Readonly<Record<ConfigUse["kind"], string>> = {
  scenario: scenarioTable.name,
  task: taskTable.name,
  data_node: dataNodeTable.name,
};

const MAX_IDS = 5;

/** The next entities of a table in the order of their ids, a row for each config and version. */
const usesIn = (table: string): string => `
  WITH looked AS (SELECT id, config_id, version FROM ${table} WHERE id > ?1 ORDER BY id LIMIT ?2),
    numbered AS (
      SELECT *, row_number() OVER (PARTITION BY config_id, version ORDER BY id) AS number FROM looked)
  SELECT config_id, version, count(*) AS count, max(id) AS last,
    json_group_array(id ORDER BY id) FILTER (WHERE number <= ${MAX_IDS}) AS ids
  FROM numbered GROUP BY config_id, version ORDER BY config_id, version`;

interface Row {
  readonly config_id: string;
  readonly version: string;
  readonly count: number;
  readonly last: string;
  readonly ids: string;
}

/** One round trip: all kinds are read, up to the first that has more entities than the limit. */
export async function readConfigUses(
  db: D1Database,
  after: UsePosition | null,
  limit: number,
): ReturnType<EntityReader["configUses"]> {
  const kinds = CONFIGURED_KINDS.slice(after === null ? 0 : CONFIGURED_KINDS.indexOf(after.kind));
  const found = await db.batch<Row>(
    kinds.map((kind) => db.prepare(usesIn(TABLES[kind])).bind(kind === after?.kind ? after.id : "", limit)),
  );
  const uses: ConfigUse[] = [];
  for (const [index, kind] of kinds.entries()) {
    const rows = found[index]?.results ?? [];
    for (const { config_id, version, count, ids } of rows) {
      uses.push({ kind, config_id, version, count, ids: JSON.parse(ids) as string[] });
    }
    const read = rows.reduce((sum, { count }) => sum + count, 0);
    const last = rows.reduce((latest, row) => (row.last > latest ? row.last : latest), "");
    if (read === limit) return { uses, next: { kind, id: last } };
  }
  return { uses, next: null };
}
