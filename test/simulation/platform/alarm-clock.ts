import type { World } from "../world.ts";

const RETRY_MS = 2_000;
/** A handler that fails so often is not called again: the alarm is gone. */
const MAX_RETRIES = 6;
/** An alarm that was not set is set again within this time. */
const SET_AGAIN_MS = 60_000;
/** An alarm that was lost is missed within this time: the cron looks every five minutes. */
const FOUND_MS = 11 * 60_000;
/** The platform ends a handler after this time. */
const HANDLER_LIMIT_MS = 15 * 60_000;

/** An object's wall clock and its one alarm: it rings at least once, one handler at a time, and again when that has failed. */
export class AlarmClock {
  readonly #world: World;
  readonly #name: string;
  readonly #ring: () => Promise<void>;
  readonly #heldMs: () => number;
  #offsetMs = 0;
  /** So far ahead of the cron's clock it has been: the cron takes what was accepted then for younger than it is. */
  #aheadMs = 0;
  #atMs: number | null = null;
  #setting = 0;
  #isRinging = false;
  /** It became due while the handler ran. */
  #isDue = false;
  #failures = 0;
  /** The platform has not taken it, or has lost it: nothing rings when it is due. */
  isMissing = false;
  /** How often it has rung. */
  rings = 0;
  /** Until then it may be late or missing, for a reason of the platform's. */
  #excusedUntilMs = 0;

  /** @param heldMs how long the object can't be called yet */
  constructor(world: World, name: string, ring: () => Promise<void>, heldMs: () => number) {
    this.#world = world;
    this.#name = name;
    this.#ring = ring;
    this.#heldMs = heldMs;
  }

  wallMs(): number {
    return this.#world.nowMs + this.#offsetMs;
  }

  /** The clock of the machine is set anew. */
  jump(ms: number): void {
    this.#offsetMs += ms;
    this.#aheadMs = Math.max(this.#aheadMs, this.#offsetMs);
    this.excuseFor(0);
    if (this.#atMs !== null) this.#setAt(this.#atMs);
  }

  /** When the alarm is due by the wall clock; null = none is set. */
  get atMs(): number | null {
    return this.#atMs;
  }

  get excusedUntilMs(): number {
    return this.#excusedUntilMs;
  }

  get isExcused(): boolean {
    return this.#world.nowMs < this.#excusedUntilMs;
  }

  /** From now on, and so long. */
  excuseFor(ms: number): void {
    this.#excusedUntilMs = Math.max(this.#excusedUntilMs, this.#world.nowMs + ms);
  }

  get isRinging(): boolean {
    return this.#isRinging;
  }

  /** @throws when the platform does not take it */
  set(atMs: number): void {
    const { random, faults } = this.#world;
    if (random.chance(faults.alarm.setFails)) {
      this.excuseFor(SET_AGAIN_MS);
      this.isMissing = true;
      throw new Error("The alarm could not be set");
    }
    if (this.isMissing) this.excuseFor(0);
    this.isMissing = false;
    this.#failures = 0;
    this.#setAt(atMs);
    if (random.chance(faults.alarm.lost)) this.#lose();
  }

  #setAt(atMs: number): void {
    this.#atMs = atMs;
    this.#setting += 1;
    this.#isDue = false;
    this.#ringIn(atMs - this.wallMs(), this.#setting);
  }

  #ringIn(ms: number, setting: number): void {
    const lateMs = this.#world.random.between(0, this.#world.faults.alarm.longestDelayMs);
    const due = () => {
      if (setting !== this.#setting) return;
      const heldMs = this.#heldMs();
      if (heldMs > 0) this.#ringIn(heldMs, setting);
      else this.#becomeDue();
    };
    this.#world.schedule(ms + lateMs, `${this.#name} alarm`, due, "alarm");
  }

  /** The instance that would set a missing alarm again is gone: the next call does, or the watchdog. */
  instanceEnded(): void {
    if (this.isMissing) this.excuseFor(FOUND_MS + this.#aheadMs);
  }

  /** Its object has lost all that it has kept: no alarm is set, and none is missing. */
  forget(): void {
    this.#atMs = null;
    this.#setting += 1;
    this.#isDue = false;
    this.isMissing = false;
  }

  #lose(): void {
    this.#world.note(`${this.#name} alarm is lost`);
    this.#atMs = null;
    this.#setting += 1;
    this.excuseFor(FOUND_MS + this.#aheadMs);
    this.isMissing = true;
  }

  #becomeDue(): void {
    if (this.#isRinging) this.#isDue = true;
    else void this.#fire();
  }

  async #fire(): Promise<void> {
    const { random, faults } = this.#world;
    this.#atMs = null;
    this.#setting += 1;
    this.#isRinging = true;
    this.rings += 1;
    const isRepeated = random.chance(faults.alarm.duplicate);
    let endLimit = () => {};
    const limit = new Promise<never>((_, reject) => {
      const refuse = () => reject(new Error("The handler took too long"));
      endLimit = this.#world.schedule(HANDLER_LIMIT_MS, `${this.#name} alarm's limit`, refuse);
    });
    try {
      await Promise.race([this.#ring(), limit]);
      if (isRepeated) throw new Error("The platform did not learn that the alarm was handled");
      this.#failures = 0;
    } catch {
      this.#repeat();
    } finally {
      endLimit();
      this.#isRinging = false;
      if (this.#isDue) {
        this.#isDue = false;
        void this.#fire();
      }
    }
  }

  #repeat(): void {
    this.#failures += 1;
    if (this.#failures > MAX_RETRIES && this.#atMs === null) {
      this.#lose();
      return;
    }
    const again = this.wallMs() + RETRY_MS * 2 ** (this.#failures - 1);
    if (this.#atMs === null || this.#atMs > again) this.#setAt(again);
  }
}
