import type { CounterStep } from "../../core/ports/outbox-database.ts";
import type { CachedStore } from "../state/cached-store.ts";

// docs/decisions/065-each-drain-raises-a-counter.md
/** The domain's counter in D1, as far as the object knows. */
export class DomainCounter {
  readonly #store: Pick<CachedStore, "meta">;
  #confirmed = 0;
  /** The counter that D1 was found at when it was not where it should be; null = it is. */
  #found: number | null = null;
  /** The object had no state when this life began, and D1 has confirmed nothing since: D1 may know more than it. */
  #isNew: boolean;
  /** The highest revision that this life has sent. */
  #sent = 0;

  constructor(store: Pick<CachedStore, "meta">) {
    this.#store = store;
    this.#isNew = store.meta().revision === 0;
  }

  /** D1's counter was found elsewhere, and no batch has raised it since. */
  get isBehind(): boolean {
    return this.#found !== null;
  }

  /** For a batch with which D1 has everything up to a revision. */
  step(to: number): CounterStep {
    const confirmed = Math.max(this.#confirmed, this.#store.meta().confirmed);
    const most = this.#isNew ? Math.max(confirmed, this.#sent) : this.#store.meta().revision;
    this.#sent = Math.max(this.#sent, to);
    return { to, least: this.#found ?? confirmed, most };
  }

  /** D1 has taken such a batch. */
  confirm(to: number): void {
    this.#confirmed = Math.max(this.#confirmed, to);
    this.#found = null;
    this.#isNew = false;
  }

  /** D1 was read, and the object has followed it. */
  follow(counter: number): void {
    this.#found = counter;
    this.#isNew = false;
  }
}
