import { Cancellation, type CancelSignal } from "../core/cancellation.ts";
import { LruMap } from "../core/lru-map.ts";

/** How the items of several requests are sent. */
export interface Sending<Item, Result> {
  /** Sends the items in one call. @returns the outcome of each; an error = the call failed, and each item is sent alone */
  readonly together: (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Result>[]>;
  /**
   * Sends an item that was in a call with others which failed, or whose outcome is not known: it may be done already, or be
   * done later. Called in the item's own request.
   * @param cause the error of the call; undefined = nothing was heard of it
   */
  readonly alone: (item: Item, cause: unknown) => Promise<Result>;
}

export interface SharedCallLimits<Item> {
  /** Items of one call. */
  readonly items: number;
  /** Of one call; an item above it is always sent by itself, at once. */
  readonly weight: number;
  readonly weightOf: (item: Item) => number;
  /** An item waits for the call under way for this time at most. */
  readonly turnMs: number;
  /** A request waits for the outcome of a call that another one makes for this time at most. */
  readonly outcomeMs: number;
}

export interface SharedCallDeps {
  readonly sleep: (ms: number, signal?: CancelSignal) => Promise<void>;
  /** Lets work of the current request go on when its client leaves: other requests wait for it. The work never rejects. */
  readonly keepAlive: (work: Promise<unknown>) => void;
}

/** `lost` = the call failed as a whole, or nothing was heard of it. */
type Outcome<Result> = PromiseSettledResult<Result> | { readonly status: "lost"; readonly cause: unknown };

interface Member<Item, Result> {
  readonly item: Item;
  /** A call has it, which another request makes. */
  isTaken: boolean;
  /** Has its request make the next call. */
  readonly lead: () => void;
  readonly hear: (outcome: Outcome<Result>) => void;
}

/** The calls to one place. */
interface Lane<Item, Result> {
  /** The newest call. */
  flight: object;
  /** In the order in which they came. */
  waiting: Member<Item, Result>[];
}

/** Lanes that are known at once; one that is forgotten too early costs a call more. */
const CAPACITY = 1_000;

// docs/decisions/076-requests-share-calls.md
/**
 * Calls that requests of one isolate share: while one is under way, further items for the same place wait, and go together
 * in one call when it ends. With nothing under way an item goes at once.
 *
 * The platform binds a call to the request that makes it. So the first of the waiting requests makes the next call in its own
 * context; the others wait for promises and timers of their own, and help themselves when nothing comes.
 */
export class SharedCalls<Item, Result> {
  readonly #deps: SharedCallDeps;
  readonly #limits: SharedCallLimits<Item>;
  readonly #sending: Sending<Item, Result>;
  readonly #lanes = new LruMap<Lane<Item, Result>>(CAPACITY);

  constructor(deps: SharedCallDeps, limits: SharedCallLimits<Item>, sending: Sending<Item, Result>) {
    this.#deps = deps;
    this.#limits = limits;
    this.#sending = sending;
  }

  /** @param place items for different places never go together. @returns the item's own result */
  send(place: string, item: Item): Promise<Result> {
    const work = this.#begin(place, item);
    this.#deps.keepAlive(work.then(nothing, nothing));
    return work;
  }

  #begin(place: string, item: Item): Promise<Result> {
    if (this.#limits.weightOf(item) > this.#limits.weight) return this.#byItself(item);
    const lane = this.#lanes.get(place);
    if (lane !== undefined) return this.#wait(place, lane, item);
    const created: Lane<Item, Result> = { flight: {}, waiting: [] };
    this.#lanes.set(place, created);
    return this.#lead(place, created, item);
  }

  async #byItself(item: Item): Promise<Result> {
    const [outcome] = await this.#sending.together([item]);
    return resultOf(outcome ?? { status: "lost", cause: undefined });
  }

  async #wait(place: string, lane: Lane<Item, Result>, item: Item): Promise<Result> {
    const { sleep } = this.#deps;
    const { turnMs, outcomeMs } = this.#limits;
    const done = new Cancellation();
    try {
      // Promises of this request: the runtime runs what follows one in the request that has created it.
      let lead: Member<Item, Result>["lead"] = nothing;
      let hear: Member<Item, Result>["hear"] = nothing;
      const turn = new Promise<null>((resolve) => {
        lead = () => resolve(null);
      });
      const heard = new Promise<Outcome<Result>>((resolve) => {
        hear = resolve;
      });
      const member: Member<Item, Result> = { item, isTaken: false, lead, hear };
      lane.waiting.push(member);
      const first = await Promise.race([turn, heard, sleep(turnMs, done)]);
      if (!member.isTaken) {
        lane.waiting = lane.waiting.filter((other) => other !== member);
        return await this.#lead(place, lane, item);
      }
      const outcome = first ?? (await Promise.race([heard, sleep(outcomeMs, done)]));
      return await this.#resultOf(item, outcome ?? { status: "lost", cause: undefined });
    } finally {
      done.abort();
    }
  }

  /** Makes a call with this item and those that wait; the next ones are gathered meanwhile. */
  async #lead(place: string, lane: Lane<Item, Result>, item: Item): Promise<Result> {
    const flight = {};
    lane.flight = flight;
    const others = this.#take(lane, item);
    const [own, ...outcomes] = await this.#outcomes([item, ...others.map((member) => member.item)]);
    this.#end(place, lane, flight);
    for (const [index, { hear }] of others.entries()) hear(outcomes[index] ?? { status: "lost", cause: undefined });
    const outcome = own ?? { status: "lost", cause: undefined };
    return others.length === 0 ? resultOf(outcome) : this.#resultOf(item, outcome);
  }

  /** The longest waiting members, as many as a call with this item may have. */
  #take(lane: Lane<Item, Result>, item: Item): Member<Item, Result>[] {
    const { items, weight, weightOf } = this.#limits;
    let sum = weightOf(item);
    const end = lane.waiting.findIndex((member, index) => {
      sum += weightOf(member.item);
      return index + 1 >= items || sum > weight;
    });
    const taken = lane.waiting.splice(0, end === -1 ? lane.waiting.length : end);
    for (const member of taken) member.isTaken = true;
    return taken;
  }

  async #outcomes(items: readonly Item[]): Promise<readonly Outcome<Result>[]> {
    try {
      return await this.#sending.together(items);
    } catch (cause) {
      return items.map(() => ({ status: "lost", cause }));
    }
  }

  /** The first of those that wait makes the next call; until then others join it. When it is gone, the patience of the next one ends. */
  #end(place: string, lane: Lane<Item, Result>, flight: object): void {
    // A call that began later, because this one took long, goes on.
    if (lane.flight !== flight) return;
    const [next] = lane.waiting;
    if (next !== undefined) next.lead();
    else if (this.#lanes.get(place) === lane) this.#lanes.delete(place);
  }

  #resultOf(item: Item, outcome: Outcome<Result>): Promise<Result> {
    return outcome.status === "lost" ? this.#sending.alone(item, outcome.cause) : resultOf(outcome);
  }
}

const nothing = (): void => undefined;

async function resultOf<Result>(outcome: Outcome<Result>): Promise<Result> {
  if (outcome.status === "fulfilled") return outcome.value;
  throw outcome.status === "rejected" ? outcome.reason : outcome.cause;
}
