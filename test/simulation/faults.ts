import type { Link } from "./call.ts";
import type { Random } from "./random.ts";

/** What goes wrong in a run, and how often. Times are in milliseconds, the rest are probabilities. */
export interface Faults {
  /** A process dies; drawn at each moment of each of its calls. */
  readonly death: number;
  /** A process stands still for a while; drawn whenever it would go on. */
  readonly stall: number;
  readonly rpc: Link;
  readonly d1: Link;
  readonly payloads: Link;
  readonly queue: QueueFaults;
  readonly alarm: AlarmFaults;
  readonly tasks: TaskFaults;
}

export interface QueueFaults {
  readonly link: Link;
  /** An accepted message is never delivered. */
  readonly drop: number;
  readonly duplicate: number;
  /** A message that is asked for again goes to the dead letters at once. */
  readonly giveUp: number;
  readonly typicalMs: number;
  readonly longestMs: number;
}

export interface AlarmFaults {
  readonly longestDelayMs: number;
  readonly duplicate: number;
}

export interface TaskFaults {
  readonly throws: number;
  readonly sleeps: number;
  readonly longestSleepMs: number;
  readonly ignoresAbort: number;
  /** One of two outputs cannot be written. */
  readonly partial: number;
}

const CALM_LINK: Link = { typicalMs: 10, longestMs: 50, lostRequest: 0, lostAnswer: 0, cutOff: 0 };

export const CALM: Faults = {
  death: 0,
  stall: 0,
  rpc: CALM_LINK,
  d1: CALM_LINK,
  payloads: CALM_LINK,
  queue: { link: CALM_LINK, drop: 0, duplicate: 0, giveUp: 0, typicalMs: 20, longestMs: 200 },
  alarm: { longestDelayMs: 10, duplicate: 0 },
  tasks: { throws: 0, sleeps: 0.2, longestSleepMs: 2_000, ignoresAbort: 0, partial: 0 },
};

/** Each seed has its own mix, and leaves some kinds of faults out: what hides behind one of them shows without it. */
export function drawFaults(random: Random): Faults {
  const some = (highest: number) => (random.chance(0.6) ? random.fraction() * highest : 0);
  const link = (longestMs: number): Link => ({
    typicalMs: random.between(1, 50),
    longestMs: random.chance(0.5) ? longestMs : 200,
    lostRequest: some(random.chance(0.2) ? 0.4 : 0.1),
    lostAnswer: some(0.1),
    cutOff: some(0.05),
  });
  return {
    death: some(0.04),
    stall: some(0.08),
    rpc: link(5_000),
    d1: { ...link(20_000), cutOff: some(0.2) },
    payloads: link(1_000),
    queue: {
      link: link(2_000),
      drop: some(0.2),
      duplicate: some(0.3),
      giveUp: some(0.5),
      typicalMs: random.between(1, 500),
      longestMs: random.chance(0.5) ? 30_000 : 1_000,
    },
    alarm: { longestDelayMs: random.chance(0.5) ? 5_000 : 50, duplicate: some(0.1) },
    tasks: {
      throws: some(0.3),
      sleeps: some(0.6),
      longestSleepMs: random.chance(0.4) ? 60_000 : 5_000,
      ignoresAbort: some(0.5),
      partial: some(0.2),
    },
  };
}
