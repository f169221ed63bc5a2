/** Methods and headers that pages of other origins may send. */
const METHODS = "GET, HEAD, POST, PUT, DELETE";
const SENT = "Authorization, Content-Type, If-Match, If-None-Match, If-Range, Range, Taipy-Compat, X-Request-Id";
/** Headers of an answer that they may read. */
const READ =
  "Content-Disposition, Content-Range, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, Taipy-Compat, X-Request-Id, X-Total-Count";
const MAX_AGE_SECONDS = "7200";

/** The caller's origin when its pages may call the service. */
function allowedOrigin(request: Request, origins: readonly string[]): string | null {
  const origin = request.headers.get("Origin");
  return origin !== null && origins.includes(origin) ? origin : null;
}

/**
 * The answer to a preflight request of an allowed origin; null = this request is none. A preflight request has no
 * credentials, and its answer shows only the constants of this file.
 */
export function preflightAnswer(request: Request, origins: readonly string[]): Response | null {
  if (request.method !== "OPTIONS" || !request.headers.has("Access-Control-Request-Method")) return null;
  if (allowedOrigin(request, origins) === null) return null;
  const headers = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": SENT,
    "Access-Control-Max-Age": MAX_AGE_SECONDS,
  };
  return new Response(null, { status: 204, headers });
}

/** Lets the pages of an allowed origin read the answer. Cookies are not allowed: credentials come as a header. */
export function setCors(headers: Headers, request: Request, origins: readonly string[]): void {
  if (origins.length === 0) return;
  // Also on answers to all other origins, so that no cache answers an allowed page with one of theirs.
  headers.append("Vary", "Origin");
  const origin = allowedOrigin(request, origins);
  if (origin === null) return;
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Expose-Headers", READ);
}
