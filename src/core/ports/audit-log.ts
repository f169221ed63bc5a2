import type { AuditEntry, AuditRow } from "../access/audited-call.ts";
import type { Timestamp } from "../time.ts";
import type { Page } from "./entity-reader.ts";

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
  /** The row of an entry, which the caller writes in the transaction of what it tells of. */
  row(entry: AuditEntry): AuditRow;
  /**
   * Resolves when the entry is written or given up; never rejects.
   * @param written the row of the same call that was written with its change: the entry corrects it
   */
  record(entry: AuditEntry, written?: AuditRow): Promise<void>;
  /** The same for the call of an unknown caller: it is counted, together with others like it. */
  count(refusal: Refusal): Promise<void>;
  /** Newest first. A page may have fewer rows than its limit although more pages follow. */
  page(query: AuditQuery): Promise<Page>;
}
