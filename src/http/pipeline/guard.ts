import { type Identity, NOBODY } from "../../core/access/identity.ts";
import { permits, roleName } from "../../core/access/permissions.ts";
import { TaipyError } from "../../core/errors.ts";
import type { Route } from "../routes.ts";
import type { Exchange, Guard } from "./exchange.ts";

/** Who makes a request (http/auth/). */
export interface Authenticator {
  /**
   * Whether anybody at all could be let in; a service that is deployed without keys stays closed.
   * @throws TaipyError `service_closed` when there is more to say about why
   */
  isOpen(exchange: Exchange): Promise<boolean>;
  /** @throws TaipyError `unauthenticated` without credentials, or when they are wrong, expired or revoked */
  identify(exchange: Exchange): Promise<Identity>;
}

/** How often somebody may ask (http/limits/). Each throws `rate_limited`. */
export interface Limits {
  /** Counts a request of somebody who is known. */
  request(identity: Identity, exchange: Exchange): Promise<void>;
  /** Counts credentials that were refused. */
  refusal(exchange: Exchange): Promise<void>;
  /** Counts a login, by its user and by its address, before the password is looked at. */
  login(exchange: Exchange, username: string): Promise<void>;
}

export interface GuardDeps {
  readonly authenticator: Authenticator;
  readonly limits: Limits;
}

const CLOSED =
  "This service has no key yet, so it answers nobody. Set one with `openssl rand -hex 32 | npx wrangler secret put ADMIN_KEY`, then call it with `Authorization: Bearer <that key>`.";

/** Answers even while the service is closed, and says nothing that would need a role. */
const ALWAYS_OPEN = /^\/health\/?$/;

export function createGuard({ authenticator, limits }: GuardDeps): Guard {
  return {
    async open(exchange) {
      if (ALWAYS_OPEN.test(exchange.url.pathname)) return;
      if (!(await authenticator.isOpen(exchange))) throw new TaipyError("service_closed", CLOSED);
    },
    async admit(route, exchange) {
      if (route.role === null) return NOBODY;
      const identity = await identified(exchange);
      exchange.trail.identity = identity;
      await limits.request(identity, exchange);
      if (!permits(identity.roles, route.role)) throw forbidden(route);
      return identity;
    },
  };

  async function identified(exchange: Exchange): Promise<Identity> {
    try {
      return await authenticator.identify(exchange);
    } catch (error) {
      if (error instanceof TaipyError && error.code === "unauthenticated") await limits.refusal(exchange);
      throw error;
    }
  }
}

function forbidden({ role, method, path }: Route): TaipyError {
  const needed = role === null || role === "SIGNED_IN" ? "READER" : role;
  return new TaipyError("forbidden", `${method} ${path} needs the role ${roleName(needed)}.`, {
    details: { missing_role: roleName(needed) },
  });
}
