import type { CancelSignal } from "./core/cancellation.ts";
import type { Redact } from "./core/config/secrets/shown-json.ts";
import type { NewUuid } from "./core/entities/ids.ts";
import type { Clock, Log } from "./core/ports/runtime.ts";
import { MICROSECONDS_PER_MILLISECOND } from "./core/time.ts";

/** The platform's clock: it stands still between two inputs or outputs, and has milliseconds. */
export const wallClock: Clock = () => Date.now() * MICROSECONDS_PER_MILLISECOND;

export const newUuid: NewUuid = () => crypto.randomUUID();

/** One line of JSON an event, as Workers Logs indexes it. */
const write = (line: Readonly<Record<string, unknown>>, redact: Redact): void =>
  console.log(JSON.stringify(line, (_, value: unknown) => (typeof value === "string" ? redact(value) : value)));

/** The log of an application in its environment: every line names it, when it has a name. No line holds a known secret. */
export const logOf = (environment: string | null, redact: Redact): Log =>
  environment === null
    ? (event, fields) => write({ event, ...fields }, redact)
    : (event, fields) => write({ event, env: environment, ...fields }, redact);

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
