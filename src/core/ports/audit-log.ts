import type { Timestamp } from "../time.ts";
import type { Page } from "./entity-reader.ts";

/** One row of the audit log: a write, or a refused request. It contains no value, query, header or body of the request. */
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
  /** Newest first. A page may have fewer rows than its limit although more pages follow. */
  page(query: AuditQuery): Promise<Page>;
}
