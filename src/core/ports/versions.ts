import type { Timestamp } from "../time.ts";

export interface Version {
  readonly id: string;
  /** null while nothing was created in it. */
  readonly creation_date: Timestamp | null;
  /** The configured one, which lists show. */
  readonly is_latest: boolean;
}

/** The versions of the application that have entities (d1/versions.ts). */
export interface Versions {
  /**
   * Keeps the configuration under its version number. Costs nothing after the first time.
   * @throws TaipyError `configuration_changed` when another one is kept there, and may not be replaced
   */
  admit(): Promise<void>;
  /**
   * The version that a caller means (undefined or `latest` = the configured one); null = all.
   * @throws TaipyError `version_not_found`
   */
  resolve(version: string | undefined): Promise<string | null>;
  list(): Promise<readonly Version[]>;
  /** With all its entities; refused while jobs run unless `force` cancels them. */
  remove(version: string, force: boolean): Promise<void>;
}
