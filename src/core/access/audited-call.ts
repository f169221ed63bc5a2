import type { Timestamp } from "../time.ts";
import type { RoleNames } from "./permissions.ts";

/** What a call has changed about a user or a key. Never a password. */
export interface AccessChange {
  /** `from`: null = the user or key is new. */
  readonly roles?: { readonly from: RoleNames | null; readonly to: RoleNames };
  /** Only for another password. */
  readonly password?: "changed";
}

/** One call of a known caller: a write, or a refused request. It contains no value, query, header or body of the request. */
export interface AuditEntry {
  readonly request_id: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly actor_name: string;
  /** The id of the row of the route table. */
  readonly operation: string;
  readonly method: string;
  /** The id in the path, or the id of the created entity. */
  readonly entity_id: string | null;
  /** The address of the client; null = the platform does not give it. */
  readonly address: string | null;
  readonly status: number;
  /** `ok`, or the code of the refusal. */
  readonly result: string;
  /** null = the call has changed no roles and no password. */
  readonly changes: AccessChange | null;
}

/** A row of the audit log. */
export interface AuditRow extends Omit<AuditEntry, "request_id" | "address"> {
  /** Begins with the time, so that the newest rows are at one end and the oldest at the other. */
  readonly id: string;
  readonly at: Timestamp;
  /** For a row that stands for several refusals: when the last one was answered. */
  readonly last_at: Timestamp | null;
  readonly request_id: string | null;
  readonly address: string | null;
  readonly count: number;
}
