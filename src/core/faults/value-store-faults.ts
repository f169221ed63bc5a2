import { codeIn, type FaultTable } from "./patterns.ts";

// https://developers.cloudflare.com/kv/platform/limits/
/** What KV says: the status of its answer, and a text. */
const KV_FAULTS: FaultTable = [
  [/^429.*(?:free usage limit|daily|for today|10048)/i, "values_quota_spent"],
  [/^429/, "values_overloaded"],
  [/^40[134]/, "values_misconfigured"],
  [/^413|exceeds limit/i, "body_too_large"],
  [/^5\d\d/, "values_unavailable"],
];
const OF_KV = /^KV [A-Z]+ failed: (.*)/s;

// https://developers.cloudflare.com/r2/api/error-codes/
/** The number at the end of R2's text. */
const R2_FAULTS: FaultTable = [
  [/^(?:10001|10013|10043|10054)$/, "values_unavailable"],
  [/^10058$/, "values_overloaded"],
  [/^(?:10002|10003|10005|10006|10018|10035|10042|10069)$/, "values_misconfigured"],
  [/^(?:10012|100100)$/, "body_too_large"],
];
const OF_R2 =
  /^(?:head|get|put|delete|list|createMultipartUpload|uploadPart|complete|completeMultipartUpload|abortMultipartUpload): .*\((\d{5,6})\)$/s;

/** What a KV namespace or an R2 bucket says; undefined = the error is none of theirs. */
export function valueStoreFaultOf(message: string) {
  const [, ofKv] = OF_KV.exec(message) ?? [];
  if (ofKv !== undefined) return codeIn(KV_FAULTS, ofKv);
  const [, number] = OF_R2.exec(message) ?? [];
  return number === undefined ? undefined : codeIn(R2_FAULTS, number);
}
