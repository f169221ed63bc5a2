import type { Properties } from "../entities/fields.ts";
import { STORAGE_TYPES, storageTypeRow } from "../storage-types.ts";
import { hasTemplate } from "./settings/env-template.ts";

const OPTIONS = STORAGE_TYPES.flatMap((name) => Object.values(storageTypeRow(name)?.options ?? {}));

const SECRET: ReadonlySet<string> = new Set(OPTIONS.flatMap((row) => (row.secret ? [row.property] : [])));

/** The properties that an entity gets: all but the credentials of storage types, which stay in the configuration. */
export const withoutSecrets = (properties: Readonly<Properties>): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !SECRET.has(name)));

/** Usual names of passwords and keys. */
const SECRET_NAME =
  /(?:^|_)(?:passwords?|passwd|secrets?|tokens?|credentials?|(?:api|access|private|secret|signing)_key)(?:_|$)/i;

/** Whether the value of a key is a password or a key: a storage type's row says so, or the name of the key. */
export const isSecret = (name: string): boolean => SECRET.has(name) || SECRET_NAME.test(name);

type Table = Readonly<Record<string, unknown>>;

/**
 * Members of `db_extra_args` and `aws_s3_client_parameters` that say how to connect and contain no credentials. Without them
 * an exported configuration would connect in another way: without `sslmode`, for example, unencrypted.
 */
const OPEN_NAMES: ReadonlySet<string> = new Set([
  ...["sslmode", "ssl-mode", "ssl_mode", "ssl", "tls", "encrypt", "trustservercertificate"],
  ...["charset", "timezone", "connect_timeout", "application_name", "target_session_attrs"],
  ...["authsource", "authmechanism", "replicaset", "readpreference", "retrywrites", "retryreads", "directconnection"],
  ...["endpoint_url", "region_name"],
]);

/** Excludes addresses with a user name (`@`) and with a query (`?`), which may be a signature. */
const OPEN_TEXT = /^[\w.:/-]*$/;

/** Settings without passwords and keys at any depth. Default data are no settings and stay as they are. */
export function withoutSecretValues(table: Table, isAllSecret = false): Table {
  const shown = Object.entries(table).flatMap(([key, value]) => {
    const secret = isAllSecret || isSecret(key);
    if (isTable(value) && key !== "default_data") return [[key, withoutSecretValues(value, secret)]];
    return secret && !isOpen(key, value) ? [] : [[key, value]];
  });
  return Object.fromEntries(shown);
}

/** Whether a value among passwords and keys may be shown. A template may: it only names the variable of a secret. */
function isOpen(name: string, value: unknown): boolean {
  if (typeof value === "string" && (value === "" || hasTemplate(value))) return true;
  const isScalar = ["string", "number", "boolean"].includes(typeof value);
  return isScalar && OPEN_NAMES.has(name.toLowerCase()) && OPEN_TEXT.test(String(value));
}

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
