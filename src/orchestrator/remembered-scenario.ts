import { isSelfContained } from "../core/jobs/self-contained.ts";
import type { SubmitCommand } from "../core/ports/orchestrator.ts";
import type { CachedStore } from "./state/cached-store.ts";

/** A submission without what differs from one to the next. */
type Submittable = Pick<SubmitCommand, "entity" | "tasks" | "data_nodes">;

/** The same without the data nodes' values, which the object has anyway. */
interface Remembered extends Pick<SubmitCommand, "entity" | "tasks"> {
  readonly data_node_ids: readonly string[];
}

// docs/decisions/010-an-object-remembers-its-scenario.md
/**
 * The scenario of an object that has one only, as its first submission has brought it, so that the next one need not read it
 * from D1. A deletion of the scenario, or of one of its tasks, is announced to the object before. From then on it remembers
 * no scenario any more: a submission that read the scenario before the deletion may still arrive.
 */
export class RememberedScenario {
  readonly #store: CachedStore;
  #last: Remembered | null = null;

  constructor(store: CachedStore) {
    this.#store = store;
  }

  /** Remembers a scenario that was submitted. */
  remember(command: SubmitCommand): void {
    if (this.#last !== null || this.#store.meta().forgetsScenario || !isSelfContained(command)) return;
    const { entity, tasks, data_nodes } = command;
    this.#last = { entity, tasks, data_node_ids: data_nodes.map(({ id }) => id) };
  }

  /** The scenario with its data nodes as they are now; null = it must be read from D1. */
  get(): Submittable | null {
    if (this.#last === null || this.#store.meta().forgetsScenario) return null;
    const { entity, tasks, data_node_ids } = this.#last;
    const records = data_node_ids.flatMap((id) => this.#store.node(id) ?? []);
    if (records.length < data_node_ids.length || records.some(({ deleted }) => deleted)) return null;
    return { entity, tasks, data_nodes: records.map(({ node }) => node) };
  }
}
