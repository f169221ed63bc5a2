import { isSecret } from "./secret-properties.ts";
import { hasTemplate } from "./settings/env-template.ts";

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
