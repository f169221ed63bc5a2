import type { Page } from "../ports/entity-reader.ts";
import type { Timestamp } from "../time.ts";

/** One change, or one refusal, as the audit trail tells it. No value, query, header or body of a request is in it. */
export interface AuditEntry {
  readonly request_id: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly actor_name: string;
  /** The id of the row of the route table. */
  readonly operation: string;
  readonly method: string;
  /** What the path names, or what was created. */
  readonly entity_id: string | null;
  /** Where the request came from; null where the platform does not say. */
  readonly address: string | null;
  readonly status: number;
  /** `ok`, or why it was refused. */
  readonly result: string;
}

export interface AuditQuery {
  /** Answer what is older than this cursor; null = from the newest. */
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

/** Who did what, and what was refused (d1/audit/audit-log.ts). */
export interface AuditLog {
  /** Takes the entry; the promise ends when it is written, or given up, and never rejects. */
  record(entry: AuditEntry): Promise<void>;
  /** Newest first; a page may be shorter than its limit though there are more. */
  page(query: AuditQuery): Promise<Page>;
}
