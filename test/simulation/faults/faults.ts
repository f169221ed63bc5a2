import type { Link } from "../call.ts";

/** What goes wrong in a run, and how often. Times are in milliseconds, the rest are probabilities. */
export interface Faults {
  /** A process dies; drawn at each moment of each of its calls. */
  readonly death: number;
  /** A process stands still for a while; drawn whenever it would go on. */
  readonly stall: number;
  readonly rpc: Link;
  readonly d1: Link;
  readonly kv: Link;
  readonly queue: QueueFaults;
  readonly alarm: AlarmFaults;
  readonly sqlite: SqliteFaults;
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
  /** The call that sets the alarm fails, and it is not set. */
  readonly setFails: number;
  /** An alarm that was set never rings, and the platform does not know it any more. */
  readonly lost: number;
}

/** An object's SQLite throws: the disk is full, or the statement was interrupted. */
export interface SqliteFaults {
  /** Before the first statement of a transaction. */
  readonly begin: number;
  /** At one of its writes. */
  readonly write: number;
  /** When all was written. */
  readonly commit: number;
}

export interface TaskFaults {
  readonly throws: number;
  readonly sleeps: number;
  readonly longestSleepMs: number;
  readonly ignoresAbort: number;
  /** One of two outputs cannot be written. */
  readonly partial: number;
  /** The function computes without a pause for as long as {@link longestBlockMs}: its isolate sends no heartbeats. */
  readonly blocks: number;
  readonly longestBlockMs: number;
  /** The function of this task ends the process that runs it, each time, with all its neighbours; null = none does. */
  readonly killer: string | null;
}

const CALM_LINK: Link = { typicalMs: 10, longestMs: 50, lostRequest: 0, lostAnswer: 0, cutOff: 0, hang: 0 };

export const CALM: Faults = {
  death: 0,
  stall: 0,
  rpc: CALM_LINK,
  d1: CALM_LINK,
  kv: CALM_LINK,
  queue: { link: CALM_LINK, drop: 0, duplicate: 0, giveUp: 0, typicalMs: 20, longestMs: 200 },
  alarm: { longestDelayMs: 10, duplicate: 0, setFails: 0, lost: 0 },
  sqlite: { begin: 0, write: 0, commit: 0 },
  tasks: {
    throws: 0,
    sleeps: 0.2,
    longestSleepMs: 2_000,
    ignoresAbort: 0,
    partial: 0,
    blocks: 0,
    longestBlockMs: 0,
    killer: null,
  },
};
