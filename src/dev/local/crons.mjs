// Runs the cron triggers of the configuration, in UTC, as Cloudflare does. The local runtime does not.
import { Cron } from "croner";

/** Cloudflare counts the days of a week from 1 = Sunday. */
const OPTIONS = { timezone: "UTC", mode: "5-part", alternativeWeekdays: true, unref: true, protect: true };

/**
 * @param {readonly string[]} expressions
 * @param {(cron: string, time: Date) => Promise<void>} run
 * @returns {() => void} ends them
 */
export function startCrons(expressions, run) {
  const jobs = expressions.map((expression) => new Cron(expression, OPTIONS, () => run(expression, new Date())));
  return () => {
    for (const job of jobs) job.stop();
  };
}
