// A job is one row, here and in D1, and a row holds 2 MB, so its traces are cut far below that.

// docs/decisions/004-traces-are-bounded.md
/** Characters of one trace, of which its JSON may make six bytes each. */
export const MAX_TRACE_LENGTH = 10_000;
/** A job that is tried again and again keeps the traces of its last failures. */
export const MAX_TRACES = 20;

/** A trace without its middle when it is too long: what was thrown stands at its start, who called at its end. */
export function shortTrace(trace: string): string {
  if (trace.length <= MAX_TRACE_LENGTH) return trace;
  const half = MAX_TRACE_LENGTH / 2;
  const left = trace.length - MAX_TRACE_LENGTH;
  const short = `${trace.slice(0, half)}\n… ${left} characters left out …\n${trace.slice(-half)}`;
  // A pair of surrogates may have been cut in two.
  return short.replace(/[\ud800-\udfff]/gu, "\u{fffd}");
}

/** A job's traces with those of one more failure. */
export const withTraces = (stacktrace: readonly string[], more: readonly string[]): string[] =>
  [...stacktrace, ...more].slice(-MAX_TRACES).map(shortTrace);
