/** How parts of the platform behave for a time; probabilities of a call. */
export interface Weather {
  /** D1 answers nothing for a time, at most `hangMs`; then the call fails, takes effect late, or its answer comes late. */
  readonly d1Hangs: number;
  readonly hangMs: number;
  /** D1 fails before, or after, the effect of the call. */
  readonly d1Fails: number;
  /** Only batches hang and fail, which write; what D1 shows can be read. */
  readonly writesOnly: boolean;
  /** KV refuses a put. */
  readonly kvFails: number;
  /** D1 takes no batch after which it has more rows than when this began. */
  readonly d1Full: boolean;
}

export const CALM: Weather = { d1Hangs: 0, hangMs: 0, d1Fails: 0, writesOnly: false, kvFails: 0, d1Full: false };

/** Where a round tells the service its weather. */
export const WEATHER_PATH = "/weather";

/** How many calls have failed, or hung, since the service started. */
export interface FaultCounts {
  hangs: number;
  failures: number;
  refusedPuts: number;
  refusedBatches: number;
}
