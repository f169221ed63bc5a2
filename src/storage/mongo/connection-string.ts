import type { Properties } from "../../core/entities/fields.ts";
import { misconfigured } from "../settings/outside-failure.ts";
import type { StorageContext } from "../types.ts";

/** The address of a collection. The connection string is never logged and never part of an error. */
export interface CollectionAddress {
  readonly connectionString: string;
  /** null = the database of the connection string. */
  readonly database: string | null;
  readonly collection: string;
  /** Texts that no message may contain. */
  readonly secrets: readonly string[];
}

/** @throws TaipyError `storage_misconfigured` when the binding is missing or holds no connection string */
export function collectionAddress(settings: Properties, binding: StorageContext["binding"]): CollectionAddress {
  const { binding: name, db_name, collection_name } = settings;
  const isBound = name !== undefined && name !== null;
  const base = isBound ? bound(String(name), binding(String(name))) : configured(settings);
  return {
    connectionString: withOptions(base, settings.db_extra_args),
    database: db_name === undefined || db_name === null ? null : String(db_name),
    collection: String(collection_name),
    secrets: isBound ? [base, ...passwordOf(base)] : [String(settings.db_password ?? "")],
  };
}

function configured({ db_username, db_password, db_host, db_port, db_driver }: Properties): string {
  const user = String(db_username ?? "");
  const credentials =
    user === "" ? "" : `${encodeURIComponent(user)}:${encodeURIComponent(String(db_password ?? ""))}@`;
  const host = String(db_host ?? "localhost");
  if (db_driver === "srv") return `mongodb+srv://${credentials}${host}/`;
  return `mongodb://${credentials}${host}:${String(db_port ?? 27_017)}/`;
}

function bound(name: string, value: unknown): string {
  if (typeof value === "string" && /^mongodb(?:\+srv)?:\/\//.test(value)) return value;
  const problem = value === undefined ? "does not exist" : "holds no connection string that starts with mongodb://";
  throw misconfigured(`The variable or secret "${name}", which the configuration names, ${problem}.`);
}

/** Adds to the text: `URL` can't parse a connection string with a list of hosts. */
function withOptions(base: string, extra: unknown): string {
  const options = new URLSearchParams(
    Object.entries((extra ?? {}) as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  ).toString();
  if (options === "") return base;
  const complete = /^mongodb(?:\+srv)?:\/\/[^/]*$/.test(base) ? `${base}/` : base;
  return `${complete}${complete.includes("?") ? "&" : "?"}${options}`;
}

/** As it is written, and decoded. */
function passwordOf(connectionString: string): readonly string[] {
  const written = /^[^:]+:\/\/[^:@/]*:([^@/]*)@/.exec(connectionString)?.[1];
  if (written === undefined) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
