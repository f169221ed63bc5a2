import { Cancellation, type CancelSignal } from "./cancellation.ts";

/** How long one kind of call may take. */
export interface Deadline {
  /** The part of the platform that is called, as the error names it. */
  readonly part: string;
  readonly ms: number;
}

const S = 1_000;

/** A call that waits for jobs is answered this much later than its caller asked for, at most: D1 gets a second of it. */
export const WAIT_SLACK_MS = 3 * S;

// docs/decisions/059-no-call-without-a-deadline.md
/** Every kind of call that leaves the isolate or the object, and how long it may take. */
export const DEADLINES = {
  /** One statement. D1 itself ends a query after 30 s; a caller of the API does not wait that long for a row. */
  d1: { part: "The database (D1)", ms: 15 * S },
  /** As long as D1 lets a query run: a large creation or deletion is one batch. */
  d1Batch: { part: "The database (D1)", ms: 30 * S },
  /** A credential: one row by its key, on the way of every request that is not remembered. */
  lookup: { part: "The database (D1)", ms: 5 * S },
  /** A value of at most 25 MiB. */
  kvRead: { part: "The key-value store (KV)", ms: 15 * S },
  kvWrite: { part: "The key-value store (KV)", ms: 30 * S },
  /** Until the first byte of a value. */
  r2Read: { part: "The object store (R2)", ms: 15 * S },
  /** The bytes of a value, which a Worker's memory bounds. */
  r2Body: { part: "The object store (R2)", ms: 60 * S },
  /** A value, or a part of a file. */
  r2Write: { part: "The object store (R2)", ms: 60 * S },
  /** Messages for jobs. What is not sent is sent again by the timer of its job. */
  queue: { part: "The Queue", ms: 10 * S },
  /** A counter at the place of the Worker. Without an answer the request is allowed. */
  rateLimit: { part: "The rate limit", ms: 1 * S },
  /** A file of the documentation's pages. */
  assets: { part: "The store of page files", ms: 10 * S },
  /** The object's own storage. */
  alarm: { part: "The object's alarm", ms: 10 * S },
  /** `GET /health`: a part that takes longer counts as hanging. */
  health: { part: "The part", ms: 2 * S },
  /** D1 takes rows of an object. They are sent again: it is better to try again soon than to wait. */
  drain: { part: "The database (D1)", ms: 10 * S },
  /** D1 shows an object the nodes of another domain. The object goes on with what it knows. */
  snapshots: { part: "The database (D1)", ms: 5 * S },
  /** An object reads nodes again because of another one. Should that not work, its own timer does it. */
  poke: { part: "An orchestrator object", ms: 10 * S },
  /** A slot of a limited job is asked for, offered or given back. A timer makes up for the call. */
  slots: { part: "An orchestrator object", ms: 10 * S },
} as const satisfies Readonly<Record<string, Deadline>>;

const NO_ANSWER = " did not answer within ";

/** Also of an error that came from an object, which has lost its class on the way. */
export const isNoAnswer = (error: unknown): boolean => error instanceof Error && error.message.includes(NO_ANSWER);

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
    // After an answer this value comes too late to be anybody's.
    return answered.aborted ? call : Promise.reject(new NoAnswerError(deadline));
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    answered.abort();
  }
}
