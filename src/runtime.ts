import type { CancelSignal } from "./core/cancellation.ts";
import type { NewUuid } from "./core/entities/ids.ts";
import type { Clock, Log } from "./core/ports/runtime.ts";
import { MICROSECONDS_PER_MILLISECOND } from "./core/time.ts";

/** The platform's clock: it stands still between two inputs or outputs, and has milliseconds. */
export const wallClock: Clock = () => Date.now() * MICROSECONDS_PER_MILLISECOND;

export const newUuid: NewUuid = () => crypto.randomUUID();

/** One line of JSON an event, as Workers Logs indexes it. */
export const log: Log = (event, fields) => console.log(JSON.stringify({ event, ...fields }));

/** The log of an application in its environment: every line names it, when it has a name. */
export const logOf = (environment: string | null): Log =>
  environment === null ? log : (event, fields) => log(event, { env: environment, ...fields });

/** Resolves after a time, or at once when the signal is aborted; it never rejects. */
export function sleep(ms: number, signal?: CancelSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal?.addEventListener("abort", () => {
    clearTimeout(timer);
    resolve();
  });
  return promise;
}
