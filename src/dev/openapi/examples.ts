import recorded from "./examples.json" with { type: "json" };

/** One operation as it was seen on the running example application. */
export interface RecordedOperation {
  /** The body that was sent. */
  readonly request?: unknown;
  /** Bodies of answers by status; text where the answer is no JSON. */
  readonly answers: Readonly<Record<string, unknown>>;
}

/** By operation id. Recorded by `npm run examples`. */
export const EXAMPLES: Readonly<Record<string, RecordedOperation>> = recorded;

/** The example of an answer, as a member of its media type. */
export function exampleAnswer(operationId: string, status: number | string): { readonly example?: unknown } {
  const answers = EXAMPLES[operationId]?.answers ?? {};
  return Object.hasOwn(answers, status) ? { example: answers[status] } : {};
}

/** The example of a body, as a member of its media type. */
export function exampleBody(operationId: string): { readonly example?: unknown } {
  const operation = EXAMPLES[operationId];
  return operation?.request === undefined ? {} : { example: operation.request };
}
