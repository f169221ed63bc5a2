import type { SlotBook, SlotRow } from "../../core/jobs/slots/grants.ts";
import type { Sql, SqlValue } from "../state/object-sql.ts";

/**
 * Only the object that hands out slots has this table, so that no other pays for it. `seen` is NULL while a request waits. A
 * later statement must be able to run again, as these are.
 */
const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS slots (job_id TEXT PRIMARY KEY, domain TEXT NOT NULL, task_config_id TEXT NOT NULL,
     ticket INTEGER NOT NULL, accepted TEXT NOT NULL, position INTEGER NOT NULL, seen INTEGER) WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS slots_waiting ON slots (task_config_id, accepted, position, job_id) WHERE seen IS NULL",
  "CREATE INDEX IF NOT EXISTS slots_held ON slots (seen, task_config_id) WHERE seen IS NOT NULL",
];

const COLUMNS = "job_id, domain, task_config_id, ticket, accepted, position, seen";

type Columns = SlotRow & Record<string, SqlValue>;

/** The table of the object that hands out slots. Its rows are written inside the object's transactions. */
export class SlotRows implements SlotBook {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Makes the table, before the first call. */
  open(): void {
    for (const statement of SCHEMA) this.#sql.run(statement);
  }

  find(jobId: string): SlotRow | null {
    return this.#sql.all<Columns>(`SELECT ${COLUMNS} FROM slots WHERE job_id = ?`, jobId)[0] ?? null;
  }

  put({ job_id, domain, task_config_id, ticket, accepted, position, seen }: SlotRow): void {
    const query = `INSERT OR REPLACE INTO slots (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`;
    this.#sql.run(query, job_id, domain, task_config_id, ticket, accepted, position, seen);
  }

  remove(jobId: string): void {
    this.#sql.run("DELETE FROM slots WHERE job_id = ?", jobId);
  }

  taken(): ReadonlyMap<string, number> {
    const rows = this.#sql.all<{ task_config_id: string; count: number }>(
      "SELECT task_config_id, count(*) AS count FROM slots WHERE seen IS NOT NULL GROUP BY task_config_id",
    );
    return new Map(rows.map(({ task_config_id, count }) => [task_config_id, count]));
  }

  isEmpty(): boolean {
    return this.#sql.all("SELECT 1 FROM slots LIMIT 1").length === 0;
  }

  waitingTasks(): readonly string[] {
    // From one task config to the next, without reading the requests between.
    return this.#sql
      .all<{ id: string }>(
        `WITH RECURSIVE waiting(id) AS (SELECT min(task_config_id) FROM slots WHERE seen IS NULL UNION ALL
           SELECT (SELECT min(task_config_id) FROM slots WHERE seen IS NULL AND task_config_id > waiting.id)
           FROM waiting WHERE waiting.id IS NOT NULL)
         SELECT id FROM waiting WHERE id IS NOT NULL`,
      )
      .map(({ id }) => id);
  }

  firstWaiting(taskConfigId: string): SlotRow | null {
    const [row] = this.#sql.all<Columns>(
      `SELECT ${COLUMNS} FROM slots WHERE task_config_id = ? AND seen IS NULL
       ORDER BY accepted, position, job_id LIMIT 1`,
      taskConfigId,
    );
    return row ?? null;
  }

  unconfirmedSince(ms: number, limit: number): readonly SlotRow[] {
    return this.#sql.all<Columns>(
      `SELECT ${COLUMNS} FROM slots WHERE seen <= ? ORDER BY seen, task_config_id, job_id LIMIT ?`,
      ms,
      limit,
    );
  }
}
