import type { NodePosition } from "./jobs-state.ts";
import type { NodeQueue, QueuePosition } from "./records.ts";

/** A row that a transaction adds (true) or removes. */
type Rows = Map<string, { readonly row: NodePosition; readonly isThere: boolean }>;

/** Jobs that hold data nodes or wait for them, as a transaction changes them. */
export class NodeQueues {
  readonly #load: (nodeId: string) => NodeQueue;
  readonly #queues = new Map<string, NodeQueue>();
  readonly #locks: Rows = new Map();
  readonly #waits: Rows = new Map();

  constructor(load: (nodeId: string) => NodeQueue) {
    this.#load = load;
  }

  at(nodeId: string): NodeQueue {
    return this.#queues.get(nodeId) ?? this.#load(nodeId);
  }

  lock(row: NodePosition): void {
    const { holders, waiters } = this.at(row.node_id);
    this.#queues.set(row.node_id, { holders: withPosition(holders, row), waiters });
    note(this.#locks, row, true);
  }

  unlock(row: NodePosition): void {
    const { holders, waiters } = this.at(row.node_id);
    this.#queues.set(row.node_id, { holders: withoutPosition(holders, row.position), waiters });
    note(this.#locks, row, false);
  }

  wait(row: NodePosition): void {
    const { holders, waiters } = this.at(row.node_id);
    if (waiters.some(({ position }) => position === row.position)) return;
    this.#queues.set(row.node_id, { holders, waiters: withPosition(waiters, row) });
    note(this.#waits, row, true);
  }

  stopWaiting(row: NodePosition): void {
    const { holders, waiters } = this.at(row.node_id);
    if (!waiters.some(({ position }) => position === row.position)) return;
    this.#queues.set(row.node_id, { holders, waiters: withoutPosition(waiters, row.position) });
    note(this.#waits, row, false);
  }

  changes() {
    return {
      locked: rowsOf(this.#locks, true),
      unlocked: rowsOf(this.#locks, false),
      waiting: rowsOf(this.#waits, true),
      waitedFor: rowsOf(this.#waits, false),
      queues: this.#queues,
    };
  }
}

function note(rows: Rows, { node_id, job_id, position }: NodePosition, isThere: boolean): void {
  rows.set(`${position} ${node_id}`, { row: { node_id, job_id, position }, isThere });
}

const rowsOf = (rows: Rows, wanted: boolean): NodePosition[] =>
  [...rows.values()].filter(({ isThere }) => isThere === wanted).map(({ row }) => row);

const withPosition = (queue: readonly QueuePosition[], { job_id, position }: QueuePosition): QueuePosition[] =>
  [...withoutPosition(queue, position), { job_id, position }].sort((one, other) => one.position - other.position);

const withoutPosition = (queue: readonly QueuePosition[], position: number): QueuePosition[] =>
  queue.filter((other) => other.position !== position);
