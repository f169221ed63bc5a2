import { isEarlier, type SlotBook, type SlotRow } from "../../../../src/core/jobs/slots/grants.ts";

/** The slots without SQLite. */
export class MemoryBook implements SlotBook {
  readonly rows = new Map<string, SlotRow>();

  find = (jobId: string) => this.rows.get(jobId) ?? null;
  put = (row: SlotRow) => void this.rows.set(row.job_id, row);
  remove = (jobId: string) => void this.rows.delete(jobId);

  taken(): Map<string, number> {
    const held = [...this.rows.values()].filter(({ seen }) => seen !== null);
    return new Map([...Map.groupBy(held, (row) => row.task_config_id)].map(([task, { length }]) => [task, length]));
  }

  waitingTasks = () => [...new Set(this.#waiting().map((row) => row.task_config_id))];

  firstWaiting(task: string): SlotRow | null {
    const rows = this.#waiting().filter((row) => row.task_config_id === task);
    return rows.sort((one, other) => (isEarlier(one, other) ? -1 : 1))[0] ?? null;
  }

  unconfirmedSince = (ms: number, limit: number) =>
    [...this.rows.values()].filter(({ seen }) => seen !== null && seen <= ms).slice(0, limit);

  #waiting = () => [...this.rows.values()].filter(({ seen }) => seen === null);
}
