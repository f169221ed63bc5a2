import type { Reason } from "../settings/outside-failure.ts";

/** Errors of the driver itself about the connection string or its options. */
const OF_SETTINGS: ReadonlySet<string> = new Set([
  ...["MongoParseError", "MongoInvalidArgumentError", "MongoMissingCredentialsError", "MongoMissingDependencyError"],
]);

/** The server's numbers of errors about documents: values, types, keys, duplicates, validation, sizes. */
const VALUE_CODES: ReadonlySet<number> = new Set([
  2, 9, 14, 22, 52, 53, 54, 55, 56, 57, 121, 10334, 11000, 11001, 17280,
]);

/** Primaries that step down, shutdowns, time limits, conflicts, interruptions. */
const OUTAGE_CODES: ReadonlySet<number> = new Set([
  ...[6, 7, 50, 89, 91, 112, 134, 189, 262, 317, 358, 384, 9001, 10107, 11600, 11602, 13435, 13436, 46841],
]);

/** Why MongoDB has failed; null = the error is not one of the driver. */
export function reasonOfMongo(error: unknown): Reason | null {
  if (!(error instanceof Error) || !/^(?:Mongo|BSON)/.test(error.name)) return null;
  if (error.name.startsWith("BSON")) return "value";
  if (OF_SETTINGS.has(error.name)) return "settings";
  const code = "code" in error ? Number(error.code) : Number.NaN;
  if (Number.isNaN(code) || isRetryable(error)) return "outage";
  if (VALUE_CODES.has(code)) return "value";
  return OUTAGE_CODES.has(code) ? "outage" : "settings";
}

const isRetryable = (error: Error): boolean => {
  const { errorLabels = [] } = error as Error & { readonly errorLabels?: unknown };
  return Array.isArray(errorLabels) && errorLabels.some((label) => /^(?:Retryable|Transient)/.test(String(label)));
};
