import { DEADLINES, within } from "../../core/deadlines.ts";
import type { Edit } from "../../core/entities/edit.ts";
import type { Outcome } from "../../core/errors.ts";
import { type InFlight, inFlight } from "../../core/jobs/reconcile/in-flight.ts";
import { type Reconciled, reconcile } from "../../core/jobs/reconcile/reconcile.ts";
import type { Transaction } from "../../core/jobs/state/transaction.ts";
import { LruMap } from "../../core/lru-map.ts";
import type { Stored } from "../../core/ports/orchestrator.ts";
import type { Stand } from "../../core/ports/outbox-database.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";
import type { OutboxChange } from "../state/outbox-log.ts";

/** What is in flight may have grown while D1 was read. */
const MOST_READS = 5;

/** The names of lost submissions in a log line. */
const MOST_NAMED = 10;

const EVERYTHING = Number.MAX_SAFE_INTEGER;

type Deps = Pick<OrchestratorDeps, "domain" | "store" | "database" | "sleep" | "log">;
type Commit = (decide: (transaction: Transaction) => Reconciled) => Reconciled;

/** Edits with a new number that are remembered until their callers are answered. */
const RENUMBERED = 1_000;

const nameOf = ({ data_node_id, timestamp }: Edit, number: number): string => `${data_node_id}#${number} ${timestamp}`;

// docs/decisions/065-each-drain-raises-a-counter.md
/** Brings the object and D1 together again: see {@link reconcile}. */
export class Reconciliation {
  readonly #deps: Deps;
  readonly #commit: Commit;
  readonly #renumbered = new LruMap<Edit>(RENUMBERED);
  #at = 0;

  constructor(deps: Deps, commit: Commit) {
    this.#deps = deps;
    this.#commit = commit;
  }

  /** The object's revision when it has followed D1 the last time in this life; 0 = it has not. */
  get at(): number {
    return this.#at;
  }

  /** The answer of a write, with the number under which D1 has the edit: the object may have had to give it another one. */
  numbered(outcome: Outcome<Stored<Edit>>): Outcome<Stored<Edit>> {
    if (!outcome.ok) return outcome;
    const { value: edit, stored } = outcome.value;
    return { ok: true, value: { value: this.#renumbered.get(nameOf(edit, edit.number)) ?? edit, stored } };
  }

  /**
   * What D1 lacks is in the outbox afterwards, newer than what it has.
   * @returns D1's counter as it was read
   */
  async run(): Promise<number> {
    const { domain, store, database, sleep } = this.#deps;
    let asked = this.#inFlight();
    for (let reads = 1; reads <= MOST_READS; reads += 1) {
      const stand = await within(DEADLINES.snapshots, sleep, database.stand(domain, asked));
      const current = this.#inFlight();
      if (hasAsked(asked, current)) {
        this.#follow(stand, store.outbox.read(EVERYTHING));
        return stand.counter;
      }
      asked = current;
    }
    throw new Error(`What ${domain} has in flight grows faster than D1 answers`);
  }

  #inFlight(): InFlight {
    const { domain, store } = this.#deps;
    return inFlight(store, domain, entriesOf(store.outbox.read(EVERYTHING)));
  }

  #follow(stand: Stand, changes: readonly OutboxChange[]): void {
    const { domain, store, log } = this.#deps;
    const { confirmed, revision } = store.meta();
    const { isRestored, lost, renumbered } = this.#commit((transaction) =>
      reconcile(transaction, stand, entriesOf(changes)),
    );
    store.outbox.confirm(changes.at(-1)?.sequence ?? 0);
    this.#at = store.meta().revision;
    for (const { from, edit } of renumbered) this.#renumbered.set(nameOf(edit, from), edit);
    const fields = {
      domain,
      counter: stand.counter,
      confirmed,
      revision,
      renumbered: renumbered.length,
      lost: lost.length,
      submissions: lost.slice(0, MOST_NAMED),
    };
    if (isRestored) log("database_restored", fields);
    else log("database_ahead", fields);
  }
}

const entriesOf = (changes: readonly OutboxChange[]) => changes.flatMap(({ entries }) => entries);

const hasAsked = (asked: InFlight, current: InFlight): boolean =>
  includesAll(asked.dataNodes, current.dataNodes) && includesAll(asked.entities, current.entities);

function includesAll(all: readonly string[], some: readonly string[]): boolean {
  const known = new Set(all);
  return some.every((id) => known.has(id));
}
