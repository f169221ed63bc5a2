import { decodeJwt } from "jose";
import { type AuthMode, isLoopbackHost } from "../../core/access/auth-mode.ts";
import { ANONYMOUS, type Identity, UNRESTRICTED } from "../../core/access/identity.ts";
import { TaipyError } from "../../core/errors.ts";
import type { ApiKeyStore } from "../../core/ports/credential-stores.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { formatTime, MICROSECONDS_PER_SECOND } from "../../core/time.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { Authenticator } from "../pipeline/guard.ts";
import { type AdminKey, MIN_ADMIN_KEY_LENGTH } from "./admin-key.ts";
import { type ApiKeys, isApiKey } from "./api-keys.ts";
import { bearerToken, missing, refused } from "./bearer.ts";
import { digestOf } from "./digest.ts";
import { refuseForeignOrigin } from "./foreign-origin.ts";
import type { IdentityProviders } from "./providers/identity-providers.ts";
import { ISSUER, type Sessions } from "./sessions.ts";

export interface AuthenticatorDeps {
  readonly mode: AuthMode;
  readonly adminKey: AdminKey;
  readonly apiKeys: ApiKeys;
  readonly sessions: Sessions;
  readonly providers: IdentityProviders;
  readonly store: Pick<ApiKeyStore, "hasUsable">;
  readonly clock: Clock;
  /** Origins whose pages may write without credentials of their own. */
  readonly corsOrigins: readonly string[];
}

/** How long `hasUsable` = false is kept. `true` is kept for ever: an open service still checks the credentials of each request. */
const CLOSED_LIFETIME = 2 * MICROSECONDS_PER_SECOND;
/** Cloudflare Access adds this header, with a token, to each request that it lets through. */
const ACCESS_HEADER = "Cf-Access-Jwt-Assertion";

const TOO_SHORT = `The secret ADMIN_KEY has fewer than ${MIN_ADMIN_KEY_LENGTH} characters, so it counts as not set, and this service refuses every call. Set a longer one with \`openssl rand -hex 32 | npx wrangler secret put ADMIN_KEY\`.`;

export function createAuthenticator(deps: AuthenticatorDeps): Authenticator {
  const { mode, adminKey, apiKeys, sessions, providers, store, clock, corsOrigins } = deps;
  let hasKeys = false;
  let closedUntil = 0;

  return {
    needsNoCredentials: ({ url }) => needsNoCredentials(url),
    hasCredentials: ({ request: { headers } }) => headers.has("Authorization") || headers.has(ACCESS_HEADER),
    async isOpen({ url }) {
      if (needsNoCredentials(url) || adminKey.isSet || providers.areConfigured || (await hasUsableKey())) return true;
      if (adminKey.isTooShort) throw new TaipyError("service_closed", TOO_SHORT);
      return false;
    },
    unidentified: (exchange) => ambient(exchange, ANONYMOUS),
    async identify(exchange) {
      const { request, url } = exchange;
      if (mode === "none") return ambient(exchange, UNRESTRICTED);
      const header = request.headers.get("Authorization");
      if (header !== null) return bearer(bearerToken(header), exchange);
      const assertion = request.headers.get(ACCESS_HEADER);
      if (assertion !== null && providers.areConfigured) {
        return ambient(exchange, await providers.identify(bearerToken(`Bearer ${assertion}`)));
      }
      if (needsNoCredentials(url)) return ambient(exchange, UNRESTRICTED);
      throw missing();
    },
  };

  function needsNoCredentials(url: URL): boolean {
    return mode === "none" || (mode === "loopback" && isLoopbackHost(url.hostname));
  }

  /** An identity that does not depend on credentials of the page that sends the request, so the page's origin is checked. */
  function ambient(exchange: Exchange, identity: Identity): Identity {
    refuseForeignOrigin(exchange, corsOrigins);
    return identity;
  }

  async function bearer(token: string, exchange: Exchange): Promise<Identity> {
    const admin = await adminKey.identify(await digestOf(token));
    if (admin !== null) return admin;
    if (isApiKey(token)) return apiKeys.identify(token, exchange);
    const issuer = issuerOf(token);
    if (issuer === "service") return sessions.identify(token);
    if (issuer === "provider") return providers.identify(token);
    throw refused();
  }

  async function hasUsableKey(): Promise<boolean> {
    const now = clock();
    if (!hasKeys && now >= closedUntil) {
      hasKeys = await store.hasUsable(formatTime(now));
      closedUntil = now + CLOSED_LIFETIME;
    }
    return hasKeys;
  }
}

/** The issuer that a token names, which decides who checks it; null = it is no token. */
function issuerOf(token: string): "service" | "provider" | null {
  try {
    return decodeJwt(token).iss === ISSUER ? "service" : "provider";
  } catch {
    return null;
  }
}
