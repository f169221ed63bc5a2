import type { ErrorCode } from "../errors.ts";

/** Codes of failures of the platform: each has a text in fault-texts.ts. */
export type FaultCode = Extract<
  ErrorCode,
  `${"database" | "values" | "object" | "queue" | "platform"}_${string}` | "invocation_limit" | "body_too_large"
>;

/** What a part of the platform says, and what it means. The first row that fits counts. */
export type FaultTable = readonly (readonly [pattern: RegExp, code: FaultCode])[];

/** What the runtime says when an invocation makes too many calls; D1 puts its own prefix before it. */
export const TOO_MANY_CALLS = /Too many (?:API requests|subrequests)/i;

/** null = no row fits. */
export const codeIn = (table: FaultTable, message: string): FaultCode | null =>
  table.find(([pattern]) => pattern.test(message))?.[1] ?? null;

/** The platform's RPC may put the class of an error before its text, once for each object on the way. */
const CLASSES = /^(?:\w{0,40}Error: ){1,3}/;

export const withoutClass = (message: string): string => message.replace(CLASSES, "");
