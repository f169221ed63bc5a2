import { hasTemplate } from "../settings/env-template.ts";

/**
 * Members of `db_extra_args` and `aws_s3_client_parameters` that say how to connect, and nothing about who does. An export
 * that lost them would connect otherwise: without `sslmode`, in the clear.
 */
const OPEN_NAMES: ReadonlySet<string> = new Set([
  ...["sslmode", "ssl-mode", "ssl_mode", "ssl", "tls", "encrypt", "trustservercertificate"],
  ...["charset", "timezone", "connect_timeout", "application_name", "target_session_attrs"],
  ...["authsource", "authmechanism", "replicaset", "readpreference", "retrywrites", "retryreads", "directconnection"],
  ...["endpoint_url", "region_name"],
]);

/** An address with a user's name, or with a query that may be a signature, is not among them. */
const OPEN_TEXT = /^[\w.:/-]*$/;

/** Whether a value that stands among passwords and keys may be shown all the same. A template only says where a secret lies. */
export function isOpen(name: string, value: unknown): boolean {
  if (typeof value === "string" && (value === "" || hasTemplate(value))) return true;
  const isScalar = ["string", "number", "boolean"].includes(typeof value);
  return isScalar && OPEN_NAMES.has(name.toLowerCase()) && OPEN_TEXT.test(String(value));
}
