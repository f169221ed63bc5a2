import { DEADLINES, within } from "../../core/deadlines.ts";
import type { Edit } from "../../core/entities/edit.ts";
import type { Outcome } from "../../core/errors.ts";
import { type InFlight, inFlight } from "../../core/jobs/reconcile/in-flight.ts";
import { type Reconciled, reconcile } from "../../core/jobs/reconcile/reconcile.ts";
import type { Transaction } from "../../core/jobs/state/transaction.ts";
import { LruMap } from "../../core/lru-map.ts";
import type { Stored } from "../../core/ports/orchestrator.ts";
import type { Asked, Stand } from "../../core/ports/outbox-database.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";
import type { OutboxChange } from "../state/outbox-log.ts";

/** What is in flight may have grown while D1 was read: the rest is read, and so on. */
const MOST_READS = 3;

/** The names of lost submissions in a log line. */
const MOST_NAMED = 10;

const EVERYTHING = Number.MAX_SAFE_INTEGER;

type Deps = Pick<OrchestratorDeps, "domain" | "store" | "database" | "sleep" | "log">;
type Commit = (decide: (transaction: Transaction) => Reconciled) => Reconciled;

/** Edits with a new number that are remembered until their callers are answered. */
const RENUMBERED = 1_000;
/** The same of submissions that have lost their entity. */
const LOST = 1_000;

const nameOf = ({ data_node_id, timestamp }: Edit, number: number): string => `${data_node_id}#${number} ${timestamp}`;

// docs/decisions/065-each-drain-raises-a-counter.md
/** Brings the object and D1 together again: see {@link reconcile}. */
export class Reconciliation {
  readonly #deps: Deps;
  readonly #commit: Commit;
  readonly #renumbered = new LruMap<Edit>(RENUMBERED);
  readonly #lost = new LruMap<true>(LOST);
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
    const { value: edit } = outcome.value;
    const value = this.#renumbered.get(nameOf(edit, edit.number)) ?? edit;
    return { ok: true, value: { ...outcome.value, value } };
  }

  /** Whether a submission that the object has accepted was lost, as D1 does not have its entity any more. */
  hasLost(submissionId: string): boolean {
    return this.#lost.get(submissionId) !== undefined;
  }

  /**
   * What D1 lacks is in the outbox afterwards, newer than what it has.
   * @returns D1's counter as it was read
   */
  async run(): Promise<number> {
    let asked: Asked = this.#inFlight();
    let stand = await this.#read(asked);
    for (let reads = 1; reads < MOST_READS; reads += 1) {
      const missing = without(asked, this.#inFlight());
      if (isNothing(missing)) break;
      // With the nodes at rest: what is in flight after this and was not asked has come from D1 meanwhile.
      const more = reads === 1 ? joined(missing, without(joined(asked, missing), this.#held())) : missing;
      const rest = await this.#read(more);
      asked = joined(asked, more);
      stand = rest.counter === stand.counter ? merged(stand, rest) : await this.#read(asked);
    }
    this.#follow(merged(stand, this.#present(without(asked, this.#inFlight()))), this.#unsent());
    return stand.counter;
  }

  #read(asked: Asked): Promise<Stand> {
    const { domain, database, sleep } = this.#deps;
    return within(DEADLINES.snapshots, sleep, database.stand(domain, asked));
  }

  /** A busy object never stands still for a read of D1: it takes what has just come from there to be there. */
  #present({ dataNodes, entities }: Asked): Pick<Stand, "dataNodes" | "entities"> {
    const { store } = this.#deps;
    const records = dataNodes.flatMap((id) => store.node(id) ?? []).filter(({ deleted }) => !deleted);
    return { dataNodes: records.map(({ node }) => ({ ...node, newest_edit: node.edit_number })), entities };
  }

  /** The data nodes of the domain that the object has, at rest too. */
  #held(): Asked {
    const { domain, store } = this.#deps;
    const isOwn = (id: string): boolean => store.node(id)?.node.domain === domain;
    return { dataNodes: store.heldIds("data_node", "", EVERYTHING).filter(isOwn), entities: [] };
  }

  #unsent(): readonly OutboxChange[] {
    return this.#deps.store.outbox.read(EVERYTHING);
  }

  #inFlight(): InFlight {
    const { domain, store } = this.#deps;
    return inFlight(store, domain, entriesOf(this.#unsent()));
  }

  #follow(stand: Stand, changes: readonly OutboxChange[]): void {
    const { domain, store, log } = this.#deps;
    const { confirmed, revision } = store.meta();
    const { isRestored, lost, renumbered } = this.#commit((transaction) =>
      reconcile(transaction, stand, entriesOf(changes)),
    );
    const last = changes.at(-1);
    if (last !== undefined) store.outbox.confirm(last.sequence);
    this.#at = store.meta().revision;
    for (const id of lost) this.#lost.set(id, true);
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

const without = (asked: Asked, { dataNodes, entities }: Asked): Asked => ({
  dataNodes: lacking(asked.dataNodes, dataNodes),
  entities: lacking(asked.entities, entities),
});

function lacking(known: readonly string[], ids: readonly string[]): string[] {
  const all = new Set(known);
  return ids.filter((id) => !all.has(id));
}

const isNothing = ({ dataNodes, entities }: Asked): boolean => dataNodes.length + entities.length === 0;

const joined = (one: Asked, other: Asked): Asked => ({
  dataNodes: [...one.dataNodes, ...other.dataNodes],
  entities: [...one.entities, ...other.entities],
});

const merged = (stand: Stand, { dataNodes, entities }: Pick<Stand, "dataNodes" | "entities">): Stand => ({
  counter: stand.counter,
  dataNodes: [...stand.dataNodes, ...dataNodes],
  entities: [...stand.entities, ...entities],
});
