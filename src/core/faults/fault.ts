import { noAnswerPart, PARTS } from "../deadlines.ts";
import { retryableOf, TaipyError } from "../errors.ts";
import { d1FaultOf, isOfD1 } from "./d1-faults.ts";
import { objectFaultOf } from "./object-faults.ts";
import { codeIn, type FaultCode, type FaultTable, TOO_MANY_CALLS, withoutClass } from "./patterns.ts";
import { queueFaultOf } from "./queue-faults.ts";
import { valueStoreFaultOf } from "./value-store-faults.ts";

/** A part of the platform that does not answer in time. */
const SILENT: Readonly<Record<string, FaultCode>> = {
  [PARTS.d1]: "database_unavailable",
  [PARTS.kv]: "values_unavailable",
  [PARTS.r2]: "values_unavailable",
  [PARTS.queue]: "queue_unavailable",
  [PARTS.object]: "object_unavailable",
  [PARTS.alarm]: "object_unavailable",
};

/** What any part of the platform may say. */
const PLATFORM_FAULTS: FaultTable = [
  [TOO_MANY_CALLS, "invocation_limit"],
  [/because client disconnected/i, "platform_unavailable"],
  [/^(?:Network connection lost|internal error(?:; reference = |\.?$))/i, "platform_unavailable"],
];

// docs/decisions/089-errors-say-whether-to-repeat.md
/**
 * What a failure of the platform means; null = the error is none of the platform's, or says something that no table has: then
 * it is one of the service's own. It is known by its text, because an error that has come from an object has lost its class.
 */
export function faultOf(error: unknown): FaultCode | null {
  if (!(error instanceof Error) || error instanceof TaipyError) return null;
  const silent = noAnswerPart(error);
  if (silent !== null) return SILENT[silent] ?? "platform_unavailable";
  const message = withoutClass(error.message);
  if (isOfD1(message)) return d1FaultOf(message);
  const ofStore = valueStoreFaultOf(message) ?? queueFaultOf(message);
  if (ofStore !== undefined) return ofStore;
  return codeIn(PLATFORM_FAULTS, message) ?? objectFaultOf(message, error);
}

/** Whether a call that has failed may succeed in some seconds. What hangs has had its time, and a daily limit takes hours. */
export function passesSoon(error: unknown): boolean {
  const code = faultOf(error);
  return code !== null && retryableOf(code) !== "no" && !code.endsWith("_quota_spent") && noAnswerPart(error) === null;
}
