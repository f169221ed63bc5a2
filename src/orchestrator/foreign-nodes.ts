import type { DataNodeSnapshot } from "../core/entities/data-node.ts";
import type { ForeignWait } from "../core/ports/outbox-database.ts";
import type { Commits } from "./commits.ts";
import type { OrchestratorDeps } from "./deps.ts";
import type { Ledger } from "./state/ledger.ts";
import type { JobRecord } from "./state/records.ts";
import { noteDeleted } from "./transitions/delete.ts";
import { release } from "./transitions/transitions.ts";

/**
 * Data nodes of other domains. This object reads their state from D1. A job that waits for one leaves a row in
 * `foreign_waits`, and the object looks once more when that row is in D1; whoever changes a node reads `foreign_waits`
 * when the change is in D1, and pokes. So one of the two sees the other.
 */
export class ForeignNodes {
  readonly #deps: OrchestratorDeps;
  readonly #commits: Commits;

  constructor(deps: OrchestratorDeps, commits: Commits) {
    this.#deps = deps;
    this.#commits = commits;
  }

  /** Reads the nodes again, and looks at the jobs that wait for them. A node that is gone is never waited for again. */
  async read(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const snapshots = await this.#deps.database.snapshots(ids);
    if (!this.#commits.look((ledger) => isNews(ledger, ids, snapshots))) return;
    this.#commits.commit((ledger) => {
      const found = new Set(snapshots.map((snapshot) => ledger.importNode(snapshot).node.id));
      noteDeleted(
        ledger,
        ids.filter((id) => !found.has(id)),
      );
      release(ledger, ids);
    });
  }

  /** As {@link read}; without D1 the jobs go on with what is known. */
  async refresh(ids: readonly string[]): Promise<void> {
    try {
      await this.read(ids);
    } catch (error) {
      this.#deps.log("foreign_nodes_not_refreshed", { domain: this.#deps.domain, error: String(error) });
    }
  }

  /** What is due once D1 has confirmed changes and waits. */
  async afterDrain(waits: readonly ForeignWait[], newlyWaiting: readonly string[]): Promise<void> {
    if (newlyWaiting.length > 0) await this.refresh(newlyWaiting);
    for (const [domain, changed] of Map.groupBy(waits, (wait) => wait.domain)) {
      if (domain === this.#deps.domain) continue;
      const ids = changed.map((wait) => wait.data_node_id);
      // A poke that gets lost is made up for by the waiting object's timer.
      await this.#deps
        .poke(domain, ids)
        .catch((error) => this.#deps.log("poke_failed", { domain, error: String(error) }));
    }
  }
}

/** Inputs of a job that belong to other domains. */
export function foreignInputs(ledger: Ledger, record: JobRecord | null): string[] {
  if (record === null) return [];
  return record.input_ids.filter((id) => {
    const node = ledger.node(id);
    return node !== null && ledger.isForeign(node.node);
  });
}

/** Whether these nodes have changed since this object looked last, or some job waits for one of them. */
function isNews(ledger: Ledger, ids: readonly string[], snapshots: readonly DataNodeSnapshot[]): boolean {
  const known = (id: string) => ledger.node(id) !== null;
  return (
    snapshots.some((snapshot) => ledger.isNewer(snapshot)) ||
    ids.some((id) => known(id) && !snapshots.some((snapshot) => snapshot.id === id)) ||
    ids.some((id) => ledger.store.isAwaited(id))
  );
}
