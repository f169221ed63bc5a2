import type { ConfigurationIssue } from "./issue.ts";

export interface HttpOptions {
  /** Origins whose pages may call the service, such as `"https://app.example.com"`. Default: none. */
  readonly corsOrigins?: readonly string[];
  /** How long rows of the audit trail are kept, in days. Default: 90. */
  readonly auditDays?: number;
}

export interface HttpConfig {
  readonly corsOrigins: readonly string[];
  readonly auditDays: number;
}

const DEFAULT_AUDIT_DAYS = 90;

export function httpConfig({ corsOrigins = [], auditDays = DEFAULT_AUDIT_DAYS }: HttpOptions = {}): {
  readonly config: HttpConfig;
  readonly issues: readonly ConfigurationIssue[];
} {
  return { config: Object.freeze({ corsOrigins: Object.freeze([...corsOrigins]), auditDays }), issues: [] };
}
