import type { AccessChange, AuditRow } from "../../core/access/audited-call.ts";
import type { Identity } from "../../core/access/identity.ts";
import type { ErrorCode } from "../../core/errors.ts";
import type { RateLimitState } from "../limits/quotas.ts";
import type { Endpoint } from "./endpoint.ts";

/** Facts about a request that its steps note for the last one, which sets headers and writes the audit row. */
export interface RequestLog {
  /** The row that answers; none for an unknown path. */
  route?: Endpoint;
  identity?: Identity;
  /** The decoded `{id}` of the path. */
  id?: string;
  /** Why it was refused. */
  code?: ErrorCode;
  /** The existing user whose password was wrong. */
  account?: string;
  /** What the call has changed about a user or a key. */
  changes?: AccessChange;
  /** The row that was written with the change itself. */
  audited?: AuditRow;
  /** The limit that was counted last. */
  rateLimit?: RateLimitState;
}

/** One request on its way to its answer. */
export interface Exchange {
  readonly requestLog: RequestLog;
  readonly request: Request;
  readonly url: URL;
  readonly requestId: string;
  /** Takes work that goes on after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}
