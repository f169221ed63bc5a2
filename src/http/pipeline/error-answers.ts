import type { ConfigurationError } from "../../core/config/check/issue.ts";
import type { Redact } from "../../core/config/secrets/shown-json.ts";
import type { ErrorCode, TaipyError } from "../../core/errors.ts";
import { failureEvent, failureFields } from "../../core/faults/failure-line.ts";
import { type AnswerInit, jsonText } from "../output/answers.ts";
import { asksForTaipys, viewOf } from "./compat.ts";
import type { Exchange } from "./exchange.ts";
import { failureOf, INTERNAL_TEXT, isRepeatable, retryAfterOf } from "./failure.ts";
import type { HttpDeps } from "./http-deps.ts";
import { problemOf } from "./problems.ts";
import { requestIdOf } from "./request-id.ts";
import { setSecurityHeaders } from "./security-headers.ts";

type ErrorDeps = Pick<HttpDeps, "app" | "clock" | "log" | "redact">;

/** Names the kind of problem; not an address. */
const PROBLEM_TYPE = "urn:taipy-edge:problem:";
/** RFC 6750. */
const CHALLENGE = 'Bearer realm="taipy-edge"';

/**
 * The answer to a failed request: Taipy's body inside an RFC 9457 problem, or exactly Taipy's body in its view. It stays
 * `application/json`, which Taipy's clients expect. Any error but a {@link TaipyError} is logged, and its answer shows
 * nothing of it.
 */
export function errorAnswer(error: unknown, exchange: Exchange, deps: ErrorDeps): Response {
  const failure = failureOf(error, exchange);
  const { code, message } = failure;
  exchange.requestLog.code = code;
  const { status, title } = problemOf(code);
  const event = failureEvent(failure, status);
  if (event !== null) {
    const { request, requestId } = exchange;
    deps.log(event, { request_id: requestId, method: request.method, ...failureFields(failure, status) });
  }
  const retryable = isRepeatable(failure, exchange);
  const retryAfterS = retryable ? retryAfterOf(failure, status, deps.clock()) : null;
  const init = { status, headers: headersOf(failure, retryAfterS) };
  if (viewOf(exchange, deps.app) === "taipy") {
    return redactedJson(failure.errors ?? { message: status === 500 ? INTERNAL_TEXT : message }, init, deps.redact);
  }
  const problem = {
    ...failure.errors,
    ...failure.details,
    message,
    type: PROBLEM_TYPE + code,
    title,
    status,
    detail: failure.details?.detail ?? message,
    instance: exchange.url.pathname,
    code,
    retryable,
    ...(retryAfterS !== null && { retry_after_s: retryAfterS }),
    request_id: exchange.requestId,
    ...traceOf(error, deps),
    ...(failure.errors === undefined ? {} : { errors: failure.errors }),
  };
  return redactedJson(problem, init, deps.redact);
}

/** Messages may quote a library or a server, which knows secrets. */
const redactedJson = (body: unknown, init: AnswerInit, redact: Redact): Response =>
  jsonText(
    JSON.stringify(body, (_, value: unknown) => (typeof value === "string" ? redact(value) : value)),
    init,
  );

function headersOf({ code, details }: TaipyError, retryAfterS: number | null): Record<string, string> {
  if (code === "unauthenticated") return { "WWW-Authenticate": CHALLENGE };
  if (retryAfterS !== null) return { "Retry-After": String(retryAfterS) };
  return code === "range_not_satisfiable" ? { "Content-Range": `bytes */${details?.size}` } : {};
}

/** With the setting `testing`, errors show where they come from. */
function traceOf(error: unknown, { app }: ErrorDeps): { readonly trace?: string } {
  if (!app.settings.testing) return {};
  return { trace: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

const CONFIGURATION_ERROR = "The configuration has errors: see the log.";
const CONFIGURATION_CODE = "configuration_refused" satisfies ErrorCode;

export interface RefusedRequest {
  readonly request: Request;
  /** The setting `testing`: the answer lists the problems. */
  readonly isTesting: boolean;
  readonly redact: Redact;
  readonly newUuid: () => string;
}

/** The answer to every request while the configuration is wrong; exactly Taipy's body with the header for that. */
export function configurationErrorAnswer(
  { issues }: ConfigurationError,
  { request, isTesting, redact, newUuid }: RefusedRequest,
): Response {
  const url = new URL(request.url);
  const request_id = requestIdOf(request, newUuid);
  const { status, title } = problemOf(CONFIGURATION_CODE);
  const errors = issues.map(({ level, section, field, message, position }) => ({
    level,
    section,
    field,
    message,
    ...(position !== undefined && { file: position.file, line: position.line, column: position.column }),
  }));
  const members = {
    type: PROBLEM_TYPE + CONFIGURATION_CODE,
    title,
    status,
    detail: CONFIGURATION_ERROR,
    instance: url.pathname,
    code: CONFIGURATION_CODE,
    retryable: false,
    request_id,
  };
  const body = {
    message: CONFIGURATION_ERROR,
    ...(asksForTaipys(request) ? {} : members),
    ...(isTesting && { errors }),
  };
  const answer = redactedJson(body, { status, headers: { "X-Request-Id": request_id } }, redact);
  setSecurityHeaders(answer.headers, url);
  return answer;
}
