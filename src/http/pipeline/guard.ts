import { ANONYMOUS, type Identity } from "../../core/access/identity.ts";
import { permits, roleName } from "../../core/access/permissions.ts";
import { type ErrorCode, TaipyError } from "../../core/errors.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";

/** Decides which requests may run. */
export interface Guard {
  /**
   * Runs before the path is matched, so that a closed service shows nothing of its paths.
   * @throws TaipyError `service_closed` while no credential could be accepted
   */
  open(exchange: Exchange): Promise<void>;
  /**
   * The caller, when its roles permit the row.
   * @throws TaipyError `unauthenticated`, `forbidden`, `origin_not_allowed` or `rate_limited`
   */
  admit(route: Endpoint, exchange: Exchange): Promise<Identity>;
  /** The caller of an endpoint that is open to everyone and shows more to some. Never a rejection: wrong credentials are none. */
  recognize(exchange: Exchange): Promise<Identity>;
}

/** Identifies callers (http/auth/). */
export interface Authenticator {
  /** Whether the request needs no credentials anywhere: a service for one machine, or an open one. */
  needsNoCredentials(exchange: Exchange): boolean;
  /** Whether a request brings credentials, right or wrong. */
  hasCredentials(exchange: Exchange): boolean;
  /**
   * Whether any credential could be accepted; a service that is deployed without keys stays closed.
   * @throws TaipyError `service_closed` with a text of its own, where the reason is known
   */
  isOpen(exchange: Exchange): Promise<boolean>;
  /**
   * The caller of an endpoint that is open to everyone, such as a login.
   * @throws TaipyError `origin_not_allowed` for a write from a page of another site: visitors would guess passwords for it
   */
  unidentified(exchange: Exchange): Identity;
  /** @throws TaipyError `unauthenticated` without credentials, or when they are wrong, expired or revoked */
  identify(exchange: Exchange): Promise<Identity>;
}

/** Limits on how often a caller may ask (http/limits/). Each throws `rate_limited`. */
export interface Limits {
  /** Counts a request of an identified caller. */
  request(identity: Identity, exchange: Exchange): Promise<void>;
  /** Counts a request of a caller who is not identified, by its address. */
  unknown(exchange: Exchange): Promise<void>;
  /** Counts a request that was refused for its credentials, or because it has none. */
  refusal(exchange: Exchange): Promise<void>;
  /** Counts the search for a key in the database, once an address has sent too many wrong ones. */
  lookup(exchange: Exchange): Promise<void>;
  /** Counts a login, by its address, and by its user and address, before the password is checked. */
  login(exchange: Exchange, username: string): Promise<void>;
}

export interface GuardDeps {
  readonly authenticator: Authenticator;
  readonly limits: Limits;
}

const CLOSED =
  "This service has no key yet, so it refuses every call. Set one with `openssl rand -hex 32 | npx wrangler secret put ADMIN_KEY`, then call it with `Authorization: Bearer <that key>`.";

/** Answered even while the service is closed; the answer shows nothing that needs a role. */
const ALWAYS_OPEN = /^\/health\/?$/;

/** While a provider does not answer, its tokens look like forged ones. */
const COUNTED: readonly ErrorCode[] = ["unauthenticated", "identity_provider_unavailable"];

export function createGuard({ authenticator, limits }: GuardDeps): Guard {
  return {
    async open(exchange) {
      if (ALWAYS_OPEN.test(exchange.url.pathname)) return;
      if (!(await authenticator.isOpen(exchange))) throw new TaipyError("service_closed", CLOSED);
    },
    async admit(route, exchange) {
      if (route.role === null) {
        if (!authenticator.needsNoCredentials(exchange)) await limits.unknown(exchange);
        return authenticator.unidentified(exchange);
      }
      const identity = await identified(exchange);
      exchange.requestLog.identity = identity;
      await limits.request(identity, exchange);
      if (!permits(identity.roles, route.role)) throw forbidden(route);
      return identity;
    },
    async recognize(exchange) {
      if (!authenticator.needsNoCredentials(exchange) && !authenticator.hasCredentials(exchange)) return ANONYMOUS;
      try {
        // Counted all the same: this endpoint is no way to guess keys. But its answer tells no limit as exceeded.
        return await identified({ ...exchange, requestLog: { ...exchange.requestLog } });
      } catch {
        return ANONYMOUS;
      }
    },
  };

  async function identified(exchange: Exchange): Promise<Identity> {
    try {
      return await authenticator.identify(exchange);
    } catch (error) {
      if (error instanceof TaipyError && COUNTED.includes(error.code)) await limits.refusal(exchange);
      throw error;
    }
  }
}

function forbidden({ role, method, path }: Endpoint): TaipyError {
  const needed = role === null || role === "SIGNED_IN" ? "READER" : role;
  return new TaipyError("forbidden", `${method} ${path} needs the role ${roleName(needed)}.`, {
    details: { missing_role: roleName(needed) },
  });
}
