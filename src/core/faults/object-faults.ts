import { codeIn, type FaultTable } from "./patterns.ts";

// https://developers.cloudflare.com/durable-objects/observability/troubleshooting/
// https://developers.cloudflare.com/durable-objects/best-practices/error-handling/
/** What the platform says of a Durable Object, and SQLite of the object's own storage. */
const OBJECT_FAULTS: FaultTable = [
  [/Durable Object is overloaded/i, "object_overloaded"],
  [/Your account is (?:generating too much load|doing too many concurrent storage operations)/i, "object_overloaded"],
  [/Exceeded allowed [a-z ]{1,40} in Durable Objects free tier/i, "object_quota_spent"],
  [/^database or disk is full|: SQLITE_FULL/i, "object_full"],
  [/Durable Object(?:'s isolate)? (?:reset|exceeded|storage operation exceeded)/i, "object_reset"],
  [/Durable Object storage caused object to be reset/i, "object_reset"],
  [/this Durable Object instance is no longer active|object has moved to a different machine/i, "object_reset"],
  [/this version can no longer access storage|object is no longer current|superseded/i, "object_reset"],
  [/Cannot resolve Durable Object due to transient issue/i, "object_unavailable"],
];

/** What the platform sets on an error of an object; a library's error has more, such as a code. */
const MEMBERS = ["remote", "retryable", "overloaded", "durableObjectReset", "stack", "message", "cause"];

/**
 * null = it is something else. An error whose text no table has is the platform's only if it is a plain one with nothing but the
 * platform's flags, and was not thrown by the object's code.
 */
export function objectFaultOf(message: string, error: Error) {
  const said = codeIn(OBJECT_FAULTS, message);
  if (said !== null) return said;
  const { remote, retryable, overloaded } = error as Error & Record<string, unknown>;
  if (remote === true || error.name !== "Error" || !Object.keys(error).every((key) => MEMBERS.includes(key)))
    return null;
  if (overloaded === true) return "object_overloaded";
  return retryable === true ? "object_unavailable" : null;
}
