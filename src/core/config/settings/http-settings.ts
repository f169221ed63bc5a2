import { type ConfigurationIssue, inSection, issuesOf } from "../check/issue.ts";
import type { Environment } from "./env-template.ts";

/** `strict`: Taipy's operations answer exactly Taipy's keys and take only its parameters. `off`: the additions are there, too. */
export const COMPATS = ["strict", "off"] as const;
export type Compat = (typeof COMPATS)[number];

export interface HttpOptions {
  /** Origins whose pages may call the service, such as `"https://app.example.com"`; at most 100. Default: none. */
  readonly corsOrigins?: readonly string[];
  /** How long rows of the audit log are kept, in whole days from 1 to 3,650. Default: 90. */
  readonly auditDays?: number;
  /**
   * `"strict"`: requests without the header `Taipy-Compat` are answered exactly as Taipy does. Default: `"off"`. The variable
   * `TAIPY_COMPAT` overrides it.
   */
  readonly compat?: Compat;
}

export interface HttpConfig {
  readonly corsOrigins: readonly string[];
  readonly auditDays: number;
  readonly compat: Compat;
}

const DEFAULT_AUDIT_DAYS = 90;
const MAX_AUDIT_DAYS = 3_650;
const MAX_ORIGINS = 100;

/** An origin as browsers send it: in lower case, without a path, and without the default port of its scheme. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[1-9]\d{0,4})?$/;
const USUAL_PORT = /^(?:http:.*:80|https:.*:443)$/;

const { error } = issuesOf("HttpConfigChecker");

/** @param environment null = not known yet */
export function httpConfig(
  { corsOrigins = [], auditDays = DEFAULT_AUDIT_DAYS, compat = "off" }: HttpOptions = {},
  environment: Environment | null = null,
): { readonly config: HttpConfig; readonly issues: readonly ConfigurationIssue[] } {
  const variable = environment?.(COMPAT_VARIABLE);
  const isSet = variable !== undefined && variable !== "";
  const wanted = compatOf(isSet ? variable : compat);
  const issues = inSection("HTTP", [
    ...checkOrigins(corsOrigins),
    ...checkDays(auditDays),
    ...(wanted === null ? [compatIssue(isSet ? variable : compat, isSet)] : []),
  ]);
  const origins = Object.freeze(Array.isArray(corsOrigins) ? [...corsOrigins] : []);
  return { config: Object.freeze({ corsOrigins: origins, auditDays, compat: wanted ?? "off" }), issues: [...issues] };
}

const COMPAT_VARIABLE = "TAIPY_COMPAT";

/** In upper or lower case; null = it is none of the words. */
export const compatOf = (given: unknown): Compat | null =>
  COMPATS.find((word) => typeof given === "string" && given.trim().toLowerCase() === word) ?? null;

function compatIssue(given: unknown, isVariable: boolean): ConfigurationIssue {
  const what = isVariable ? `variable \`${COMPAT_VARIABLE}\`` : "`compat` of `http`";
  const meaning = "`strict` answers exactly as Taipy does, `off` with what this service adds";
  return error("compat", given, `The ${what} must be \`strict\` or \`off\`: ${meaning}.`);
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
