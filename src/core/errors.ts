/**
 * The closed list of what can go wrong because of a request or of the state it meets. Core raises a code and a text;
 * `http/errors.ts` alone knows which status belongs to a code.
 */
export const ERROR_CODES = [
  // bad input
  "config_id_missing",
  "scenario_id_missing",
  "sequence_name_missing",
  "invalid_body",
  "invalid_query",
  "invalid_path",
  "url_too_long",
  "validation_failed",
  "invalid_filter",
  "invalid_value",
  "invalid_sequence",
  "invalid_scenario",
  "unsupported_media_type",
  "body_too_large",
  "unreadable_content",
  "range_not_satisfiable",
  "cannot_append",
  "no_session",
  // who asks
  "unauthenticated",
  "forbidden",
  "origin_not_allowed",
  "rate_limited",
  "service_closed",
  "signing_key_missing",
  "identity_provider_unavailable",
  // unknown
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
  "primary_scenario",
  "job_not_finished",
  "submission_not_finished",
  "jobs_unfinished",
  "cascade_too_large",
  "submission_too_large",
  "configuration_changed",
  "edit_locked",
  "edit_number_changed",
  "too_large_to_compare",
  // the platform
  "payload_missing",
  "database_unavailable",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** One field's problems: a list of texts, or nested maps (items of a list are keyed by their index). */
export type FieldErrors = { readonly [field: string]: readonly string[] | FieldErrors };

export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  /** What Taipy's validation answers: field → texts. Only with `validation_failed`. */
  readonly errors?: FieldErrors;
  /** More members of the problem details, such as who holds a lock and until when. */
  readonly details?: Readonly<Record<string, string | number | null>>;
}

/** An error a caller may see: its message says what was wrong and, where it helps, what would be right. */
export class TaipyError extends Error implements ErrorData {
  override readonly name = "TaipyError";
  readonly code: ErrorCode;
  readonly errors?: FieldErrors;
  readonly details?: Readonly<Record<string, string | number | null>>;

  /** @param more.cause what the platform said, for the log alone */
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

/** The answer of a call that may be refused: errors as data, because classes do not survive remote calls. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorData };

/** The value of an outcome, or its error thrown as {@link TaipyError}. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new TaipyError(outcome.error.code, outcome.error.message, outcome.error);
}

/** A refusal as data. */
export function refuse(code: ErrorCode, message: string, details?: ErrorData["details"]): Outcome<never> {
  return { ok: false, error: details === undefined ? { code, message } : { code, message, details } };
}
