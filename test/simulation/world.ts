import { setImmediate as nextTurn } from "node:timers/promises";
import { type Disasters, drawDisasters, NO_DISASTERS } from "./faults/disasters.ts";
import { CALM, type Faults } from "./faults/faults.ts";
import { Begun } from "./invariants/functions.ts";
import { Logged } from "./invariants/logged.ts";
import type { Deployment } from "./platform/deployment.ts";
import { Random } from "./random.ts";
import { Trace } from "./trace.ts";
import { Violations } from "./violation.ts";

/** What may be pending for ever while the world is at rest: an object's alarm, and the cron. */
type EventKind = "work" | "alarm" | "cron";

interface Event {
  readonly atMs: number;
  readonly name: string;
  readonly kind: EventKind;
  readonly run: () => void;
}

/** In some seeds. What is drawn from the stream leaves the numbers of the seed's own stream alone. */
const QUIET = 1 / 10;
const QUIET_STREAM = 4 * 2 ** 40;

const START_MS = Date.UTC(2026, 0, 15);

/**
 * Virtual time and everything that is about to happen in it. Each step runs one of the events that are due, whichever
 * the seed says, and then all code that it wakes; only when none is due does time go on.
 */
export class World {
  readonly random: Random;
  readonly trace: Trace;
  readonly violations = new Violations();
  /** Tries beside which the function of another one has run in the same isolate, as `job/attempt`. */
  readonly company = new Set<string>();
  /** Tries that hold their job no more; a function that ignores this runs on. */
  readonly over = new Set<string>();
  readonly begun = new Begun(this.violations);
  readonly logged = new Logged();
  faults: Faults = CALM;
  /** Both releases that are deployed; null = only the current one is. */
  readonly deployment: Deployment | null;
  /** Nothing fails in this run but functions of tasks: only clients come and go, and messages come late, or twice. */
  readonly isQuiet: boolean;
  /** Release 0.1.0 survives none. */
  disasters: Disasters;
  nowMs = START_MS;
  readonly #events: Event[] = [];

  constructor(seed: number, deployment: Deployment | null, print: ((line: string) => void) | null = null) {
    this.deployment = deployment;
    this.isQuiet = deployment === null && new Random(seed + QUIET_STREAM).chance(QUIET);
    this.disasters = deployment === null && !this.isQuiet ? drawDisasters(seed) : NO_DISASTERS;
    this.random = new Random(seed);
    this.trace = new Trace(print);
  }

  /**
   * @returns a function that keeps the event from happening
   */
  schedule(delayMs: number, name: string, run: () => void, kind: EventKind = "work"): () => void {
    const event = { atMs: this.nowMs + Math.ceil(Math.max(0, delayMs)), name, kind, run };
    this.#events.push(event);
    return () => {
      const index = this.#events.indexOf(event);
      if (index >= 0) this.#events.splice(index, 1);
    };
  }

  get hasOnlyAlarms(): boolean {
    return this.#events.every((event) => event.kind !== "work");
  }

  get isEmpty(): boolean {
    return this.#events.every((event) => event.kind === "cron");
  }

  async step(): Promise<void> {
    const event = this.#takeDue();
    if (event === null) return;
    this.trace.add(this.nowMs - START_MS, event.name);
    event.run();
    await nextTurn();
  }

  note(line: string): void {
    this.trace.add(this.nowMs - START_MS, `  ${line}`);
  }

  #takeDue(): Event | null {
    let due = this.#due();
    if (due.length === 0 && this.#events.length > 0) {
      this.nowMs = this.#events.reduce((earliest, event) => Math.min(earliest, event.atMs), Number.POSITIVE_INFINITY);
      due = this.#due();
    }
    const index = this.random.pick(due);
    if (index === undefined) return null;
    const [event] = this.#events.splice(index, 1);
    return event ?? null;
  }

  #due(): number[] {
    const due: number[] = [];
    for (const [index, event] of this.#events.entries()) if (event.atMs <= this.nowMs) due.push(index);
    return due;
  }
}
