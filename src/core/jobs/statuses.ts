export const JOB_STATUSES = [
  "SUBMITTED",
  "BLOCKED",
  "PENDING",
  "RUNNING",
  "CANCELED",
  "FAILED",
  "COMPLETED",
  "SKIPPED",
  "ABANDONED",
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** The facts of a job in one status, at the end of each transaction. */
export interface StatusRow {
  /** One sentence for the documentation. */
  readonly description: string;
  /** The job has ended: it never leaves this status. */
  readonly isFinal: boolean;
  /** The orchestrator moves the job on by itself. A job that is under way keeps its task and submission from being deleted. */
  readonly isUnderWay: boolean;
  /** The job holds each of its outputs: later jobs that read one wait. */
  readonly holdsLocks: boolean;
  /** The job waits for inputs that are not ready, or for a slot. */
  readonly waits: boolean;
  /** A timer of the kind `job` is set: it wakes a worker again, or ends the worker's lease. */
  readonly hasTimer: boolean;
  /** The only statuses that the job may enter next. */
  readonly becomes: readonly JobStatus[];
}

const ENDED = {
  isFinal: true,
  isUnderWay: false,
  holdsLocks: false,
  waits: false,
  hasTimer: false,
  becomes: [],
} as const;

const UNDER_WAY = { isFinal: false, isUnderWay: true, holdsLocks: true, waits: false, hasTimer: true } as const;

// docs/decisions/038-the-job-machine-is-pure.md
/**
 * The job machine in one table. Everything that lists statuses is derived from it, and the compiler makes it complete, so a
 * new status is an error until each place knows it.
 */
export const STATUSES = {
  SUBMITTED: {
    description: "Created. Only a job that a caller made by hand stays in it: such a job is never run.",
    isFinal: false,
    isUnderWay: false,
    holdsLocks: false,
    waits: false,
    hasTimer: false,
    becomes: ["BLOCKED", "PENDING", "CANCELED"],
  },
  BLOCKED: {
    description:
      "Waits until its inputs are written, and no editor and no earlier job holds them; then for a slot, where a limit of parallel jobs says so.",
    ...UNDER_WAY,
    waits: true,
    hasTimer: false,
    becomes: ["PENDING", "CANCELED", "FAILED", "ABANDONED"],
  },
  PENDING: {
    description: "Waits for a worker, or for the delay of its retry.",
    ...UNDER_WAY,
    becomes: ["RUNNING", "BLOCKED", "SKIPPED", "CANCELED"],
  },
  RUNNING: {
    description: "A worker runs it. Its lease must be extended, or the job is PENDING again.",
    ...UNDER_WAY,
    becomes: ["COMPLETED", "FAILED", "CANCELED", "PENDING"],
  },
  CANCELED: { description: "A caller cancelled it before it had ended.", ...ENDED },
  FAILED: { description: "Its function threw, too many workers were lost over it, or an input was deleted.", ...ENDED },
  COMPLETED: { description: "Its function returned, and its outputs are written.", ...ENDED },
  SKIPPED: { description: "Not run: its outputs are valid, and no input is newer.", ...ENDED },
  ABANDONED: {
    description: "Not run: an earlier job that writes one of its inputs was cancelled or failed.",
    ...ENDED,
  },
} as const satisfies Record<JobStatus, StatusRow>;

/** The statuses in which a job has a timer. */
export type TimedStatus = {
  [Status in JobStatus]: (typeof STATUSES)[Status]["hasTimer"] extends true ? Status : never;
}[JobStatus];

/** The statuses that are never left. */
export type FinalStatus = {
  [Status in JobStatus]: (typeof STATUSES)[Status]["isFinal"] extends true ? Status : never;
}[JobStatus];

export const hasTimer = (status: JobStatus): status is TimedStatus => row(status).hasTimer;

const row = (status: JobStatus): StatusRow => STATUSES[status];

export const isFinished = (status: JobStatus): status is FinalStatus => row(status).isFinal;

export const isUnderWay = (status: JobStatus): boolean => row(status).isUnderWay;

export const mayBecome = (from: JobStatus, to: JobStatus): boolean => row(from).becomes.includes(to);

/** The statuses that a condition picks, as the list of an SQL `IN`. */
export const sqlStatuses = (pick: (status: JobStatus) => boolean): string =>
  `(${JOB_STATUSES.filter(pick)
    .map((status) => `'${status}'`)
    .join(", ")})`;
