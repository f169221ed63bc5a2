import { Cancellation, type CancelSignal } from "./cancellation.ts";

/** The parts of the platform that are called, as errors name them. */
export const PARTS = {
  d1: "The database (D1)",
  kv: "The key-value store (KV)",
  r2: "The object store (R2)",
  queue: "The Queue",
  rateLimit: "The rate limit",
  assets: "The store of page files",
  object: "The orchestrator object",
  alarm: "The object's alarm",
  any: "The part",
} as const;

/** How long one kind of call may take. */
export interface Deadline {
  readonly part: (typeof PARTS)[keyof typeof PARTS];
  readonly ms: number;
}

const S = 1_000;

/** A call that waits for jobs is answered this much later than its caller asked for, at most: D1 gets a second of it. */
export const WAIT_SLACK_MS = 3 * S;

// docs/decisions/059-no-call-without-a-deadline.md
/** Every kind of call of the platform, and how long it may take. Those of objects: orchestrator/calls/call-deadlines.ts. */
export const DEADLINES = {
  /** One statement. D1 itself ends a query after 30 s; a caller of the API does not wait that long for a row. */
  d1: { part: PARTS.d1, ms: 15 * S },
  /** As long as D1 lets a query run: a large creation or deletion is one batch. */
  d1Batch: { part: PARTS.d1, ms: 30 * S },
  /** A credential: one row by its key, on the way of every request that is not remembered. */
  lookup: { part: PARTS.d1, ms: 5 * S },
  /** A value of at most 25 MiB. */
  kvRead: { part: PARTS.kv, ms: 15 * S },
  kvWrite: { part: PARTS.kv, ms: 30 * S },
  /** Until the first byte of a value. */
  r2Read: { part: PARTS.r2, ms: 15 * S },
  /** The bytes of a value, which a Worker's memory bounds. */
  r2Body: { part: PARTS.r2, ms: 60 * S },
  /** A value, or a part of a file. */
  r2Write: { part: PARTS.r2, ms: 60 * S },
  /** Messages for jobs. What is not sent is sent again by the timer of its job. */
  queue: { part: PARTS.queue, ms: 10 * S },
  /** A counter at the place of the Worker. Without an answer the request is allowed. */
  rateLimit: { part: PARTS.rateLimit, ms: 1 * S },
  /** A file of the documentation's pages. */
  assets: { part: PARTS.assets, ms: 10 * S },
  /** The object's own storage. */
  alarm: { part: PARTS.alarm, ms: 10 * S },
  /** `GET /health`: a part that takes longer counts as hanging. */
  health: { part: PARTS.any, ms: 2 * S },
  /** D1 takes rows of an object. They are sent again: it is better to try again soon than to wait. */
  drain: { part: PARTS.d1, ms: 10 * S },
  /** D1 shows an object the nodes of another domain. The object goes on with what it knows. */
  snapshots: { part: PARTS.d1, ms: 5 * S },
  /** An object that a caller waits for reads a submission that has left it: with a second before it within {@link WAIT_SLACK_MS}. */
  endedRow: { part: PARTS.d1, ms: 1.5 * S },
} as const satisfies Readonly<Record<string, Deadline>>;

const NO_ANSWER = " did not answer within ";

const SECONDS = /^\d+(?:\.\d+)? s$/;
/** The platform's RPC may put the class of an error before its text. */
const CLASS = /^NoAnswerError: /;

/**
 * What a {@link NoAnswerError} says; null = it is another error. One that came from an object has lost its class on the way:
 * it is known by its text, which must be that of a part of the platform, and not of the application's own code.
 */
export function noAnswerText(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const text = error.message.replace(CLASS, "");
  const [part, seconds, ...more] = text.split(NO_ANSWER);
  const isOfPlatform = Object.values<string | undefined>(PARTS).includes(part) && SECONDS.test(seconds ?? "");
  return isOfPlatform && more.length === 0 ? text : null;
}

/** The part of the platform that has not answered; null = it is another error. */
export const noAnswerPart = (error: unknown): string | null => noAnswerText(error)?.split(NO_ANSWER)[0] ?? null;

export const isNoAnswer = (error: unknown): boolean => noAnswerText(error) !== null;

/** A part of the platform has not answered in time. What was sent may still arrive there, and may have an effect. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";

  constructor({ part, ms }: Deadline) {
    super(`${part}${NO_ANSWER}${ms / S} s`);
  }
}

type Sleep = (ms: number, signal?: CancelSignal) => Promise<void>;

/**
 * The answer of a call, when it comes in time. The timer ends with the call.
 * @throws NoAnswerError when the time is up; the call itself goes on, and what it answers then is dropped
 */
export async function within<T>(deadline: Deadline, sleep: Sleep, call: Promise<T>): Promise<T> {
  const answered = new Cancellation();
  const late = sleep(deadline.ms, answered).then((): T | Promise<T> => {
    // After an answer the race is over, and this value is dropped.
    return answered.aborted ? call : Promise.reject(new NoAnswerError(deadline));
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    answered.abort();
  }
}
