import { DEADLINES, within } from "../../core/deadlines.ts";
import { isNews, takeOver } from "../../core/jobs/machine/nodes.ts";
import type { ForeignWait } from "../../core/ports/outbox-database.ts";
import type { Commits } from "../commits.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";
import { Pokes } from "./pokes.ts";

/**
 * Data nodes of other domains. This object reads their state from D1. A job that waits for one leaves a row in
 * `foreign_waits`, and the object reads the node once more when that row is in D1; the object that changes a node reads
 * `foreign_waits` when the change is in D1, and pokes. So one of the two sees the other.
 */
export class ForeignNodes {
  readonly #deps: OrchestratorDeps;
  readonly #commits: Commits;
  readonly #pokes: Pokes;

  constructor(deps: OrchestratorDeps, commits: Commits) {
    this.#deps = deps;
    this.#commits = commits;
    this.#pokes = new Pokes(deps);
  }

  /** Reads the nodes again, and settles the jobs that wait for them. No job waits again for a node that is gone. */
  async read(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const { database, sleep } = this.#deps;
    const snapshots = await within(DEADLINES.snapshots, sleep, database.snapshots(ids));
    if (!this.#commits.read((view) => isNews(view, ids, snapshots))) return;
    this.#commits.commit((transaction) => takeOver(transaction, ids, snapshots));
  }

  /**
   * As {@link read}; when D1 does not answer, the jobs go on with the nodes as they were read before.
   * @returns whether it did
   */
  async refresh(ids: readonly string[]): Promise<boolean> {
    try {
      await this.read(ids);
      return true;
    } catch (error) {
      this.#deps.log("foreign_nodes_not_refreshed", { domain: this.#deps.domain, error: String(error) });
      return false;
    }
  }

  /** Called once D1 has confirmed changes and waits. Nothing waits for what it starts. */
  afterDrain(waits: readonly ForeignWait[], newlyWaiting: readonly string[]): void {
    if (newlyWaiting.length > 0) void this.refresh(newlyWaiting);
    for (const [domain, changed] of Map.groupBy(waits, (wait) => wait.domain)) {
      if (domain === this.#deps.domain) continue;
      this.#pokes.add(
        domain,
        changed.map((wait) => wait.data_node_id),
      );
    }
  }
}
