import type { CoreConfig } from "../core/config/app-types.ts";
import { notFound } from "../core/missing.ts";
import type { VersionStore } from "../core/ports/version-store.ts";
import type { Timestamp } from "../core/time.ts";
import { type DeleteVersionDeps, deleteVersion } from "./delete/delete-version.ts";

export interface Version {
  readonly id: string;
  /** null while nothing was created in it. */
  readonly creation_date: Timestamp | null;
  /** The configured one, which lists show. */
  readonly is_latest: boolean;
}

/** The use cases about the versions of the application, over one set of stores. */
export interface Versions {
  /**
   * The version that a caller names (undefined or `latest` = the configured one); null = all.
   * @throws TaipyError `version_not_found`
   */
  resolve(version: string | undefined): Promise<string | null>;
  /** The versions that have entities, by their age, and the configured one. */
  list(): Promise<readonly Version[]>;
  /** With all its entities; refused while jobs run unless `force` cancels them. */
  remove(version: string, force: boolean): Promise<void>;
}

interface VersionsDeps extends DeleteVersionDeps {
  readonly app: { readonly core: CoreConfig };
  readonly versions: Pick<VersionStore, "exists" | "list">;
}

export const createVersions = (deps: VersionsDeps): Versions => ({
  resolve: (version) => resolveVersion(deps, version),
  list: () => listVersions(deps),
  remove: (version, force) => deleteVersion(deps, version, force),
});

async function resolveVersion({ app, versions }: VersionsDeps, version: string | undefined): Promise<string | null> {
  const { versionNumber, mode } = app.core;
  if (version === undefined || version === "latest" || version === versionNumber) return versionNumber;
  if (version === "all" || version === "") return null;
  if (mode === "development" && (version === "development" || version === "dev")) return versionNumber;
  if (!(await versions.exists(version))) throw notFound("version", version);
  return version;
}

async function listVersions({ app, versions }: VersionsDeps): Promise<readonly Version[]> {
  const { versionNumber } = app.core;
  const kept = (await versions.list()).map((version) => ({ ...version, is_latest: version.id === versionNumber }));
  if (kept.some((version) => version.is_latest)) return kept;
  return [...kept, { id: versionNumber, creation_date: null, is_latest: true }];
}
