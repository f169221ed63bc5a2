/** Whether a value can be how many jobs may run at a time; null = no limit. */
export const isLimit = (value: unknown): boolean =>
  value === null || (Number.isSafeInteger(value) && (value as number) >= 1);

/** Under which key a file has given the limit of the application: `max_nb_of_workers` is Taipy's. */
export const limitKey = (written: ReadonlyMap<string, unknown>): "concurrency" | "max_nb_of_workers" =>
  written.has("JOB.max_nb_of_workers") && !written.has("JOB.concurrency") ? "max_nb_of_workers" : "concurrency";

/** Follows the name of the option in messages. */
export const LIMIT_ADVICE =
  "says how many jobs may run at a time: it must be a whole number of at least 1. Leave it out for no limit.";
