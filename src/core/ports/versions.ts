import type { Timestamp } from "../time.ts";

export interface Version {
  readonly id: string;
  /** null while nothing was created in it. */
  readonly creation_date: Timestamp | null;
  /** The configured one, which lists show. */
  readonly is_latest: boolean;
}

/** The configurations that are kept under version numbers in D1 (d1/write/version-store.ts). */
export interface VersionStore {
  /** Keeps a configuration unless the version has one. @returns the one that the version has then */
  keep(version: string, creation_date: Timestamp, configuration: string): Promise<string>;
  /** Replaces the configuration that was kept, unless another isolate has replaced it already. */
  replace(version: string, change: { readonly kept: string; readonly configuration: string }): Promise<void>;
  exists(version: string): Promise<boolean>;
  /** By their age. */
  list(): Promise<readonly { readonly id: string; readonly creation_date: Timestamp }[]>;
}

/** The versions of the application that have entities (usecases/versions.ts). */
export interface Versions {
  /**
   * The version that a caller names (undefined or `latest` = the configured one); null = all.
   * @throws TaipyError `version_not_found`
   */
  resolve(version: string | undefined): Promise<string | null>;
  list(): Promise<readonly Version[]>;
  /** With all its entities; refused while jobs run unless `force` cancels them. */
  remove(version: string, force: boolean): Promise<void>;
}
