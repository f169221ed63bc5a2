import type { CoreConfig } from "../core/config/app-types.ts";
import { notFound } from "../core/missing.ts";
import type { Version, VersionStore } from "../core/ports/versions.ts";

interface Deps {
  readonly app: { readonly core: CoreConfig };
  readonly versions: Pick<VersionStore, "exists" | "list">;
}

/**
 * The version that a caller names (undefined or `latest` = the configured one); null = all.
 * @throws TaipyError `version_not_found`
 */
export async function resolveVersion({ app, versions }: Deps, version: string | undefined): Promise<string | null> {
  const { versionNumber, mode } = app.core;
  if (version === undefined || version === "latest" || version === versionNumber) return versionNumber;
  if (version === "all" || version === "") return null;
  if (mode === "development" && (version === "development" || version === "dev")) return versionNumber;
  if (!(await versions.exists(version))) throw notFound("version", version);
  return version;
}

/** The versions that have entities, by their age, and the configured one. */
export async function listVersions({ app, versions }: Deps): Promise<readonly Version[]> {
  const { versionNumber } = app.core;
  const kept = (await versions.list()).map((version) => ({ ...version, is_latest: version.id === versionNumber }));
  if (kept.some((version) => version.is_latest)) return kept;
  return [...kept, { id: versionNumber, creation_date: null, is_latest: true }];
}
