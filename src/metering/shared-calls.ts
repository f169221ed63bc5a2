import { Cancellation, type CancelSignal } from "../core/cancellation.ts";

/** How the items of several requests are sent. */
export interface Sending<Item, Result> {
  /** Sends the items in one call. @returns the result of each, in their order; an error = the call failed as a whole */
  readonly together: (items: readonly Item[]) => Promise<readonly Result[]>;
  /**
   * Sends an item that was in a call with others which failed, or whose outcome is unknown: it may be done already, or be
   * done later. Called in the item's own request.
   * @param cause the error of the call; undefined = its outcome is unknown
   * @param sinceMs when the item's request sent it
   */
  readonly alone: (item: Item, cause: unknown, sinceMs: number) => Promise<Result>;
}

export interface SharedCallLimits<Item> {
  /** How many of these items one call may have, from the first on; 0 = the first is too large to share a call. */
  readonly most: (items: readonly Item[]) => number;
  /** An item waits for the call under way for this time at most. */
  readonly turnMs: number;
  /** An item that has waited for this time belongs to a request that the platform has stopped: it is not sent any more. */
  readonly goneMs: number;
  /** A request waits for the outcome of a call that another one makes for this time at most. */
  readonly outcomeMs: number;
}

export interface SharedCallDeps {
  readonly nowMs: () => number;
  readonly sleep: (ms: number, signal?: CancelSignal) => Promise<void>;
  /** Lets work of the current request go on when its client leaves: other requests wait for it. The work never rejects. */
  readonly keepAlive: (work: Promise<unknown>) => void;
}

/** `lost` = the call failed as a whole, or its outcome is unknown. */
type Outcome<Result> =
  | { readonly status: "done"; readonly result: Result }
  | { readonly status: "lost"; readonly cause: unknown };

interface Member<Item, Result> {
  readonly item: Item;
  readonly sinceMs: number;
  /** A call has it, which another request makes. */
  isTaken: boolean;
  /** Has its request make the next call. */
  readonly lead: () => void;
  /** Gives its request the outcome of the call that has it. */
  readonly settle: (outcome: Outcome<Result>) => void;
}

const UNKNOWN = { status: "lost", cause: undefined } as const;

// docs/decisions/076-requests-share-calls.md
/**
 * Calls that requests of one isolate share: while one is under way, further items wait, and go together in one call when it
 * ends. With nothing under way an item goes at once.
 *
 * The platform binds a call to the request that makes it. So the first of the waiting requests makes the next call in its own
 * context; the others wait for promises and timers of their own, and send their items alone when no outcome comes.
 */
export class SharedCalls<Item, Result> {
  readonly #deps: SharedCallDeps;
  readonly #limits: SharedCallLimits<Item>;
  readonly #sending: Sending<Item, Result>;
  /** The newest call; null = it has ended. */
  #flight: object | null = null;
  /** In the order in which they came. */
  #waiting: Member<Item, Result>[] = [];

  constructor(deps: SharedCallDeps, limits: SharedCallLimits<Item>, sending: Sending<Item, Result>) {
    this.#deps = deps;
    this.#limits = limits;
    this.#sending = sending;
  }

  /** @returns the item's own result */
  send(item: Item): Promise<Result> {
    const work = this.#begin(item);
    this.#deps.keepAlive(work.then(nothing, nothing));
    return work;
  }

  #begin(item: Item): Promise<Result> {
    if (this.#limits.most([item]) === 0) return this.#byItself(item);
    const sinceMs = this.#deps.nowMs();
    this.#dropGone(sinceMs);
    const isIdle = this.#flight === null && this.#waiting.length === 0;
    return isIdle ? this.#lead(item, sinceMs) : this.#wait(item, sinceMs);
  }

  async #byItself(item: Item): Promise<Result> {
    const [outcome = UNKNOWN] = await this.#outcomes([item]);
    return resultOf(outcome);
  }

  async #wait(item: Item, sinceMs: number): Promise<Result> {
    const { sleep } = this.#deps;
    const { turnMs, outcomeMs } = this.#limits;
    const done = new Cancellation();
    try {
      // Promises of this request: the runtime runs what follows one in the request that has created it.
      let lead: Member<Item, Result>["lead"] = nothing;
      let settle: Member<Item, Result>["settle"] = nothing;
      const turn = new Promise<null>((resolve) => {
        lead = () => resolve(null);
      });
      const settled = new Promise<Outcome<Result>>((resolve) => {
        settle = resolve;
      });
      const member: Member<Item, Result> = { item, sinceMs, isTaken: false, lead, settle };
      this.#waiting.push(member);
      const first = await Promise.race([turn, settled, sleep(turnMs, done)]);
      if (!member.isTaken) {
        this.#waiting = this.#waiting.filter((other) => other !== member);
        return await this.#lead(item, sinceMs);
      }
      const outcome = first ?? (await Promise.race([settled, sleep(outcomeMs, done)]));
      return await this.#resultOf(item, outcome ?? UNKNOWN, sinceMs);
    } finally {
      done.abort();
    }
  }

  /** Makes a call with this item and those that wait; the next ones are gathered meanwhile. */
  async #lead(item: Item, sinceMs: number): Promise<Result> {
    const flight = {};
    this.#flight = flight;
    const others = this.#take(item);
    const [own = UNKNOWN, ...outcomes] = await this.#outcomes([item, ...others.map((member) => member.item)]);
    this.#end(flight);
    for (const [index, { settle }] of others.entries()) settle(outcomes[index] ?? UNKNOWN);
    return others.length === 0 ? resultOf(own) : this.#resultOf(item, own, sinceMs);
  }

  /** The longest waiting members, as many as a call with this item may have. */
  #take(item: Item): Member<Item, Result>[] {
    this.#dropGone(this.#deps.nowMs());
    const most = this.#limits.most([item, ...this.#waiting.map((member) => member.item)]);
    const taken = this.#waiting.splice(0, Math.max(0, most - 1));
    for (const member of taken) member.isTaken = true;
    return taken;
  }

  /** A member that is dropped although its request is there makes a call when its turn ends. */
  #dropGone(nowMs: number): void {
    const { goneMs } = this.#limits;
    const end = this.#waiting.findIndex(({ sinceMs }) => nowMs - sinceMs < goneMs);
    this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }

  async #outcomes(items: readonly Item[]): Promise<readonly Outcome<Result>[]> {
    try {
      const results = await this.#sending.together(items);
      return results.map((result) => ({ status: "done", result }));
    } catch (cause) {
      return items.map(() => ({ status: "lost", cause }));
    }
  }

  /** The first of those that wait makes the next call; until then others join it. When it is gone, the turn of the next one ends. */
  #end(flight: object): void {
    // A call that began later, because this one took long, goes on.
    if (this.#flight !== flight) return;
    this.#flight = null;
    this.#dropGone(this.#deps.nowMs());
    this.#waiting[0]?.lead();
  }

  #resultOf(item: Item, outcome: Outcome<Result>, sinceMs: number): Promise<Result> {
    return outcome.status === "lost" ? this.#sending.alone(item, outcome.cause, sinceMs) : resultOf(outcome);
  }
}

const nothing = (): void => undefined;

async function resultOf<Result>(outcome: Outcome<Result>): Promise<Result> {
  if (outcome.status === "done") return outcome.result;
  throw outcome.cause;
}
