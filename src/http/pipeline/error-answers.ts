import type { ConfigurationError } from "../../core/config/check/issue.ts";
import type { Redact } from "../../core/config/secrets/shown-json.ts";
import { isDatabaseFull } from "../../core/database-full.ts";
import { isNoAnswer, noAnswerText } from "../../core/deadlines.ts";
import { type ErrorCode, TaipyError } from "../../core/errors.ts";
import { type AnswerInit, json, jsonText } from "../output/answers.ts";
import { viewOf } from "./compat.ts";
import type { Exchange } from "./exchange.ts";
import type { HttpDeps } from "./http-deps.ts";
import { setSecurityHeaders } from "./security-headers.ts";

type ErrorDeps = Pick<HttpDeps, "app" | "log" | "redact">;

/** The one place where a code meets its HTTP status. */
const PROBLEMS: Readonly<Record<ErrorCode, readonly [status: number, title: string]>> = {
  config_id_missing: [400, "A configuration id is missing"],
  scenario_id_missing: [400, "The scenario id is missing"],
  sequence_name_missing: [400, "The sequence name is missing"],
  invalid_body: [400, "The body cannot be read"],
  invalid_query: [400, "A query parameter is not valid"],
  invalid_path: [400, "The path is not valid"],
  invalid_header: [400, "A header is not valid"],
  url_too_long: [414, "The URL is too long"],
  validation_failed: [400, "The body is not valid"],
  invalid_filter: [400, "The filter is not valid"],
  invalid_value: [400, "The value does not fit the data node"],
  invalid_sequence: [400, "The sequence is not valid"],
  invalid_scenario: [400, "The scenario is not valid"],
  hidden_value: [422, "The value is hidden"],
  unsupported_media_type: [415, "The body is not JSON"],
  body_too_large: [413, "The body is too large"],
  unreadable_content: [422, "The content cannot be read"],
  value_too_large: [422, "The value is too large to be decoded"],
  range_not_satisfiable: [416, "The content has no such range"],
  cannot_append: [400, "The storage type cannot append"],
  no_session: [400, "There is no session to end"],
  unauthenticated: [401, "Authentication is required"],
  forbidden: [403, "The role is missing"],
  origin_not_allowed: [403, "The origin is not allowed"],
  wrong_password: [403, "The current password is wrong"],
  rate_limited: [429, "Too many requests"],
  service_closed: [503, "The service has no keys yet"],
  signing_key_missing: [503, "The service has no key to sign with"],
  identity_provider_unavailable: [503, "The identity provider does not answer"],
  data_node_not_found: [404, "No such data node"],
  data_node_config_not_found: [404, "No such data node configuration"],
  task_not_found: [404, "No such task"],
  task_config_not_found: [404, "No such task configuration"],
  scenario_not_found: [404, "No such scenario"],
  scenario_config_not_found: [404, "No such scenario configuration"],
  sequence_not_found: [404, "No such sequence"],
  cycle_not_found: [404, "No such cycle"],
  job_not_found: [404, "No such job"],
  submission_not_found: [404, "No such submission"],
  version_not_found: [404, "No such version"],
  api_key_not_found: [404, "No such API key"],
  user_not_found: [404, "No such user"],
  edit_not_found: [404, "No such edit"],
  edit_value_removed: [410, "The value of the edit has been removed"],
  value_outside: [404, "The value lies in a system of its own"],
  never_written: [404, "Nothing was ever written"],
  route_not_found: [404, "No such path"],
  method_not_allowed: [405, "The path does not answer this method"],
  already_exists: [409, "It exists already"],
  no_password: [409, "The caller has no password here"],
  primary_scenario: [409, "The scenario is the primary one of its cycle"],
  job_not_finished: [409, "The job has not finished"],
  submission_not_finished: [409, "The submission has not finished"],
  jobs_unfinished: [409, "Jobs have not finished"],
  being_deleted: [409, "It is being deleted"],
  cascade_too_large: [409, "Too much for one deletion"],
  submission_too_large: [409, "Too much for one submission"],
  configuration_changed: [409, "The configuration has changed since"],
  edit_number_changed: [409, "The data node has been written meanwhile"],
  too_large_to_compare: [409, "The values are too large to compare"],
  edit_locked: [423, "The data node is being edited"],
  logins_busy: [503, "Too many passwords are being checked"],
  memory_busy: [503, "Other large values are being decoded"],
  payload_gone: [410, "The value has been deleted"],
  payload_missing: [503, "The value cannot be reached"],
  database_full: [507, "The database is full"],
  database_unavailable: [503, "The database does not answer"],
  storage_unavailable: [503, "The system that holds the value does not answer"],
  storage_misconfigured: [502, "The system that holds the value refuses the service"],
};

/** The HTTP status of a code, and its title. */
export function problemOf(code: ErrorCode): { readonly status: number; readonly title: string } {
  const [status, title] = PROBLEMS[code];
  return { status, title };
}

/** Names the kind of problem; not an address. */
const PROBLEM_TYPE = "urn:taipy-edge:problem:";
const RETRY_AFTER_SECONDS = "1";
/** Failures of systems in which the application keeps values. */
const STORAGE: readonly ErrorCode[] = ["storage_unavailable", "storage_misconfigured"];
/** Codes of 503 for which the platform is not to blame: a secret is missing, or callers keep the service busy. */
const SETTLED: readonly ErrorCode[] = ["service_closed", "signing_key_missing", "logins_busy"];
/** RFC 6750. */
const CHALLENGE = 'Bearer realm="taipy-edge"';

/**
 * The answer to a failed request: Taipy's body inside an RFC 9457 problem, or exactly Taipy's body in its view. It stays
 * `application/json`, which Taipy's clients expect. Any error but a {@link TaipyError} is logged, and its answer shows
 * nothing of it.
 */
export function errorAnswer(error: unknown, exchange: Exchange, deps: ErrorDeps): Response {
  if (isDatabaseFull(error)) {
    return errorAnswer(new TaipyError("database_full", FULL_TEXT, { cause: error }), exchange, deps);
  }
  if (isOutage(error)) {
    return errorAnswer(
      new TaipyError("database_unavailable", outageText(error, exchange), { cause: error }),
      exchange,
      deps,
    );
  }
  if (!(error instanceof TaipyError)) return unexpected(error, exchange, deps);
  exchange.requestLog.code = error.code;
  const [status, title] = PROBLEMS[error.code];
  if (STORAGE.includes(error.code)) report("storage_failed", error, exchange, deps);
  else if ((status === 503 || status === 507) && !SETTLED.includes(error.code))
    report("platform_failed", error, exchange, deps);
  const headers = headersOf(error, status);
  if (viewOf(exchange, deps.app) === "taipy") {
    return redactedJson(error.errors ?? { message: error.message }, { status, headers }, deps.redact);
  }
  const problem = {
    ...error.errors,
    ...error.details,
    message: error.message,
    type: PROBLEM_TYPE + error.code,
    title,
    status,
    detail: error.message,
    instance: exchange.url.pathname,
    code: error.code,
    request_id: exchange.requestId,
    ...traceOf(error, deps),
    ...(error.errors === undefined ? {} : { errors: error.errors }),
  };
  return redactedJson(problem, { status, headers }, deps.redact);
}

/** Messages may quote a library or a server, which knows secrets. */
const redactedJson = (body: unknown, init: AnswerInit, redact: Redact): Response =>
  jsonText(
    JSON.stringify(body, (_, value: unknown) => (typeof value === "string" ? redact(value) : value)),
    init,
  );

const FULL_TEXT =
  "The database (D1) is full. Nothing was changed. Deletions still work: delete versions, scenarios, submissions or data nodes that are not needed any more, then try again.";

const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** What failed, and what the caller knows by it: a change whose call failed may have been made all the same. */
function outageText(error: unknown, { request, requestLog }: Exchange): string {
  const { message } = error as Error;
  const isOfD1 = D1_ERROR.test(message);
  const what = noAnswerText(error) ?? `${isOfD1 ? "The database" : "A part of the platform"} did not answer`;
  if (READING.has(request.method)) return `${what}. Try again.`;
  if (requestLog.identity === undefined) return `${what}. Nothing was changed. Try again.`;
  return `${what}. It is not known whether the change was made: read it before you repeat the request.`;
}

/** D1's errors begin like this. */
const D1_ERROR = /^D1_/;
/** Errors that the platform throws when a Durable Object or a network connection is lost. */
const LOST = /^(?:Network connection lost|internal error; reference = |Durable Object (?:reset|is overloaded))/i;

/** Whether the platform failed, and not this code. Errors of a Durable Object say themselves that they may be retried. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TaipyError) return false;
  if (isNoAnswer(error)) return true;
  const { retryable = false, overloaded = false } = error as { retryable?: boolean; overloaded?: boolean };
  return retryable || overloaded || D1_ERROR.test(error.message) || LOST.test(error.message);
}

function headersOf({ code, details }: TaipyError, status: number): Record<string, string> {
  if (code === "unauthenticated") return { "WWW-Authenticate": CHALLENGE };
  if (code === "rate_limited") return { "Retry-After": String(details?.retry_after_s ?? RETRY_AFTER_SECONDS) };
  if (status === 503) return { "Retry-After": RETRY_AFTER_SECONDS };
  return code === "range_not_satisfiable" ? { "Content-Range": `bytes */${details?.size}` } : {};
}

/** The message of a syntax error quotes the text, which may be a payload: only its stack is logged. */
function withoutPayload(error: Error): Pick<Error, "name" | "message" | "stack" | "cause"> {
  if (!(error instanceof SyntaxError)) return error;
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return { name: error.name, message: "A text cannot be parsed.", stack: frames?.join("\n") ?? "" };
}

function report(event: string, error: unknown, { request, requestId }: Exchange, deps: ErrorDeps): void {
  const { name, message, stack, cause } = withoutPayload(error instanceof Error ? error : new Error(String(error)));
  const reason = cause === undefined ? {} : { cause: String(cause) };
  deps.log(event, { request_id: requestId, method: request.method, name, message, stack, ...reason });
}

function unexpected(error: unknown, exchange: Exchange, deps: ErrorDeps): Response {
  report("request_failed", error, exchange, deps);
  const message = "Internal Server Error";
  if (viewOf(exchange, deps.app) === "taipy") return json({ message }, { status: 500 });
  const { requestId } = exchange;
  return redactedJson({ message, request_id: requestId, ...traceOf(error, deps) }, { status: 500 }, deps.redact);
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
