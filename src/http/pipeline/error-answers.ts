import type { ConfigurationError } from "../../core/config/check/issue.ts";
import type { Redact } from "../../core/config/secrets/shown-json.ts";
import { type ErrorCode, retryableOf, type TaipyError } from "../../core/errors.ts";
import { type AnswerInit, jsonText } from "../output/answers.ts";
import { viewOf } from "./compat.ts";
import type { Exchange } from "./exchange.ts";
import { failureOf, INTERNAL_TEXT, isRepeatable, retryAfterOf } from "./failure.ts";
import type { HttpDeps } from "./http-deps.ts";
import { problemOf } from "./problems.ts";
import { setSecurityHeaders } from "./security-headers.ts";

type ErrorDeps = Pick<HttpDeps, "app" | "clock" | "log" | "redact">;

/** Names the kind of problem; not an address. */
const PROBLEM_TYPE = "urn:taipy-edge:problem:";
/** Failures of systems in which the application keeps values. */
const STORAGE: readonly ErrorCode[] = ["storage_unavailable", "storage_misconfigured"];
/** Codes of 503 for which the platform is not to blame: a secret is missing, or callers keep the service busy. */
const SETTLED: readonly ErrorCode[] = ["service_closed", "signing_key_missing", "logins_busy", "too_many_changes"];
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
  if (status >= 500 && !SETTLED.includes(code)) report(eventOf(code, status), failure, status, exchange, deps);
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

function eventOf(code: ErrorCode, status: number) {
  if (STORAGE.includes(code)) return "storage_failed";
  if (status === 500) return "request_failed";
  return retryableOf(code) === "no" ? "platform_unusable" : "platform_failed";
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

/** The message of a syntax error quotes the text, which may be a payload: only its stack is logged. */
function withoutPayload(error: Error): Pick<Error, "name" | "message" | "stack" | "cause"> {
  if (!(error instanceof SyntaxError)) return error;
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return { name: error.name, message: "A text cannot be parsed.", stack: frames?.join("\n") ?? "" };
}

function report(
  event: ReturnType<typeof eventOf>,
  failure: TaipyError,
  status: number,
  { request, requestId }: Exchange,
  deps: ErrorDeps,
): void {
  // What was thrown by the service's own code says where that is.
  const shown = status === 500 && failure.cause instanceof Error ? failure.cause : failure;
  const { name, message, stack, cause } = withoutPayload(shown);
  const reason = cause === undefined ? {} : { cause: String(cause) };
  const { code } = failure;
  deps.log(event, { request_id: requestId, method: request.method, code, name, message, stack, ...reason });
}

/** With the setting `testing`, errors show where they come from. */
function traceOf(error: unknown, { app }: ErrorDeps): { readonly trace?: string } {
  if (!app.settings.testing) return {};
  return { trace: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

const CONFIGURATION_ERROR = "The configuration has errors: see the log.";

/** The answer to every request while the configuration is wrong. It lists the problems when the setting `testing` is on. */
export function configurationErrorAnswer(
  { issues }: ConfigurationError,
  isTesting: boolean,
  url: URL,
  redact: Redact,
): Response {
  const errors = issues.map(({ level, section, field, message, position }) => ({
    level,
    section,
    field,
    message,
    ...(position !== undefined && { file: position.file, line: position.line, column: position.column }),
  }));
  const answer = redactedJson({ message: CONFIGURATION_ERROR, ...(isTesting && { errors }) }, { status: 503 }, redact);
  setSecurityHeaders(answer.headers, url);
  return answer;
}
