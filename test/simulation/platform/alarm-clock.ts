import type { World } from "../world.ts";

const RETRY_MS = 2_000;

/** An object's wall clock and its one alarm: it rings at least once, and again when its handler has failed. */
export class AlarmClock {
  readonly #world: World;
  readonly #name: string;
  readonly #ring: () => Promise<void>;
  #offsetMs = 0;
  #atMs: number | null = null;
  #setting = 0;
  #ringing = 0;
  /** How often it has rung. */
  rings = 0;

  constructor(world: World, name: string, ring: () => Promise<void>) {
    this.#world = world;
    this.#name = name;
    this.#ring = ring;
  }

  wallMs(): number {
    return this.#world.nowMs + this.#offsetMs;
  }

  /** The clock of the machine is set anew. */
  jump(ms: number): void {
    this.#offsetMs += ms;
    if (this.#atMs !== null) this.set(this.#atMs);
  }

  /** When the alarm is due by the wall clock; null = none is set. */
  get atMs(): number | null {
    return this.#atMs;
  }

  get isRinging(): boolean {
    return this.#ringing > 0;
  }

  set(atMs: number): void {
    this.#atMs = atMs;
    this.#setting += 1;
    const setting = this.#setting;
    const lateMs = this.#world.random.between(0, this.#world.faults.alarm.longestDelayMs);
    const due = () => {
      if (setting === this.#setting) void this.#fire();
    };
    this.#world.schedule(atMs - this.wallMs() + lateMs, `${this.#name} alarm`, due, true);
  }

  async #fire(): Promise<void> {
    const { random, faults } = this.#world;
    this.#atMs = null;
    this.#setting += 1;
    this.#ringing += 1;
    this.rings += 1;
    const isRepeated = random.chance(faults.alarm.duplicate);
    try {
      await this.#ring();
      if (isRepeated) throw new Error("The platform did not learn that the alarm was handled");
    } catch {
      const again = this.wallMs() + RETRY_MS;
      if (this.#atMs === null || this.#atMs > again) this.set(again);
    } finally {
      this.#ringing -= 1;
    }
  }
}
