import type { Outcome } from "./replay.ts";

/** A failure in a few lines: the exchange, the request, and the differences of the answer. */
export function describeOutcome({ exchange, improvement, request, answer, differences }: Outcome): string {
  const against = improvement === undefined ? "the recording" : "the list of improvements";
  return [
    `${exchange.group} ${exchange.step} "${exchange.name}" differs from ${against}`,
    `  request  ${request.slice(0, 400)}`,
    `  answer   ${answer.status} ${answer.text.slice(0, 400).trimEnd()}`,
    ...differences.slice(0, 6).map((each) => `  at ${each.path}: expected ${each.expected}, got ${each.actual}`),
  ].join("\n");
}
