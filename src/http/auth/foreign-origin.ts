import { TaipyError } from "../../core/errors.ts";
import type { Exchange } from "../pipeline/exchange.ts";

const SAFE_METHODS = ["GET", "HEAD"];

/**
 * Refuses changes that a page of another site asks for while the visitor's browser, and not the page, is what lets it in: by
 * standing on the right machine, or by a cookie of the proxy before the service. Browsers say from where they ask.
 * @throws TaipyError `origin_not_allowed`
 */
export function refuseForeignOrigin({ request, url }: Exchange, corsOrigins: readonly string[]): void {
  if (SAFE_METHODS.includes(request.method)) return;
  const origin = request.headers.get("Origin");
  if (origin === null) {
    if (request.headers.get("Sec-Fetch-Site") === "cross-site") throw notAllowed("another site");
    return;
  }
  if (origin !== url.origin && !corsOrigins.includes(origin)) throw notAllowed(origin);
}

const notAllowed = (origin: string): TaipyError =>
  new TaipyError(
    "origin_not_allowed",
    `A page of ${origin} may not change anything here without credentials of its own. Name its origin in http.corsOrigins to let it.`,
  );
