import { type ErrorCode, retryableOf, type TaipyError } from "../errors.ts";

/** Failures of systems in which the application keeps values. */
const STORAGE: readonly ErrorCode[] = ["storage_unavailable", "storage_misconfigured"];
/** Codes of 503 for which the platform is not to blame: a secret is missing, or callers keep the service busy. */
const SETTLED: readonly ErrorCode[] = [
  "service_closed",
  "configuration_refused",
  "signing_key_missing",
  "logins_busy",
  "too_many_changes",
];

/** The event under which the log has a failure; null = it is no failure of the service or of what it works with. */
export function failureEvent({ code }: TaipyError, status: number) {
  if (status < 500 || SETTLED.includes(code)) return null;
  if (STORAGE.includes(code)) return "storage_failed";
  if (status === 500) return "request_failed";
  return retryableOf(code) === "no" ? "platform_unusable" : "platform_failed";
}

/** What the log says of a failure. */
export function failureFields(failure: TaipyError, status: number) {
  // What was thrown by the service's own code says where that is.
  const shown = status === 500 && failure.cause instanceof Error ? failure.cause : failure;
  const { name, message, stack, cause } = withoutPayload(shown);
  return { code: failure.code, name, message, stack, ...(cause !== undefined && { cause: String(cause) }) };
}

/** The message of a syntax error quotes the text, which may be a payload: only its stack is logged. */
function withoutPayload(error: Error): Pick<Error, "name" | "message" | "stack" | "cause"> {
  if (!(error instanceof SyntaxError)) return error;
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return { name: error.name, message: "A text cannot be parsed.", stack: frames?.join("\n") ?? "" };
}
