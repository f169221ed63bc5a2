import { isSelfContained } from "../core/jobs/self-contained.ts";
import type { SubmitCommand } from "../core/ports/orchestrator.ts";
import type { Ledger } from "./state/ledger.ts";
import type { Memory } from "./state/memory.ts";

/** A submission without what differs from one to the next. */
type Submittable = Pick<SubmitCommand, "entity" | "tasks" | "data_nodes">;

/** The same without the data nodes' values, which the object has anyway. */
interface Remembered extends Pick<SubmitCommand, "entity" | "tasks"> {
  readonly data_node_ids: readonly string[];
}

/**
 * The scenario of an object that has one only, as a submission has brought it, so that the next one needs not read it from
 * D1. Whoever deletes the scenario or a task of it announces that here first. From then on nothing is remembered any more:
 * a submission that has read the scenario before may still arrive.
 */
export class OwnScenario {
  readonly #store: Memory;
  #last: Remembered | null = null;

  constructor(store: Memory) {
    this.#store = store;
  }

  /** What has been submitted. */
  remember(command: SubmitCommand): void {
    if (this.#last !== null || this.#store.meta().doomed === 1 || !isSelfContained(command)) return;
    const { entity, tasks, data_nodes } = command;
    this.#last = { entity, tasks, data_node_ids: data_nodes.map(({ id }) => id) };
  }

  /** The scenario with its data nodes as they are now; null = it must be read. */
  get(): Submittable | null {
    if (this.#last === null) return null;
    const { entity, tasks, data_node_ids } = this.#last;
    const records = data_node_ids.flatMap((id) => this.#store.node(id) ?? []);
    if (records.length < data_node_ids.length || records.some(({ deleted }) => deleted)) return null;
    return { entity, tasks, data_nodes: records.map(({ node }) => node) };
  }

  /** Something of the scenario is about to be deleted. Once the transaction is over, nothing is remembered again. */
  doom(ledger: Ledger): void {
    ledger.doom();
    this.#last = null;
  }
}
