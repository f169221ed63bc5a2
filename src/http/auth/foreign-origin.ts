import { TaipyError } from "../../core/errors.ts";
import type { Exchange } from "../pipeline/exchange.ts";

const SAFE_METHODS = ["GET", "HEAD"];
/** `none` = the user's own doing, such as a bookmark. */
const OWN_PAGES: readonly (string | null)[] = [null, "same-origin", "none"];

/**
 * Refuses writes from a page of another site. It is called for requests that are accepted without credentials of the page:
 * with AUTH_MODE `none` or `loopback`, at a login, and with the token that Cloudflare Access adds for a cookie of the visitor. Every page of
 * the internet could send those through the visitor's browser. Browsers send the page's origin with a write.
 * @throws TaipyError `origin_not_allowed`
 */
export function refuseForeignOrigin({ request, url }: Exchange, corsOrigins: readonly string[]): void {
  if (SAFE_METHODS.includes(request.method)) return;
  const origin = request.headers.get("Origin");
  if (origin === null) {
    // Programs send no such header; browsers send it where they leave out the origin.
    if (!OWN_PAGES.includes(request.headers.get("Sec-Fetch-Site"))) throw notAllowed("another origin");
    return;
  }
  if (origin !== url.origin && !corsOrigins.includes(origin)) throw notAllowed(origin);
}

const notAllowed = (origin: string): TaipyError =>
  new TaipyError(
    "origin_not_allowed",
    `A page of ${origin} may not change anything here without credentials of its own. Name its origin in http.corsOrigins to let it.`,
  );
