import { TaipyError } from "../../core/errors.ts";
import type { JobWait } from "../../core/ports/memory.ts";

/** How long a request waits for its turn. */
const PATIENCE_MS = 10_000;
/** How often those who wait look whether it is their turn. */
const POLL_MS = 20;
/** More requests than this do not wait. */
const MAX_WAITING = 100;
/** The platform stops requests whose clients have gone, without a word: who has not polled for so long is one of them. */
const SILENCE_MS = 5_000;
/** The same for a turn: it takes far less time. */
const LONGEST_TURN_MS = 60_000;

export interface GateDeps {
  /** Milliseconds that pass while one waits. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal?: JobWait["signal"]) => Promise<void>;
}

interface Ticket {
  /** When its owner has polled last, or got its turn. */
  seenMs: number;
  hasTurn: boolean;
}

/** Lets one in at a time, in the order of their arrival. */
export interface Gate {
  /** @throws TaipyError `memory_busy` when a request has waited too long, or when too many wait; what aborts a job that waits */
  alone<T>(work: () => Promise<T>, wait?: JobWait): Promise<T>;
}

// docs/decisions/055-large-values-take-turns.md
/**
 * A gate for one isolate. Each request polls with timers of its own: it must not wait for a promise that another request
 * resolves, which the platform may stop at any time.
 */
export function createGate({ now, sleep }: GateDeps): Gate {
  const line: Ticket[] = [];

  function isGone({ seenMs, hasTurn }: Ticket): boolean {
    return now() - seenMs > (hasTurn ? LONGEST_TURN_MS : SILENCE_MS);
  }

  function isFirst(ticket: Ticket): boolean {
    // A busy isolate can silence all who wait: a ticket that another has dropped comes back.
    if (!line.includes(ticket)) line.push(ticket);
    for (let [first] = line; first !== undefined && first !== ticket && isGone(first); [first] = line) line.shift();
    return line[0] === ticket;
  }

  function leave(ticket: Ticket): void {
    const place = line.indexOf(ticket);
    if (place >= 0) line.splice(place, 1);
  }

  async function turn(ticket: Ticket, wait: JobWait | undefined): Promise<void> {
    const sinceMs = now();
    while (!isFirst(ticket)) {
      const isTooLong = now() - sinceMs >= PATIENCE_MS || line.length > MAX_WAITING;
      if (isTooLong && wait === undefined) throw memoryBusy();
      await sleep(POLL_MS, wait?.signal);
      wait?.signal.throwIfAborted();
      ticket.seenMs = now();
    }
    ticket.seenMs = now();
    ticket.hasTurn = true;
  }

  return {
    async alone(work, wait) {
      const ticket: Ticket = { seenMs: now(), hasTurn: false };
      try {
        wait?.waits();
        await turn(ticket, wait);
        wait?.begun();
        return await work();
      } finally {
        leave(ticket);
      }
    },
  };
}

const memoryBusy = (): TaipyError =>
  new TaipyError(
    "memory_busy",
    "Other large values are being read, and a Worker's memory holds one of them at a time. Try again.",
  );
