import type { Problem, ValidationProblem } from "./schema.ts";

/** The result of a request, as the methods of the client return it. */
export type Answer<Data> =
  | { readonly data: Data; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: unknown; readonly response: Response };

/** The kind of a problem, such as `job_not_found`. Codes are stable; messages are not. */
export type ProblemCode = (Problem | ValidationProblem)["code"];

/** Thrown when the service refuses a request or fails. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  /** The HTTP status. */
  readonly status: number;
  /** undefined when the body is no problem: the service, or a proxy before it, has failed. */
  readonly code: ProblemCode | undefined;
  /** The whole problem. For a request body that is not valid it has the `errors` of each field. */
  readonly problem: Problem | ValidationProblem | undefined;
  /** The id of the request in the service's log; null when the answer does not come from the service. */
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
 * The data of an answer, for callers that do not handle `error` themselves: `await dataOf(client.GET(…))`.
 * @throws RefusedError when the request was refused; errors of `fetch`
 */
export async function dataOf<Data>(answer: Answer<Data> | Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answer;
  if (!response.ok) throw new RefusedError(response, error);
  return data as Data;
}

/** `detail` says more than `message` where that has Taipy's words. */
function messageOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("message" in body)) return undefined;
  if (typeof body.message !== "string") return undefined;
  return "detail" in body && typeof body.detail === "string" ? body.detail : body.message;
}

const isProblem = (body: unknown): body is Problem | ValidationProblem =>
  messageOf(body) !== undefined && typeof (body as { code?: unknown }).code === "string";
