import type { RoleNames } from "../access/permissions.ts";
import type { Timestamp } from "../time.ts";
import type { Page } from "./entity-reader.ts";

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

// docs/decisions/046-refused-calls-are-counted.md
/** A refused call of a caller whom the service does not know. No field can hold a text that the caller has chosen. */
export interface Refusal {
  /** The id and the method of the row of the route table. */
  readonly operation: string;
  readonly method: string;
  readonly status: number;
  /** The code of the refusal. */
  readonly result: string;
  /** The IPv4 address or the IPv6 network of the client, as Cloudflare's edge gives it; null = there is no edge. */
  readonly network: string | null;
  /** The existing user whose password was wrong; null for all other calls. */
  readonly account: string | null;
}

export interface AuditQuery {
  /** Only rows that are older than this cursor; null = from the newest. */
  readonly after: string | null;
  readonly limit: number;
  /** The actor's id. */
  readonly actor?: string | undefined;
  readonly entity_id?: string | undefined;
  readonly operation?: string | undefined;
  /** Inclusive. */
  readonly since?: Timestamp | undefined;
  /** Exclusive. */
  readonly until?: Timestamp | undefined;
}

/** The audit log (d1/audit/audit-log.ts). */
export interface AuditLog {
  /** Resolves when the entry is written or given up; never rejects. */
  record(entry: AuditEntry): Promise<void>;
  /** The same for the call of an unknown caller: it is counted, together with others like it. */
  count(refusal: Refusal): Promise<void>;
  /** Newest first. A page may have fewer rows than its limit although more pages follow. */
  page(query: AuditQuery): Promise<Page>;
}
