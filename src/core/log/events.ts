/** From the least to the most urgent. */
export const LEVELS = ["debug", "info", "warn", "error"] as const;
export type Level = (typeof LEVELS)[number];

interface Row<Field extends string> {
  readonly level: Level;
  readonly fields: readonly Field[];
}

const at =
  (level: Level) =>
  <Field extends string = never>(fields: readonly Field[]): Row<Field> => ({ level, fields });

const debug = at("debug");
const info = at("info");
const warn = at("warn");
const error = at("error");

const JOB = ["domain", "job_id", "task_id", "task_config_id", "submission_id", "submit_entity_id", "attempt"] as const;
const SUBMISSION = ["domain", "submission_id", "entity_id", "entity_type", "entity_config_id", "jobs"] as const;
const FAILURE = ["request_id", "method", "code", "name", "message", "stack", "cause"] as const;
/** `total_ms`: since the submission. */
const TIMES = ["duration_ms", "total_ms"] as const;

// docs/decisions/095-one-table-of-log-events.md
/**
 * Every event of the log, with its level and the fields that it may have. docs/operations/logs.md says what each means and what to
 * do about it. A line that no row allows does not compile.
 */
export const LOG_EVENTS = {
  // Ends, as the transaction that records them decides.
  job_completed: info([...JOB, ...TIMES]),
  job_failed: error([...JOB, ...TIMES, "error", "stacktrace"]),
  job_canceled: info([...JOB, ...TIMES]),
  job_abandoned: info([...JOB, ...TIMES]),
  job_skipped: debug([...JOB, ...TIMES]),
  try_failed: warn([...JOB, "duration_ms", "retry_ms", "error", "stacktrace"]),
  try_lost: warn([...JOB, "duration_ms", "retry_ms"]),
  try_postponed: warn([...JOB, "duration_ms", "retry_ms", "error"]),
  try_handed_over: debug([...JOB, "duration_ms"]),
  submission_completed: info([...SUBMISSION, "total_ms"]),
  submission_failed: error([...SUBMISSION, "total_ms"]),
  submission_canceled: info([...SUBMISSION, "total_ms"]),
  submission_undefined: warn([...SUBMISSION, "total_ms"]),
  stale_completion: debug(["job_id", "token"]),
  task_log: info(["job_id", "submission_id", "attempt", "message"]),

  // Requests.
  request: info(["request_id", "actor_kind", "actor_id", "operation", "method", "entity_id", "status", "result"]),
  request_failed: error(FAILURE),
  platform_failed: warn(FAILURE),
  platform_unusable: error(FAILURE),
  storage_failed: error(FAILURE),
  list_streamed: debug(["request_id", "d1_calls", "d1_rows_read"]),
  list_broke_off: warn(["request_id", "kind", "error"]),
  limit_failed: warn(["request_id", "error"]),
  login_failure_not_counted: warn(["request_id", "error"]),
  key_use_not_noted: warn(["request_id", "api_key", "error"]),
  audit_not_written: warn(["rows", "error"]),
  audit_lost: error(["rows"]),

  // Configuration.
  configuration_refused: error(["message"]),
  configuration_replaced: info(["version", "paths"]),
  admin_key_ignored: warn(["minimum_length"]),

  // Workers and the Queue.
  heartbeat_failed: warn(["job_id", "error"]),
  chain_broken: warn(["domain", "job_id", "error"]),
  message_failed: warn(["job_id", "error"]),
  message_not_understood: error(["issues"]),
  queue_unknown: error(["queue", "messages"]),
  dead_letter: warn(["domain", "job_id", "attempt"]),
  dead_letters_not_counted: warn(["count", "error"]),
  payloads_not_discarded: warn(["job_id", "error"]),

  // Objects.
  outbox_not_drained: warn(["domain", "code", "error", "retry_ms"]),
  outbox_not_trimmed: warn(["domain", "error"]),
  outbox_row_refused: error(["domain", "kind", "id", "rows", "error"]),
  outbox_timer_not_set: warn(["domain", "error"]),
  outbox_retry_not_planned: warn(["domain", "error"]),
  database_restored: error(["domain", "counter", "confirmed", "revision", "renumbered", "lost", "submissions"]),
  database_ahead: error(["domain", "counter", "confirmed", "revision", "renumbered", "lost", "submissions"]),
  timer_failed: error(["domain", "kind", "id", "error", "retry_ms"]),
  timers_not_fired: warn(["domain", "error", "retry_ms"]),
  timers_not_read: warn(["domain", "error"]),
  wake_failed: warn(["domain", "code", "error"]),
  poke_failed: warn(["domain", "error"]),
  alarm_not_set: warn(["error"]),
  alarm_not_read: warn(["error"]),
  slots_not_requested: warn(["domain", "error"]),
  slots_not_returned: warn(["domain", "error"]),
  slots_not_offered: warn(["domain", "error"]),
  slots_not_noted: warn(["domain", "error"]),
  foreign_nodes_not_refreshed: warn(["domain", "error"]),
  submission_not_mended: error(["domain", "submission_id", "error"]),

  // Values, and the cron.
  payload_left_behind: warn(["request_id", "key", "error"]),
  deletion_not_noted: error(["notes", "changes"]),
  cron_failed: error(["error"]),
  swept: info(["edits", "paths", "objects", "payloads"]),
  nodes_not_forgotten: warn(["domain", "nodes", "error"]),
  watchdog: warn(["objects", "moved", "failed"]),
  object_not_resumed: warn(["domain", "error"]),
  submissions_unknown: error(["domain", "count", "ids"]),
  object_not_mended: warn(["domain", "findings", "error"]),
} as const satisfies Readonly<Record<string, Row<string>>>;

export type LogEvent = keyof typeof LOG_EVENTS;

export type FieldOf<Event extends LogEvent> = (typeof LOG_EVENTS)[Event]["fields"][number];

/**
 * Writes one line: ids, numbers, and the texts of errors. Never values, secrets or payloads; of a task's error, its own words. It
 * never throws.
 */
export type Log = <Event extends LogEvent>(
  event: Event,
  fields: Readonly<Partial<Record<FieldOf<Event>, unknown>>>,
) => void;

/** Whether an event is written when `lowest` is the lowest level of the log. */
export const isLogged = (event: LogEvent, lowest: Level): boolean =>
  LEVELS.indexOf(LOG_EVENTS[event].level) >= LEVELS.indexOf(lowest);
