import { DEADLINES, within } from "../../core/deadlines.ts";
import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { Outcome } from "../../core/errors.ts";
import { outdatedNodes } from "../../core/jobs/reconcile/outdated.ts";
import { refuseMissing } from "../../core/missing.ts";
import type { SubmitCommand } from "../../core/ports/orchestrator.ts";
import type { Commits } from "../commits.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";

/** What is read may be outdated again by the time that it is there. */
const MOST_READS = 5;

// docs/decisions/065-each-drain-raises-a-counter.md
/** The data nodes of commands, as D1 has them: a caller may have read them before the object has changed and forgotten them. */
export class FreshNodes {
  readonly #deps: Pick<OrchestratorDeps, "store" | "database" | "sleep">;
  readonly #commits: Commits;

  constructor(deps: Pick<OrchestratorDeps, "store" | "database" | "sleep">, commits: Commits) {
    this.#deps = deps;
    this.#commits = commits;
  }

  /** Whether the object may take them all over as they are. */
  areCurrent(snapshots: readonly DataNodeSnapshot[]): boolean {
    return this.#outdated(snapshots).length === 0;
  }

  /** The data node as the object may take it over; null = it was deleted. */
  async node(snapshot: DataNodeSnapshot): Promise<DataNodeSnapshot | null> {
    const [node = null] = await this.#current([snapshot]);
    return node;
  }

  /** The submission with data nodes that the object may take over; refused when one of them was deleted. */
  async command(command: SubmitCommand): Promise<Outcome<SubmitCommand>> {
    const data_nodes = await this.#current(command.data_nodes);
    const gone = command.data_nodes.find(({ id }) => !data_nodes.some((node) => node.id === id));
    if (gone !== undefined) return refuseMissing("data_node", gone.id);
    return { ok: true, value: { ...command, data_nodes } };
  }

  /** Those that the object must not take over; see {@link outdatedNodes}. */
  #outdated(snapshots: readonly DataNodeSnapshot[]): string[] {
    const { store } = this.#deps;
    const { revision } = store.meta();
    const progress = { revision, forgotten: Math.max(store.lost(), this.#commits.reconciliation.at) };
    return this.#commits.read((view) => outdatedNodes(view, snapshots, progress));
  }

  /**
   * Reads the outdated ones again; those that D1 does not have any more are left out. When D1 is not as the object left it, the
   * object follows it first.
   * @throws when D1 does not answer
   */
  async #current(snapshots: readonly DataNodeSnapshot[]): Promise<readonly DataNodeSnapshot[]> {
    const { database, sleep, store } = this.#deps;
    let known = snapshots;
    for (let reads = 1; reads <= MOST_READS; reads += 1) {
      const outdated = new Set(this.#outdated(known));
      if (outdated.size === 0) return known;
      // The counter in D1 does not sink while it is read.
      const { confirmed } = store.meta();
      const read = await within(DEADLINES.snapshots, sleep, database.snapshots([...outdated]));
      const fresh = new Map(read.map((snapshot) => [snapshot.id, snapshot]));
      known = known.flatMap((snapshot) => (outdated.has(snapshot.id) ? (fresh.get(snapshot.id) ?? []) : snapshot));
      const { revision } = store.meta();
      const isElsewhere = read.some(
        ({ as_of = 0, revision: newest }) => as_of < confirmed || Math.max(as_of, newest) > revision,
      );
      if (isElsewhere && !(await this.#commits.follow())) throw new Error(NOT_FOLLOWED);
    }
    throw new Error("The data nodes change faster than D1 answers");
  }
}

const NOT_FOLLOWED = "D1 was restored, or is ahead of the object, and does not answer";
