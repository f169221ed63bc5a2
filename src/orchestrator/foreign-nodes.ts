import { isNews, takeOver } from "../core/jobs/machine/nodes.ts";
import type { ForeignWait } from "../core/ports/outbox-database.ts";
import type { Commits } from "./commits.ts";
import type { OrchestratorDeps } from "./orchestrator-deps.ts";

/**
 * Data nodes of other domains. This object reads their state from D1. A job that waits for one leaves a row in
 * `foreign_waits`, and the object reads the node once more when that row is in D1; the object that changes a node reads
 * `foreign_waits` when the change is in D1, and pokes. So one of the two sees the other.
 */
export class ForeignNodes {
  readonly #deps: OrchestratorDeps;
  readonly #commits: Commits;

  constructor(deps: OrchestratorDeps, commits: Commits) {
    this.#deps = deps;
    this.#commits = commits;
  }

  /** Reads the nodes again, and settles the jobs that wait for them. No job waits again for a node that is gone. */
  async read(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const snapshots = await this.#deps.database.snapshots(ids);
    if (!this.#commits.read((view) => isNews(view, ids, snapshots))) return;
    this.#commits.commit((transaction) => takeOver(transaction, ids, snapshots));
  }

  /** As {@link read}; when D1 does not answer, the jobs go on with the nodes as they were read before. */
  async refresh(ids: readonly string[]): Promise<void> {
    try {
      await this.read(ids);
    } catch (error) {
      this.#deps.log("foreign_nodes_not_refreshed", { domain: this.#deps.domain, error: String(error) });
    }
  }

  /** Called once D1 has confirmed changes and waits. */
  async afterDrain(waits: readonly ForeignWait[], newlyWaiting: readonly string[]): Promise<void> {
    if (newlyWaiting.length > 0) await this.refresh(newlyWaiting);
    for (const [domain, changed] of Map.groupBy(waits, (wait) => wait.domain)) {
      if (domain === this.#deps.domain) continue;
      const ids = changed.map((wait) => wait.data_node_id);
      // Should a poke get lost, the waiting object's timer reads the node again.
      await this.#deps
        .poke(domain, ids)
        .catch((error) => this.#deps.log("poke_failed", { domain, error: String(error) }));
    }
  }
}
