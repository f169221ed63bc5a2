import type { Problem, ValidationProblem } from "./schema.ts";

/** What became of a request, as each method of the client answers it. */
export type Answer<Data> =
  | { readonly data: Data; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: unknown; readonly response: Response };

/** What identifies the kind of a problem; it does not change. */
export type ProblemCode = (Problem | ValidationProblem)["code"];

/** The service has refused a request, or failed. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  /** The HTTP status. */
  readonly status: number;
  /** undefined where the answer is no problem: for a failure of the service, or of something before it. */
  readonly code: ProblemCode | undefined;
  /** The whole problem; one of a body that is not valid has the `errors` of each field. */
  readonly problem: Problem | ValidationProblem | undefined;
  /** What the service's log knows the request by. */
  readonly requestId: string | null;

  constructor({ status, headers }: Response, body: unknown) {
    super(messageOf(body) ?? `The service answered ${status}`);
    this.status = status;
    this.problem = isProblem(body) ? body : undefined;
    this.code = this.problem?.code;
    this.requestId = headers.get("X-Request-Id");
  }
}

/**
 * The data of an answer, for callers who do not look at `error`: `await dataOf(client.GET(…))`.
 * @throws RefusedError when there is none
 */
export async function dataOf<Data>(answer: Answer<Data> | Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answer;
  if (!response.ok) throw new RefusedError(response, error);
  return data as Data;
}

function messageOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("message" in body)) return undefined;
  return typeof body.message === "string" ? body.message : undefined;
}

const isProblem = (body: unknown): body is Problem | ValidationProblem =>
  messageOf(body) !== undefined && typeof (body as { code?: unknown }).code === "string";
