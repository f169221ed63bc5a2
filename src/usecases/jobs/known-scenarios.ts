import { isSelfContained } from "../../core/jobs/self-contained.ts";
import { LruMap } from "../../core/lru-map.ts";
import type { ReadSubmittable } from "../../core/ports/orchestrator.ts";

/** With the largest values these take some 20 MB. */
const KNOWN_SCENARIOS = 1_000;
/** The values of a scenario, in characters. */
const MAX_VALUES = 16 * 1024;

// docs/decisions/070-isolates-remember-what-they-submit.md
/**
 * Scenarios as this isolate has created or read them, so that submitting them needs no call of D1. Only those that their object
 * alone changes: it has the newer state of their data nodes, and refuses what may have been deleted since.
 */
export class KnownScenarios {
  readonly #known = new LruMap<ReadSubmittable>(KNOWN_SCENARIOS);

  get(id: string): ReadSubmittable | undefined {
    return this.#known.get(id);
  }

  keep(read: ReadSubmittable): void {
    const size = read.data_nodes.reduce((sum, { payload }) => sum + (payload?.body?.length ?? 0), 0);
    if (size <= MAX_VALUES && isSelfContained(read)) this.#known.set(read.entity.entity_id, read);
  }

  drop(id: string): void {
    this.#known.delete(id);
  }
}
