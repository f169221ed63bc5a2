import {
  GRANTS_AT_ONCE,
  grantFree,
  noteHeld,
  noteRequests,
  noteReturns,
  noteSilence,
  type SlotBook,
  type SlotRow,
} from "../../core/jobs/slots/grants.ts";
import { limitsIn, SLOTS } from "../../core/jobs/slots/limits.ts";
import { LruMap } from "../../core/lru-map.ts";
import type { SlotRequest, SlotTicket } from "../../core/ports/slots/slot-request.ts";
import type { Commits } from "../commits.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";
import type { SlotRows } from "./slot-rows.ts";

/** A slot that has not been confirmed for this time is checked. */
const CHECK_MS = 60_000;
/** So many slots are checked at a time, the longest unconfirmed first. */
const CHECKED_AT_ONCE = 200;
/** Tickets of one call. */
const OFFERED_AT_ONCE = 100;
/** Slots whose failed checks are counted; one that is forgotten is kept for longer. */
const COUNTED_SILENCES = 1_000;

interface Changed {
  readonly granted: readonly SlotRow[];
  /** Jobs hold slots or wait for one: a timer makes the next check. */
  readonly isInUse: boolean;
}

// docs/decisions/062-one-object-hands-out-slots.md
/**
 * The object that hands out slots, to the jobs of all domains. A domain is notified of a slot that becomes free; should the
 * call get lost, the domain repeats its request. A return that gets lost is found by asking the slot's domain.
 */
export class SlotKeeper {
  readonly #deps: OrchestratorDeps;
  readonly #commits: Commits;
  readonly #rows: SlotRows;
  /** Slot → how many checks in a row its domain has not answered. */
  readonly #silences = new LruMap<number>(COUNTED_SILENCES);

  constructor(deps: OrchestratorDeps, commits: Commits, rows: SlotRows) {
    this.#deps = deps;
    this.#commits = commits;
    this.#rows = rows;
    rows.open();
  }

  request(domain: string, requests: readonly SlotRequest[]): readonly SlotTicket[] {
    const { granted } = this.#change((book) => noteRequests(book, domain, requests));
    const asked = new Set(requests.map(({ job_id }) => job_id));
    this.#offer(granted.filter(({ job_id }) => !asked.has(job_id)));
    return requests.filter(({ job_id, ticket }) => {
      const row = this.#rows.find(job_id);
      return row?.ticket === ticket && row.seen !== null;
    });
  }

  return(tickets: readonly SlotTicket[]): void {
    this.#offer(this.#change((book) => noteReturns(book, tickets)).granted);
  }

  /** Grants what limits of a newer configuration allow, and checks slots that have not been confirmed for some time. */
  check(): void {
    try {
      const { granted, isInUse } = this.#change(() => undefined);
      this.#offer(granted);
      if (!isInUse) return;
      // The time of the transactions, by which slots are granted: it never goes back.
      const nowMs = this.#commits.read((view) => view.nowMs);
      this.#confirm(this.#rows.unconfirmedSince(nowMs - CHECK_MS, CHECKED_AT_ONCE));
    } catch (error) {
      // The alarm's handler must not fail: the timer rings again.
      this.#deps.log("slots_not_noted", { domain: SLOTS, error: String(error) });
    }
  }

  #change(decide: (book: SlotBook, nowMs: number) => void): Changed {
    return this.#commits.commit((transaction) => {
      decide(this.#rows, transaction.nowMs);
      const granted = grantFree(this.#rows, limitsIn(this.#deps.app), transaction.nowMs);
      const isInUse = !this.#rows.isEmpty();
      // Of this kind, so that release 0.1.0, which knows no slots, keeps the timer.
      const timer = { kind: "foreign_wait", id: SLOTS } as const;
      const isWatching = transaction.hasTimer(timer.kind, timer.id);
      if (granted.length === GRANTS_AT_ONCE) transaction.setTimer({ ...timer, due: transaction.nowMs });
      else if (isInUse && !isWatching) transaction.setTimer({ ...timer, due: transaction.nowMs + CHECK_MS });
      else if (!isInUse && isWatching) transaction.clearTimer(timer.kind, timer.id);
      return { granted, isInUse };
    });
  }

  /** New slots. The jobs of those that do not answer repeat their requests. */
  #offer(granted: readonly SlotRow[]): void {
    this.#ask(granted, (offered, kept) => {
      const refused = offered.filter(({ job_id }) => !kept.has(job_id));
      if (refused.length > 0) this.return(refused);
    });
  }

  #confirm(unconfirmed: readonly SlotRow[]): void {
    const onAnswer = (offered: readonly SlotRow[], kept: ReadonlySet<string>) => {
      const held = offered.filter(({ job_id }) => kept.has(job_id));
      const free = offered.filter(({ job_id }) => !kept.has(job_id));
      for (const { job_id } of offered) this.#silences.delete(job_id);
      const { granted } = this.#change((book, nowMs) => {
        noteHeld(book, held, nowMs);
        noteReturns(book, free);
      });
      this.#offer(granted);
    };
    this.#ask(unconfirmed, onAnswer, (offered) => {
      const silent = offered.map((row) => ({ row, failedChecks: this.#countSilence(row) }));
      this.#offer(this.#change((book, nowMs) => noteSilence(book, silent, nowMs)).granted);
    });
  }

  #countSilence({ job_id }: SlotRow): number {
    const failedChecks = (this.#silences.get(job_id) ?? 0) + 1;
    this.#silences.set(job_id, failedChecks);
    return failedChecks;
  }

  /** Asks each domain for itself: one that does not answer holds up no other. */
  #ask(
    rows: readonly SlotRow[],
    onAnswer: (offered: readonly SlotRow[], kept: ReadonlySet<string>) => void,
    onSilence: (offered: readonly SlotRow[]) => void = () => {},
  ): void {
    for (const [domain, all] of Map.groupBy(rows, (row) => row.domain)) {
      for (let from = 0; from < all.length; from += OFFERED_AT_ONCE) {
        const offered = all.slice(from, from + OFFERED_AT_ONCE);
        this.#answerOf(domain, offered)
          .then((kept) => (kept === null ? onSilence(offered) : onAnswer(offered, new Set(kept))))
          .catch((error) => this.#deps.log("slots_not_noted", { domain, error: String(error) }));
      }
    }
  }

  async #answerOf(domain: string, offered: readonly SlotRow[]): Promise<readonly string[] | null> {
    const tickets = offered.map(({ job_id, ticket }) => ({ job_id, ticket }));
    try {
      return await this.#deps.peer(domain).offerSlots(tickets);
    } catch (error) {
      this.#deps.log("slots_not_offered", { domain, error: String(error) });
      return null;
    }
  }
}
