import { type Cycle, cycleTable } from "../../core/entities/cycle.ts";
import { taskTable } from "../../core/entities/task.ts";
import type { Existing, Period } from "../../core/planning/creation-plan.ts";
import type { Lookup } from "../../core/planning/lookup.ts";
import type { SharedBatch } from "../../core/ports/creation-store.ts";
import { columnsOf, decodeRow, type SqlRow } from "../rows.ts";

/** `?1` is the frequency and `?2` the start; both null = no cycle. */
export const CYCLE_OF_PERIOD = "SELECT id FROM cycles WHERE frequency = ?1 AND start_date = ?2 ORDER BY id LIMIT 1";

/** `?3` is the version, `?4` the wanted configs. The condition on the owner repeats that of the index. */
const sharedRows = (table: string, columns: string): string =>
  `SELECT ${columns} FROM json_each(?4) AS w CROSS JOIN ${table} AS r
    ON coalesce(r.owner_id, '') = iif(w.value ->> 'by_cycle', (${CYCLE_OF_PERIOD}), '')
    AND r.config_id = w.value ->> 'config_id' AND r.version = ?3
    WHERE r.owner_id IS NULL OR r.owner_id NOT GLOB 'SCENARIO_*'`;

const CYCLE = `SELECT ${columnsOf(cycleTable, "c")}, EXISTS (SELECT 1 FROM scenarios AS s WHERE s.cycle = c.id) AS has_scenarios
  FROM cycles AS c WHERE c.id = (${CYCLE_OF_PERIOD})`;
const DATA_NODES = sharedRows("data_nodes", "r.id, r.config_id, r.owner_id, r.domain");
const TASKS = sharedRows("tasks", columnsOf(taskTable, "r"));
const PATHS = "SELECT f.path FROM json_each(?1) AS w CROSS JOIN files AS f ON f.path = w.value";

const NOTHING: Existing = { cycle: null, cycle_has_scenarios: false, data_nodes: [], tasks: [], paths: [] };

/** What a creation may share, in one round trip, maybe with those of other requests; in none when it can share nothing. */
export async function readExisting(
  db: D1Database,
  share: SharedBatch<D1PreparedStatement, D1Result>,
  version: string,
  lookup: Lookup,
  period: Period | null,
): Promise<Existing> {
  const wanted = [lookup.data_nodes, lookup.tasks, lookup.paths];
  if (period === null && wanted.every((list) => list.length === 0)) return NOTHING;
  const cycleKey = [period?.frequency ?? null, period?.start_date ?? null];
  const reads = [
    db.prepare(CYCLE).bind(...cycleKey),
    db.prepare(DATA_NODES).bind(...cycleKey, version, JSON.stringify(lookup.data_nodes)),
    db.prepare(TASKS).bind(...cycleKey, version, JSON.stringify(lookup.tasks)),
    db.prepare(PATHS).bind(JSON.stringify(lookup.paths)),
  ];
  const results = await share({ checks: [], insertions: [], last: reads }, () => db.batch(reads));
  const [cycles, dataNodes, tasks, paths] = results as readonly D1Result<SqlRow>[];
  const [cycle] = cycles?.results ?? [];
  return {
    cycle: cycle === undefined ? null : decodeRow<Cycle>(cycleTable, cycle),
    cycle_has_scenarios: cycle?.has_scenarios === 1,
    data_nodes: (dataNodes?.results ?? []) as unknown as Existing["data_nodes"],
    tasks: (tasks?.results ?? []).map((record) => decodeRow(taskTable, record)),
    paths: (paths?.results ?? []).map((record) => String(record.path)),
  };
}
