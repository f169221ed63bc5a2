import type { CancelSignal } from "../core/cancellation.ts";
import { within } from "../core/deadlines.ts";
import { CHAIN_MS } from "../core/job-limits.ts";
import type { WorkOrder } from "../core/ports/orchestrator.ts";

// docs/decisions/058-alone-after-a-lost-worker.md

/** Reports to a job's object that its try does not count from now on; throws when the object does not answer. */
export type ReportCompany = (domain: string, order: WorkOrder) => Promise<void>;

/** What a room needs of the invocation that enters it: a promise of another invocation may never settle. */
export interface Guest {
  readonly sleep: (ms: number, signal?: CancelSignal) => Promise<void>;
  readonly reportCompany: ReportCompany;
}

/** A job that runs, or that is about to be claimed. */
export interface Stay {
  /** No other job runs in the isolate, nor has since this one began. */
  readonly isAlone: boolean;
  /** The job of this stay. The isolate begins no other one for the order's `quiet_ms` if this stay is alone. */
  begin(domain: string, order: WorkOrder): void;
  /** A sign of life: a stay that gives none for a lease is taken for one of an invocation that has died. */
  touch(): Promise<void>;
  leave(): void;
}

export interface RoomDeps {
  readonly nowMs: () => number;
  readonly leaseMs: number;
}

/** A job that enters waits so long for the object of a suspect, and then begins. */
const REPORT = { part: "The orchestrator object", ms: 2_000 } as const;
/** How often a waiting job looks again. */
const POLL_MS = 100;
/** A suspect waits so long for the jobs that run; no other job begins meanwhile. A stubborn one lets all but long ones end. */
const RESERVATION_MS = 2_000;
const STUBBORN_RESERVATION_MS = CHAIN_MS;
/** A stay that looks dead gets this time for a sign of life: the isolate may have computed without a pause. */
const GRACE_MS = 1_000;

interface Place {
  isAlone: boolean;
  /** A report of company has failed: the object still takes this try for one that runs alone. */
  owesReport: boolean;
  /** Others that have waited for it do not begin: they give way. */
  isStubborn: boolean;
  job: { readonly domain: string; readonly order: WorkOrder } | null;
  seenMs: number;
  /** Since when it looks dead; null = it does not. */
  missedMs: number | null;
}

/** The jobs of one isolate. A suspect is a job that has lost a worker: it is to run alone, as far as that is possible. */
export class Room {
  readonly #deps: RoomDeps;
  readonly #places = new Set<Place>();
  /** While it is closed, no job begins but the suspect that has closed it. */
  #door: { readonly place: Place; readonly untilMs: number } | null = null;

  constructor(deps: RoomDeps) {
    this.#deps = deps;
  }

  /**
   * Enters beside the jobs that run. While a suspect has the room for itself, this waits, and then reports to the suspect's
   * object that it is not alone any more. It waits as long as an invocation has before it must begin its last job. An object
   * that does not answer holds up only its own suspect: the suspect's signs of life repeat the report.
   * @returns null: a stubborn suspect keeps the room for itself
   */
  async enter(guest: Guest): Promise<Stay | null> {
    for (let waitedMs = 0; this.#isClosed() && waitedMs < CHAIN_MS; waitedMs += POLL_MS) {
      if (this.#isClosedFor(CHAIN_MS)) return null;
      await guest.sleep(POLL_MS);
    }
    return this.#isClosedFor(0) ? null : this.enterAtOnce(guest);
  }

  /** As {@link enter}, for a job that is claimed already: its lease would end while it waits. */
  async enterAtOnce(guest: Guest): Promise<Stay> {
    const place = this.#newPlace(false);
    this.#places.add(place);
    await this.#endSolitude(place, guest);
    return this.#stayAt(place, guest);
  }

  /** Enters when no other job runs. @returns null: others have run on for some time */
  async enterAlone(guest: Guest, isStubborn = false): Promise<Stay | null> {
    const place = this.#newPlace(true, isStubborn);
    const patienceMs = isStubborn ? STUBBORN_RESERVATION_MS : RESERVATION_MS;
    for (let waitedMs = 0; waitedMs <= patienceMs; waitedMs += POLL_MS) {
      if (this.#isEmpty() && !this.#isClosedTo(place)) {
        this.#places.add(place);
        this.#close(place, RESERVATION_MS);
        return this.#stayAt(place, guest);
      }
      place.seenMs = this.#deps.nowMs();
      if (!this.#isClosed()) this.#close(place, patienceMs - waitedMs);
      await guest.sleep(POLL_MS);
    }
    this.#open(place);
    return null;
  }

  #newPlace(isAlone: boolean, isStubborn = false): Place {
    return { isAlone, isStubborn, owesReport: false, job: null, seenMs: this.#deps.nowMs(), missedMs: null };
  }

  #stayAt(place: Place, guest: Guest): Stay {
    return {
      get isAlone() {
        return place.isAlone;
      },
      begin: (domain, order) => {
        place.job = { domain, order };
        if (place.isAlone && order.quiet_ms !== undefined) this.#close(place, order.quiet_ms);
      },
      touch: async () => {
        place.seenMs = this.#deps.nowMs();
        place.missedMs = null;
        if (!this.#places.has(place)) {
          // It was taken for dead.
          this.#places.add(place);
          await this.#endSolitude(place, guest);
        }
        if (place.owesReport) await report(place, guest);
      },
      leave: () => {
        this.#places.delete(place);
        this.#open(place);
      },
    };
  }

  /** No suspect is alone any more: another job is here. */
  async #endSolitude(newcomer: Place, guest: Guest): Promise<void> {
    newcomer.isAlone = false;
    for (const place of this.#places) {
      if (place === newcomer || !place.isAlone) continue;
      try {
        await within(REPORT, guest.sleep, report(place, guest));
      } catch {
        place.owesReport = true;
      }
      place.isAlone = false;
    }
  }

  #isClosed(): boolean {
    if (this.#door === null) return false;
    const { place, untilMs } = this.#door;
    const nowMs = this.#deps.nowMs();
    // Its invocation may have died without a word.
    return nowMs < untilMs && nowMs - place.seenMs <= this.#deps.leaseMs;
  }

  /** Whether a stubborn suspect keeps the door closed for longer than that. */
  #isClosedFor(ms: number): boolean {
    const door = this.#isClosed() ? this.#door : null;
    return door?.place.isStubborn === true && this.#deps.nowMs() + ms < door.untilMs;
  }

  #isClosedTo(place: Place): boolean {
    return this.#isClosed() && this.#door?.place !== place;
  }

  #close(place: Place, ms: number): void {
    this.#door = { place, untilMs: this.#deps.nowMs() + ms };
  }

  #open(place: Place): void {
    if (this.#door?.place === place) this.#door = null;
  }

  /** Whether no job runs. Stays of invocations that have died end here. */
  #isEmpty(): boolean {
    const nowMs = this.#deps.nowMs();
    for (const place of this.#places) {
      if (nowMs - place.seenMs <= this.#deps.leaseMs) continue;
      place.missedMs ??= nowMs;
      if (nowMs - place.missedMs >= GRACE_MS) this.#places.delete(place);
    }
    return this.#places.size === 0;
  }
}

async function report(place: Place, { reportCompany }: Guest): Promise<void> {
  if (place.job !== null) await reportCompany(place.job.domain, place.job.order);
  place.owesReport = false;
}
