import { type ConfigurationIssue, inSection, issuesOf } from "../check/issue.ts";

export interface HttpOptions {
  /** Origins whose pages may call the service, such as `"https://app.example.com"`; at most 100. Default: none. */
  readonly corsOrigins?: readonly string[];
  /** How long rows of the audit log are kept, in whole days from 1 to 3,650. Default: 90. */
  readonly auditDays?: number;
}

export interface HttpConfig {
  readonly corsOrigins: readonly string[];
  readonly auditDays: number;
}

const DEFAULT_AUDIT_DAYS = 90;
const MAX_AUDIT_DAYS = 3_650;
const MAX_ORIGINS = 100;

/** An origin as browsers send it: in lower case, without a path, and without the default port of its scheme. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[1-9]\d{0,4})?$/;
const USUAL_PORT = /^(?:http:.*:80|https:.*:443)$/;

const { error } = issuesOf("HttpConfigChecker");

export function httpConfig({ corsOrigins = [], auditDays = DEFAULT_AUDIT_DAYS }: HttpOptions = {}): {
  readonly config: HttpConfig;
  readonly issues: readonly ConfigurationIssue[];
} {
  const issues = [...inSection("HTTP", [...checkOrigins(corsOrigins), ...checkDays(auditDays)])];
  const origins = Array.isArray(corsOrigins) ? corsOrigins : [];
  return { config: Object.freeze({ corsOrigins: Object.freeze([...origins]), auditDays }), issues };
}

function* checkOrigins(origins: unknown): Generator<ConfigurationIssue> {
  if (!Array.isArray(origins) || origins.length > MAX_ORIGINS) {
    yield error(
      "cors_origins",
      typeof origins,
      `The \`corsOrigins\` must be a list of at most ${MAX_ORIGINS} origins.`,
    );
    return;
  }
  for (const origin of origins) {
    const problem = problemOf(origin);
    if (problem !== null) yield error("cors_origins", origin, problem);
  }
}

function problemOf(origin: unknown): string | null {
  if (origin === "*") {
    return "The `corsOrigins` must be named one by one: with `*` every page of the internet could use the access of its visitor's browser.";
  }
  if (origin === "null") {
    return "The `corsOrigins` can't hold `null`: sandboxed frames of every page of the internet send it.";
  }
  if (typeof origin !== "string" || !ORIGIN.test(origin)) {
    return "One of `corsOrigins` is no origin: write only scheme, host and port, in lower case, such as `https://app.example.com` or `http://localhost:3000`.";
  }
  if (USUAL_PORT.test(origin)) {
    return "One of `corsOrigins` has the default port of its scheme, which browsers leave out: remove it.";
  }
  return null;
}

function* checkDays(days: unknown): Generator<ConfigurationIssue> {
  if (typeof days === "number" && Number.isInteger(days) && days >= 1 && days <= MAX_AUDIT_DAYS) return;
  yield error("audit_days", days, `The \`auditDays\` must be a whole number from 1 to ${MAX_AUDIT_DAYS}.`);
}
