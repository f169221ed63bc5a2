import { DEADLINES, isNoAnswer, within } from "../../core/deadlines.ts";
import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { type Outcome, refuse } from "../../core/errors.ts";
import { noDataNode } from "../../core/jobs/machine/edit-node.ts";
import { outdatedNodes } from "../../core/jobs/reconcile/outdated.ts";
import { refuseMissing } from "../../core/missing.ts";
import type { SubmitCommand } from "../../core/ports/orchestrator.ts";
import type { Commits } from "../commits.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";

/** What is read may be outdated again by the time that it is there. */
const MOST_READS = 5;

/** All reads of a call end by then: ten seconds for D1 to take the change follow, and its caller has given up after twenty. */
const READS_MS = 8_000;
/** All reads of a call end so much later than its caller waits: one second for D1 follows, and the caller gives up a second later. */
const AFTER_WAIT_MS = 1_000;

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

  /** The data node as the object may take it over; refused when it was deleted, or D1 does not answer in time. */
  async node(snapshot: DataNodeSnapshot): Promise<Outcome<DataNodeSnapshot>> {
    const current = await this.#current([snapshot], READS_MS);
    if (!current.ok) return current;
    const [node] = current.value;
    return node === undefined ? noDataNode(snapshot.id) : { ok: true, value: node };
  }

  /**
   * The submission with data nodes that the object may take over, and with what is left of its wait; refused when one of them
   * was deleted, or D1 does not answer in time.
   */
  async command(given: SubmitCommand): Promise<Outcome<SubmitCommand>> {
    const beganMs = this.#commits.nowMs();
    const { wait_ms } = given;
    const mostMs = wait_ms === undefined ? READS_MS : Math.min(wait_ms + AFTER_WAIT_MS, READS_MS);
    const current = await this.#current(given.data_nodes, mostMs);
    if (!current.ok) return current;
    const left = wait_ms === undefined ? {} : { wait_ms: Math.max(0, wait_ms - (this.#commits.nowMs() - beganMs)) };
    const command = { ...given, ...left };
    const data_nodes = current.value;
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
   * @throws what D1 throws
   */
  async #current(
    snapshots: readonly DataNodeSnapshot[],
    mostMs: number,
  ): Promise<Outcome<readonly DataNodeSnapshot[]>> {
    const { store } = this.#deps;
    const endMs = this.#commits.nowMs() + mostMs;
    const leftMs = () => endMs - this.#commits.nowMs();
    let known = snapshots;
    for (let reads = 0; ; reads += 1) {
      const outdated = new Set(this.#outdated(known));
      if (outdated.size === 0) return { ok: true, value: known };
      if (reads === MOST_READS) return refuse("database_unavailable", TOO_FAST);
      // The counter in D1 does not sink while it is read.
      const { confirmed } = store.meta();
      const read = await this.#read([...outdated], leftMs());
      if (read === null) return refuse("database_unavailable", NOT_READ);
      const fresh = new Map(read.map((snapshot) => [snapshot.id, snapshot]));
      known = known.flatMap((snapshot) => (outdated.has(snapshot.id) ? (fresh.get(snapshot.id) ?? []) : snapshot));
      const { revision } = store.meta();
      const isElsewhere = read.some(
        ({ as_of = 0, revision: newest }) => as_of < confirmed || Math.max(as_of, newest) > revision,
      );
      if (isElsewhere && !(await this.#commits.follow(Math.max(0, leftMs())))) {
        return refuse("database_unavailable", NOT_FOLLOWED);
      }
    }
  }

  /** null = there is no answer in time. */
  async #read(ids: readonly string[], leftMs: number): Promise<readonly DataNodeSnapshot[] | null> {
    const { database, sleep } = this.#deps;
    const { part, ms } = DEADLINES.snapshots;
    if (leftMs <= 0) return null;
    try {
      return await within({ part, ms: Math.min(ms, leftMs) }, sleep, database.snapshots(ids));
    } catch (error) {
      if (isNoAnswer(error)) return null;
      throw error;
    }
  }
}

const AGAIN = "Nothing was changed: try again.";
const NOT_READ = `The database did not answer in time. ${AGAIN}`;
const NOT_FOLLOWED = `The database was restored, or is ahead of the object, and does not answer. ${AGAIN}`;
const TOO_FAST = `The data nodes change faster than the database answers. ${AGAIN}`;
