import type { UnknownName } from "./names/unknown-names.ts";

/**
 * Whether the same request may be sent again as it is: it may succeed later. `reads` = only when it changes nothing: it is not
 * known whether the change was made.
 */
export type Retryable = "yes" | "no" | "reads";

// docs/decisions/089-errors-say-whether-to-repeat.md
/**
 * The closed list of error codes, and whether a request that was refused with one may be repeated. An error has a code and a
 * message; only `http/pipeline/problems.ts` knows the HTTP status of a code. docs/errors.md says what to do about each.
 */
const CODES = {
  // bad input
  config_id_missing: "no",
  scenario_id_missing: "no",
  sequence_name_missing: "no",
  invalid_body: "no",
  invalid_query: "no",
  invalid_path: "no",
  invalid_header: "no",
  url_too_long: "no",
  validation_failed: "no",
  invalid_filter: "no",
  invalid_value: "no",
  invalid_sequence: "no",
  invalid_scenario: "no",
  hidden_value: "no",
  unsupported_media_type: "no",
  body_too_large: "no",
  unreadable_content: "no",
  schema_mismatch: "no",
  value_too_large: "no",
  range_not_satisfiable: "no",
  cannot_append: "no",
  no_session: "no",
  // credentials and roles
  unauthenticated: "no",
  forbidden: "no",
  origin_not_allowed: "no",
  wrong_password: "no",
  rate_limited: "yes",
  service_closed: "no",
  configuration_refused: "no",
  signing_key_missing: "no",
  identity_provider_unavailable: "yes",
  // does not exist
  data_node_not_found: "no",
  data_node_config_not_found: "no",
  task_not_found: "no",
  task_config_not_found: "no",
  scenario_not_found: "no",
  scenario_config_not_found: "no",
  sequence_not_found: "no",
  cycle_not_found: "no",
  job_not_found: "no",
  submission_not_found: "no",
  version_not_found: "no",
  api_key_not_found: "no",
  user_not_found: "no",
  edit_not_found: "no",
  edit_value_removed: "no",
  value_outside: "no",
  never_written: "no",
  route_not_found: "no",
  method_not_allowed: "no",
  // state conflicts
  already_exists: "no",
  no_password: "no",
  primary_scenario: "no",
  job_not_finished: "yes",
  submission_not_finished: "yes",
  jobs_unfinished: "yes",
  being_deleted: "yes",
  cascade_too_large: "no",
  submission_too_large: "no",
  configuration_changed: "no",
  edit_locked: "yes",
  edit_number_changed: "no",
  too_large_to_compare: "no",
  // what the service has stored, and its own limits
  payload_missing: "yes",
  payload_gone: "no",
  memory_busy: "yes",
  logins_busy: "yes",
  too_many_changes: "yes",
  // the platform: core/faults
  database_unavailable: "reads",
  database_reset: "reads",
  database_overloaded: "yes",
  database_quota_spent: "yes",
  database_query_too_heavy: "no",
  database_not_migrated: "no",
  database_constraint: "no",
  database_row_too_large: "no",
  database_read_only: "no",
  database_full: "no",
  values_unavailable: "reads",
  values_overloaded: "yes",
  values_quota_spent: "yes",
  values_misconfigured: "no",
  object_unavailable: "reads",
  object_reset: "reads",
  object_overloaded: "yes",
  object_quota_spent: "yes",
  object_full: "no",
  queue_unavailable: "reads",
  queue_overloaded: "yes",
  queue_quota_spent: "yes",
  queue_full: "yes",
  queue_misconfigured: "no",
  queue_message_too_large: "no",
  platform_unavailable: "reads",
  invocation_limit: "no",
  internal_error: "no",
  // systems in which the application keeps values
  storage_unavailable: "reads",
  storage_misconfigured: "no",
} as const satisfies Readonly<Record<string, Retryable>>;

export type ErrorCode = keyof typeof CODES;

export const ERROR_CODES = Object.keys(CODES) as readonly ErrorCode[];

export const retryableOf = (code: ErrorCode): Retryable => CODES[code];

/** Further members of a problem, such as the editor that holds a lock. */
export type ErrorDetails = Readonly<
  Record<string, string | number | null | readonly UnknownName[] | readonly StructureChange[] | readonly Misfit[]>
>;

/** Where a value does not fit the schema of its data node, and why. */
export interface Misfit {
  /** From 1 on, without the header; null = the value is no table. */
  readonly row: number | null;
  readonly column: string | null;
  /** The place in the cell or value, such as `/averages/01-31`; empty = all of it. */
  readonly path: string;
  readonly reason: string;
}

/** Field → its problems: a list of texts, or problems of its own fields. Items of a list are keyed by their index. */
export type FieldErrors = { readonly [field: string]: readonly string[] | FieldErrors };

/** A part of the configuration that entities were created with, and what it is now; null = it is gone. */
export interface StructureChange {
  /** `TASK.predict.inputs`, as in an exported configuration. */
  readonly path: string;
  readonly was: string | readonly string[];
  readonly is: string | readonly string[] | null;
}

export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  /** The problems of each field, as Taipy's validation answers them. Only with `validation_failed`. */
  readonly errors?: FieldErrors;
  /** Further members of the problem details, such as the editor that holds a lock. */
  readonly details?: ErrorDetails;
}

/** An error that is shown to the caller. Its message says what is wrong and, where it helps, what would be right. */
export class TaipyError extends Error implements ErrorData {
  override readonly name = "TaipyError";
  readonly code: ErrorCode;
  readonly errors?: FieldErrors;
  readonly details?: ErrorDetails;

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

/** A refusal or a failure after a part of the change was made: the same request must not be sent again, whatever its code. */
export class HalfDoneError extends TaipyError {}

/** A failure of another system that has changed nothing there: the same request may be sent again, also one that changes. */
export class UnchangedError extends TaipyError {}

/** `internal_error`: a store has failed in words that are not known. */
const PLATFORM = /^(?:database|values|object|queue|platform)_|^(?:memory_busy|invocation_limit|internal_error)$/;

export const isPlatformCode = (code: ErrorCode): boolean => PLATFORM.test(code);

/** Whether the service's own stores have failed, and neither the caller nor the value. */
export const isPlatformFailure = (error: unknown): boolean => error instanceof TaipyError && isPlatformCode(error.code);

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
