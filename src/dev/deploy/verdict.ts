/** What `GET /health` has answered; null = not the health of a taipy-edge. */
export interface SeenHealth {
  /** null: a release that does not say, or a Worker without the binding. */
  readonly version: string | null;
  readonly build: string | null;
  readonly checks: Readonly<Record<string, string>>;
}

/**
 * Whether the new version works:
 * - `unreadable`: no answer, or none of ours, as of a login page before the service;
 * - `other_version`: another version still answers;
 * - `failing`: a check fails that was fine before;
 * - `as_before`: only checks fail that failed before.
 */
export interface Verdict {
  readonly kind: "verified" | "unreadable" | "other_version" | "failing" | "as_before";
  readonly text: string;
}

/** Reads the body of an answer of `/health`, of any status. */
export function readHealth(body: unknown): SeenHealth | null {
  if (!isRecord(body) || !isRecord(body.checks)) return null;
  const release = isRecord(body.release) ? body.release : {};
  return {
    version: typeof release.version === "string" ? release.version : null,
    build: typeof release.build === "string" ? release.build : null,
    checks: Object.fromEntries(Object.entries(body.checks).map(([name, state]) => [name, String(state)])),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/**
 * @param deployed the id of the version that was deployed
 * @param before what the version before it answered
 */
export function verdictOf(deployed: string, seen: SeenHealth | null, before: SeenHealth | null): Verdict {
  if (seen === null)
    return { kind: "unreadable", text: "The new version can't be verified: /health gave no answer of ours." };
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
