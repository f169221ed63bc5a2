import type { Timestamp } from "../time.ts";

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
