import type { CancelSignal } from "./core/cancellation.ts";
import type { Redact } from "./core/config/secrets/shown-json.ts";
import type { NewUuid } from "./core/entities/ids.ts";
import { isLogged, type Level, LOG_EVENTS } from "./core/log/events.ts";
import type { Clock, Log } from "./core/ports/runtime.ts";
import { MICROSECONDS_PER_MILLISECOND } from "./core/time.ts";

/** The platform's clock: it stands still between two inputs or outputs, and has milliseconds. */
export const wallClock: Clock = () => Date.now() * MICROSECONDS_PER_MILLISECOND;

export const newUuid: NewUuid = () => crypto.randomUUID();

/** What the lines of an isolate have in common. */
export interface LogSettings {
  /** Every line names the environment, when it has a name. */
  readonly environment: string | null;
  /** The lowest level that is written. */
  readonly level: Level;
  /** Cuts known secrets out of each text. */
  readonly redact: Redact;
}

/** One line of JSON an event, in the stream of its level: Workers Logs indexes its fields, and shows the level. */
export const logOf =
  ({ environment, level: lowest, redact }: LogSettings): Log =>
  (event, fields) => {
    if (!isLogged(event, lowest)) return;
    const { level } = LOG_EVENTS[event];
    const own = { event, level, ...(environment !== null && { env: environment }) };
    WRITE[level](lineOf(own, fields, redact));
  };

const WRITE: Readonly<Record<Level, (line: string) => void>> = {
  debug: (line) => console.debug(line),
  info: (line) => console.log(line),
  warn: (line) => console.warn(line),
  error: (line) => console.error(line),
};

/** A task may log fields of any names and values: those of the line win, and what is no JSON costs the fields only. */
function lineOf(own: object, fields: object, redact: Redact): string {
  const shown = (_: string, value: unknown) => (typeof value === "string" ? redact(value) : value);
  try {
    return JSON.stringify({ ...own, ...fields, ...own }, shown);
  } catch (error) {
    return JSON.stringify({ ...own, not_written: String(error) }, shown);
  }
}

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
