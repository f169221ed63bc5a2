import { DEADLINES, within } from "../../core/deadlines.ts";
import { isDatabaseFull } from "../../core/faults/d1-faults.ts";
import type { OutboxEntry } from "../../core/jobs/state/records.ts";
import { type Applied, type Database, OutOfStepError, RowsRefusedError } from "../../core/ports/outbox-database.ts";
import type { Log } from "../../core/ports/runtime.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";
import type { CachedStore } from "../state/cached-store.ts";
import type { OutboxChange } from "../state/outbox-log.ts";
import { DomainCounter } from "./domain-counter.ts";
import { NO_ROWS, outboxRows } from "./outbox-rows.ts";
import { sendInParts } from "./refused-rows.ts";

/** Changes, and rows of them, that one drain takes: so that a batch stays well within D1's limits. */
const CHANGES_LIMIT = 100;
const DRAIN_LIMIT = 500;
/** What a full D1 gets the deletions of. */
const MOST_CHANGES = 5_000;
/** How often one drain brings the object and D1 together again. */
const MOST_RECONCILIATIONS = 3;
/** A batch may be refused for what a later one does not have. */
const REFUSALS_BEFORE_PARTS = 3;

export interface OutboxDeps {
  readonly domain: string;
  readonly store: CachedStore;
  readonly database: Database;
  readonly sleep: OrchestratorDeps["sleep"];
  readonly log: Log;
  /** Resolves when a drain may begin, without those that it waits for; null = at once. */
  readonly gather: () => Promise<void> | null;
  /** Called when D1 has taken rows. When it throws, the rows stay and are sent again, which changes nothing in D1. */
  readonly onDrained: (applied: Applied, newlyWaiting: readonly string[]) => void;
  /**
   * Called when D1 is not as the object left it. What D1 lacks is in the outbox afterwards.
   * @returns D1's counter
   */
  readonly reconcile: () => Promise<number>;
  /** Puts rows that D1 refuses to the end of the outbox. */
  readonly postpone: (entries: readonly OutboxEntry[]) => void;
  /** Called once for each drain that D1 did not take. The rows stay; the callee plans the next drain. */
  readonly onFailed: (error: unknown) => void;
}

/**
 * Copies what has changed to D1. One drain at a time; calls during a drain share the next one. Whatever fails, the next drain
 * begins: a batch that D1 does not answer is given up after its deadline. Should it arrive later, D1's guards (revisions
 * and the fence) keep it from undoing what came after it.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  #current: Promise<boolean> = Promise.resolve(true);
  #next: Promise<boolean> | null = null;
  /** Drains in a row that D1 has refused for a row. */
  #refusals = 0;
  /** The revisions under which refused rows stand at the end. */
  #postponed: ReadonlySet<number> = new Set();
  readonly #counter: DomainCounter;
  /** A full D1 has removed all that was deleted up to this revision. */
  #removed = 0;
  #isOutOfStep = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#counter = new DomainCounter(deps.store);
  }

  /** Whether a full D1 has removed all that was deleted up to a revision. */
  hasRemoved(revision: number): boolean {
    return this.#removed >= revision;
  }

  /** Resolves when everything that was committed before this call is in D1 (true), or D1 did not take it (false). Never rejects. */
  flush(): Promise<boolean> {
    this.#next ??= this.#current.then(() => this.#deps.gather()).then(() => this.#start());
    return this.#next;
  }

  /** What was read of D1 shows that it is not as the object left it. As {@link flush}, after the object has followed D1. */
  follow(): Promise<boolean> {
    this.#isOutOfStep = true;
    return this.flush();
  }

  #start(): Promise<boolean> {
    this.#next = null;
    this.#current = this.#drain().catch((error) => this.#failed(error));
    return this.#current;
  }

  #failed(error: unknown): false {
    const { domain, log, onFailed } = this.#deps;
    try {
      onFailed(error);
    } catch (thrown) {
      // The rows stay: the next call or alarm takes them along.
      log("outbox_retry_not_planned", { domain, error: String(thrown) });
    }
    return false;
  }

  async #drain(): Promise<boolean> {
    for (let reconciliations = 0; ; ) {
      try {
        if (this.#isOutOfStep) this.#counter.follow(await this.#deps.reconcile());
        this.#isOutOfStep = false;
        return await this.#sendAll();
      } catch (error) {
        if (!(error instanceof OutOfStepError) || reconciliations === MOST_RECONCILIATIONS) throw error;
        reconciliations += 1;
        this.#isOutOfStep = true;
      }
    }
  }

  async #sendAll(): Promise<boolean> {
    const { store } = this.#deps;
    for (;;) {
      const read = store.outbox.isEmpty() ? [] : store.outbox.read(CHANGES_LIMIT + 1);
      const changes = atMost(DRAIN_LIMIT, read.slice(0, CHANGES_LIMIT));
      const last = changes.at(-1);
      if (last === undefined) {
        if (this.#counter.isBehind || store.lacksCounter()) await this.#raise(store.meta().revision);
        return true;
      }
      const next = read[changes.length];
      // Changes committed during this drain belong to the next one, so the calls that wait for this one are not delayed.
      const isEnd = next === undefined;
      const to = isEnd ? store.meta().revision : next.revision - 1;
      try {
        await this.#send(changes, to);
        this.#refusals = 0;
      } catch (error) {
        if (isDatabaseFull(error)) await this.#makeRoom();
        if (!(error instanceof RowsRefusedError)) throw error;
        this.#refusals += 1;
        if (this.#refusals < REFUSALS_BEFORE_PARTS) throw error;
        return await this.#drainInParts({ changes, to, isEnd }, error);
      }
      this.#confirm(to);
      store.outbox.confirm(last.sequence);
      if (isEnd) return true;
    }
  }

  // docs/decisions/071-deletions-make-room.md
  /** D1 is full: it takes the deletions of the outbox's oldest changes. All rows stay, and are sent when there is room. */
  async #makeRoom(): Promise<void> {
    const { store, database, sleep } = this.#deps;
    const { revision } = store.meta();
    const changes = store.outbox.read(MOST_CHANGES + 1);
    const next = changes[MOST_CHANGES];
    await within(DEADLINES.drain, sleep, database.remove(outboxRows(store, changes.slice(0, MOST_CHANGES))));
    this.#removed = next === undefined ? revision : next.revision - 1;
  }

  /** @param to what D1 has completely, once it has these */
  async #send(changes: readonly OutboxChange[], to: number): Promise<void> {
    const { domain, store, database, sleep, onDrained } = this.#deps;
    const rows = outboxRows(store, changes);
    const step = this.#counter.step(to);
    const applied = await within(DEADLINES.drain, sleep, database.apply(domain, step, rows));
    onDrained(
      applied,
      rows.foreignWaits.filter((wait) => wait.waiting).map((wait) => wait.data_node_id),
    );
  }

  /** D1 has everything up to a revision, without a batch that says so. */
  async #raise(to: number): Promise<void> {
    const { domain, database, sleep, onDrained } = this.#deps;
    onDrained(await within(DEADLINES.drain, sleep, database.apply(domain, this.#counter.step(to), NO_ROWS)), []);
    this.#confirm(to);
  }

  #confirm(to: number): void {
    this.#counter.confirm(to);
    this.#deps.store.outbox.counted(to);
  }

  /**
   * D1 refuses a row each time. The rows are sent in parts, so that only that entity waits: its rows go to the end of the
   * outbox and are tried again with every drain. What was read of D1 between two parts is older than the counter says: D1 has
   * all of them only at a revision of its own.
   * @returns whether all rows that were committed since the last such drain are in D1
   */
  async #drainInParts({ changes, to, isEnd }: Portion, refusal: RowsRefusedError): Promise<boolean> {
    const { domain, store, log, postpone, onFailed } = this.#deps;
    const refused = await sendInParts(changes, (part) => this.#send(part, to));
    for (const { entries, error } of refused) {
      const [[kind, id] = ["none", "none"]] = entries;
      log("outbox_row_refused", { domain, kind, id, rows: entries.length, error: String(error) });
    }
    const isNew = refused.some(({ revision }) => !this.#postponed.has(revision));
    const isRest = isEnd && rowsOf(refused) === rowsOf(changes);
    this.#postponed = new Set(refused.map(({ revision }) => revision));
    if (!isRest) {
      postpone([]);
      const confirmed = store.meta().revision;
      if (refused.length > 0) {
        postpone(refused.flatMap(({ entries }) => entries));
        this.#postponed = new Set([store.meta().revision]);
      }
      store.outbox.confirm(changes.at(-1)?.sequence ?? 0);
      if (isEnd) await this.#raise(confirmed);
    }
    if (isNew) throw refusal;
    if (refused.length === 0) return isEnd;
    onFailed(refusal);
    return true;
  }
}

/** What one batch is made of. */
interface Portion {
  readonly changes: readonly OutboxChange[];
  readonly to: number;
  readonly isEnd: boolean;
}

const rowsOf = (changes: readonly Pick<OutboxChange, "entries">[]): number =>
  changes.reduce((rows, { entries }) => rows + entries.length, 0);

/** As many changes as have so many rows together, and one at least. */
function atMost(limit: number, changes: readonly OutboxChange[]): readonly OutboxChange[] {
  let rows = 0;
  const end = changes.findIndex(({ entries }, index) => {
    rows += entries.length;
    return index > 0 && rows > limit;
  });
  return end === -1 ? changes : changes.slice(0, end);
}
