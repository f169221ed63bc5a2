/**
 * The closed list of error codes. An error has a code and a message; only `http/pipeline/error-answers.ts` knows the HTTP status of a
 * code.
 */
export const ERROR_CODES = [
  // bad input
  "config_id_missing",
  "scenario_id_missing",
  "sequence_name_missing",
  "invalid_body",
  "invalid_query",
  "invalid_path",
  "invalid_header",
  "url_too_long",
  "validation_failed",
  "invalid_filter",
  "invalid_value",
  "invalid_sequence",
  "invalid_scenario",
  "hidden_value",
  "unsupported_media_type",
  "body_too_large",
  "unreadable_content",
  "value_too_large",
  "range_not_satisfiable",
  "cannot_append",
  "no_session",
  // credentials and roles
  "unauthenticated",
  "forbidden",
  "origin_not_allowed",
  "wrong_password",
  "rate_limited",
  "service_closed",
  "signing_key_missing",
  "identity_provider_unavailable",
  // does not exist
  "data_node_not_found",
  "data_node_config_not_found",
  "task_not_found",
  "task_config_not_found",
  "scenario_not_found",
  "scenario_config_not_found",
  "sequence_not_found",
  "cycle_not_found",
  "job_not_found",
  "submission_not_found",
  "version_not_found",
  "api_key_not_found",
  "user_not_found",
  "edit_not_found",
  "edit_value_removed",
  "value_outside",
  "never_written",
  "route_not_found",
  "method_not_allowed",
  // state conflicts
  "already_exists",
  "no_password",
  "primary_scenario",
  "job_not_finished",
  "submission_not_finished",
  "jobs_unfinished",
  "being_deleted",
  "cascade_too_large",
  "submission_too_large",
  "configuration_changed",
  "edit_locked",
  "edit_number_changed",
  "too_large_to_compare",
  // the platform
  "payload_missing",
  "payload_gone",
  "memory_busy",
  "logins_busy",
  "database_unavailable",
  "database_full",
  // systems in which the application keeps values
  "storage_unavailable",
  "storage_misconfigured",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Field → its problems: a list of texts, or problems of its own fields. Items of a list are keyed by their index. */
export type FieldErrors = { readonly [field: string]: readonly string[] | FieldErrors };

export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  /** The problems of each field, as Taipy's validation answers them. Only with `validation_failed`. */
  readonly errors?: FieldErrors;
  /** Further members of the problem details, such as the editor that holds a lock. */
  readonly details?: Readonly<Record<string, string | number | null>>;
}

/** An error that is shown to the caller. Its message says what is wrong and, where it helps, what would be right. */
export class TaipyError extends Error implements ErrorData {
  override readonly name = "TaipyError";
  readonly code: ErrorCode;
  readonly errors?: FieldErrors;
  readonly details?: Readonly<Record<string, string | number | null>>;

  /** @param more.cause the error of the platform: it goes to the log and not to the caller */
  constructor(
    code: ErrorCode,
    message: string,
    more: Pick<ErrorData, "errors" | "details"> & { readonly cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.code = code;
    if (more.errors !== undefined) this.errors = more.errors;
    if (more.details !== undefined) this.details = more.details;
  }
}

/** Whether the service's own stores have failed, and neither the caller nor the value. */
export const isPlatformFailure = (error: unknown): boolean =>
  error instanceof TaipyError && (error.code === "database_unavailable" || error.code === "memory_busy");

/** The result of a call to an object, which may be refused. The error is data, because a remote call loses its class. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorData };

/** The value of an outcome. @throws TaipyError the error of the outcome */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new TaipyError(outcome.error.code, outcome.error.message, outcome.error);
}

/** A refusal as data. */
export function refuse(code: ErrorCode, message: string, details?: ErrorData["details"]): Outcome<never> {
  return { ok: false, error: details === undefined ? { code, message } : { code, message, details } };
}
