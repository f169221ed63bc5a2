/** What has come back of `GET /health`. */
export interface HealthAnswer {
  /** The parsed body; undefined = no JSON. */
  readonly body?: unknown;
  /** The status, and where it leads; null = no answer. */
  readonly status: number | null;
  readonly location?: string | null;
  readonly isHtml?: boolean;
}

/** What `GET /health` has answered; null = not the health of a taipy-edge. */
export interface SeenHealth {
  /** null: a release that does not say, or a Worker without the binding. */
  readonly version: string | null;
  readonly build: string | null;
  readonly checks: Readonly<Record<string, string>>;
}

/**
 * Whether the new version works:
 * - `unreadable`: no answer, or an error of the platform;
 * - `foreign`: something before the service answers, such as a login page;
 * - `other_version`: another version still answers;
 * - `failing`: a check fails that was fine before;
 * - `as_before`: only checks fail that failed before.
 */
export interface Verdict {
  readonly kind: "verified" | "unreadable" | "foreign" | "other_version" | "failing" | "as_before";
  readonly text: string;
}

/** Reads an answer of `/health`, of any status. */
export function readHealth({ body }: HealthAnswer): SeenHealth | null {
  if (!isRecord(body) || !isRecord(body.checks)) return null;
  const release = isRecord(body.release) ? body.release : {};
  return {
    version: typeof release.version === "string" ? release.version : null,
    build: typeof release.build === "string" ? release.build : null,
    checks: Object.fromEntries(Object.entries(body.checks).map(([name, state]) => [name, String(state)])),
  };
}

const WAYS_THROUGH =
  "Give credentials with --header, or with --url an address that leads to the Worker, and look at /health yourself.";

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Who lets nobody through who has not logged in; a page of Cloudflare about a Worker that fails has another status. */
const LOGIN_STATUSES = [200, 401, 403, 407];

/** What plainly does not come from a taipy-edge, in words; null = it may. */
function foreignOf({ status, location, isHtml }: HealthAnswer): string | null {
  if (status !== null && status >= 300 && status < 400) return `${status}${location == null ? "" : ` to ${location}`}`;
  return status !== null && isHtml === true && LOGIN_STATUSES.includes(status) ? `${status} with an HTML page` : null;
}

/**
 * @param deployed the id of the version that was deployed
 * @param before what the version before it answered
 */
export function verdictOf(deployed: string, answer: HealthAnswer, before: SeenHealth | null): Verdict {
  const seen = readHealth(answer);
  if (seen === null) {
    const foreign = foreignOf(answer);
    if (foreign !== null) {
      const text = `Not the service answers /health, but something before it: ${foreign}. ${WAYS_THROUGH}`;
      return { kind: "foreign", text };
    }
    const told = answer.status === null ? "no answer" : `status ${answer.status}, and no answer of this service`;
    return { kind: "unreadable", text: `The new version can't be verified: /health gave ${told}.` };
  }
  const { version, build, checks } = seen;
  if (version === null || (build !== null && build !== deployed)) {
    return { kind: "other_version", text: `Version ${deployed} does not answer: another one still does.` };
  }
  const failing = Object.entries(checks).filter(([, state]) => state !== "ok");
  const named = failing.map(([name, state]) => `${name}: ${state}`).join(", ");
  if (failing.some(([name]) => (before?.checks[name] ?? "ok") === "ok")) {
    return { kind: "failing", text: `Release ${version} answers, but not all is well: ${named}.` };
  }
  if (failing.length > 0) return { kind: "as_before", text: `Release ${version} answers. Not all is well: ${named}.` };
  const which = build === null ? "" : `, version ${build}`;
  const note = build === null ? " Without the binding CF_VERSION_METADATA it may also be the version before it." : "";
  return { kind: "verified", text: `Release ${version}${which} answers, and all is well.${note}` };
}
