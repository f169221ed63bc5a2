/** One line of the file WRANGLER_OUTPUT_FILE_PATH. */
export interface OutputEntry {
  readonly type: string;
  readonly worker_name?: string | null;
  readonly version_id?: string;
  readonly targets?: readonly string[];
}

/** What wrangler has written there, one JSON object a line. */
export const entriesOf = (text: string): readonly OutputEntry[] =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as OutputEntry);

/** The version that `wrangler deploy` or `wrangler versions upload` has made; null = none. */
export const versionIn = (entries: readonly OutputEntry[]): string | null =>
  entries.findLast(({ type }) => type === "deploy" || type === "version-upload")?.version_id ?? null;

/** The name of the Worker in its environment. */
export const workerIn = (entries: readonly OutputEntry[]): string | null =>
  entries.findLast(({ worker_name }) => typeof worker_name === "string")?.worker_name ?? null;

const WORKERS_DEV = /^https:\/\/[\w.-]+\.workers\.dev$/;
const CUSTOM_DOMAIN = /^([\w.-]+) \(custom domain\b/;

/** Where the Worker is called: its custom domain before its workers.dev one; null = only routes. */
export function addressIn(entries: readonly OutputEntry[]): string | null {
  const targets = entries.findLast(({ type }) => type === "deploy")?.targets ?? [];
  for (const target of targets) {
    const domain = CUSTOM_DOMAIN.exec(target)?.[1];
    if (domain !== undefined) return `https://${domain}`;
  }
  return targets.find((target) => WORKERS_DEV.test(target)) ?? null;
}

/** Between the borders of wrangler's table. */
const NOT_OF_A_NAME = /[^\w.-]/;
const MIGRATION = /^\d{4}_.{1,200}\.sql$/;

/** The migrations that `wrangler d1 migrations list` names; null = it says neither that there are some nor that there are none. */
export function pendingIn(output: string): readonly string[] | null {
  if (output.includes("No migrations to apply")) return [];
  const names = [...new Set(output.split(NOT_OF_A_NAME).filter((word) => MIGRATION.test(word)))];
  return names.length === 0 ? null : names;
}

/** The Worker does not exist, or was never deployed. */
const NEVER_DEPLOYED = /has no deployments|This Worker does not exist|\[code: 10007\]/;

/** Which versions have the requests, the one with most of them first. */
export type Shares = readonly { readonly version_id: string; readonly percentage: number }[];

/**
 * The versions that share the requests, as `wrangler deployments status --json` says; none = none was ever deployed.
 * @throws an Error when the output is neither
 */
export function liveIn(output: string, isDone: boolean): Shares {
  if (!isDone) {
    if (NEVER_DEPLOYED.test(output)) return [];
    throw new Error(output.trim());
  }
  const { versions } = JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1)) as {
    readonly versions: Shares;
  };
  if (versions.length === 0) throw new Error("The deployment has no versions");
  return versions
    .map(({ version_id, percentage }) => ({ version_id, percentage }))
    .toSorted((one, other) => other.percentage - one.percentage || (one.version_id < other.version_id ? -1 : 1));
}

/** In words: `a has 90 % of the requests, b has 10 %`. */
export const sharesText = (shares: Shares): string =>
  shares
    .map(
      ({ version_id, percentage }, index) =>
        `${version_id} has ${percentage} %${index === 0 ? " of the requests" : ""}`,
    )
    .join(", ");
