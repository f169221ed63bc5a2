/** Permits no page to load, run or frame anything. Pages that need more set their own policy. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";
/** An uploaded file may be HTML. If a browser shows it, it runs no scripts and does not have the service's origin. */
const SANDBOX = `${NOTHING}; sandbox`;
const YEAR = "max-age=31536000";
/** The answers of these paths hold keys, tokens or the audit log. */
const SECRET_PATHS = /^\/api\/v1\/(?:auth|audit)(?:\/|$)/;

/** @param isContent whether the answer's body is an uploaded file */
export function setSecurityHeaders(headers: Headers, { protocol, pathname }: URL, isContent = false): void {
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("X-Frame-Options", "DENY");
  headers.set("Referrer-Policy", "no-referrer");
  // Pages of allowed origins fetch with CORS, which this does not touch.
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  if (isContent) headers.set("Content-Security-Policy", SANDBOX);
  else if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", NOTHING);
  if (protocol === "https:") headers.set("Strict-Transport-Security", YEAR);
  if (SECRET_PATHS.test(pathname)) headers.set("Cache-Control", "no-store");
  else if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-cache");
}
