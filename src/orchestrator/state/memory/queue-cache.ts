import type { NodePosition } from "../../../core/jobs/state/jobs-state.ts";
import type { NodeQueue, QueuePosition } from "../../../core/jobs/state/records.ts";

/** Rows of `locks` or `waits` that a transaction has added or removed. */
export interface QueueChanges {
  readonly locked: readonly NodePosition[];
  readonly unlocked: readonly NodePosition[];
  readonly waiting: readonly NodePosition[];
  /** Waits that have ended. */
  readonly waitedFor: readonly NodePosition[];
}

type Table = "locks" | "waits";

interface ChangedRow {
  readonly table: Table;
  readonly row: NodePosition;
  readonly isThere: boolean;
  readonly place: number;
}

const ID_SIZE = 100;

/** The jobs at data nodes, in an object's memory. Changed rows are in the journal, and all others in the tables. */
export class QueueCache {
  readonly #load: (nodeId: string) => NodeQueue;
  readonly #queues = new Map<string, NodeQueue>();
  readonly #changed = new Map<string, ChangedRow>();
  /** About how many characters the queues take. */
  size = 0;

  /** @param load reads a queue from the tables */
  constructor(load: (nodeId: string) => NodeQueue) {
    this.#load = load;
  }

  at(nodeId: string): NodeQueue {
    const known = this.#queues.get(nodeId);
    if (known !== undefined) return known;
    const queue = this.#load(nodeId);
    this.#set(nodeId, queue);
    return queue;
  }

  /**
   * @param place of the journal's row that has the changes; null = the tables have them already
   * @param queues as they are after the changes; those that are missing are computed
   */
  change(changes: QueueChanges, place: number | null, queues: ReadonlyMap<string, NodeQueue> = new Map()): void {
    const rows = rowsOf(changes);
    for (const changed of rows) this.#note(changed, place);
    for (const [id, ofNode] of Map.groupBy(rows, ({ row }) => row.node_id)) {
      this.#set(id, queues.get(id) ?? changedQueue(this.at(id), ofNode));
    }
  }

  /** Rows whose newest change is in the journal, up to a place. */
  changedUpTo(place: number): QueueChanges {
    const rowsOf = (table: Table, isThere: boolean) =>
      [...this.#changed.values()].flatMap((changed) =>
        changed.table === table && changed.isThere === isThere && changed.place <= place ? [changed.row] : [],
      );
    return {
      locked: rowsOf("locks", true),
      unlocked: rowsOf("locks", false),
      waiting: rowsOf("waits", true),
      waitedFor: rowsOf("waits", false),
    };
  }

  /** The tables have the rows up to a place now. */
  written(place: number): void {
    for (const [key, changed] of this.#changed) if (changed.place <= place) this.#changed.delete(key);
  }

  /** Forgets the queues that the tables have as they are. */
  forgetUnchanged(): void {
    const changed = new Set([...this.#changed.values()].map(({ row }) => row.node_id));
    for (const id of [...this.#queues.keys()]) if (!changed.has(id)) this.#delete(id);
  }

  #note(changed: Omit<ChangedRow, "place">, place: number | null): void {
    const key = `${changed.table} ${changed.row.position} ${changed.row.node_id}`;
    if (place === null) this.#changed.delete(key);
    else this.#changed.set(key, { ...changed, place });
  }

  #set(nodeId: string, queue: NodeQueue): void {
    this.#delete(nodeId);
    this.#queues.set(nodeId, queue);
    this.size += sizeOf(queue);
  }

  #delete(nodeId: string): void {
    const queue = this.#queues.get(nodeId);
    if (queue === undefined) return;
    this.#queues.delete(nodeId);
    this.size -= sizeOf(queue);
  }
}

const sizeOf = ({ holders, waiters }: NodeQueue): number => (1 + holders.length + waiters.length) * ID_SIZE;

function rowsOf({ locked, unlocked, waiting, waitedFor }: QueueChanges): Omit<ChangedRow, "place">[] {
  const rows = (table: Table, isThere: boolean, all: readonly NodePosition[]) =>
    all.map((row) => ({ table, row, isThere }));
  return [
    ...rows("locks", false, unlocked),
    ...rows("waits", false, waitedFor),
    ...rows("locks", true, locked),
    ...rows("waits", true, waiting),
  ];
}

function changedQueue({ holders, waiters }: NodeQueue, rows: readonly Omit<ChangedRow, "place">[]): NodeQueue {
  const changed = (table: Table, before: readonly QueuePosition[]): QueuePosition[] => {
    const ofTable = rows.filter((row) => row.table === table);
    const touched = new Set(ofTable.map(({ row }) => row.position));
    const added = ofTable
      .filter(({ isThere }) => isThere)
      .map(({ row: { job_id, position } }) => ({ job_id, position }));
    return [...before.filter(({ position }) => !touched.has(position)), ...added].sort(
      (one, other) => one.position - other.position,
    );
  };
  return { holders: changed("locks", holders), waiters: changed("waits", waiters) };
}
