import { type AuthMode, isLoopbackHost } from "../../core/access/auth-mode.ts";
import { type Identity, UNRESTRICTED } from "../../core/access/identity.ts";
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
import type { IdentityProviders } from "./identity-providers.ts";
import type { Sessions } from "./sessions.ts";
import { issuerOf } from "./token-issuer.ts";

export interface AuthenticatorDeps {
  readonly mode: AuthMode;
  readonly adminKey: AdminKey;
  readonly apiKeys: ApiKeys;
  readonly sessions: Sessions;
  readonly providers: IdentityProviders;
  readonly store: Pick<ApiKeyStore, "hasUsable">;
  readonly clock: Clock;
  /** Whose pages may make changes without credentials of their own. */
  readonly corsOrigins: readonly string[];
}

/** How long the answer that there is no key is believed. That there is one is believed for good: it opens nothing by itself. */
const CLOSED_LIFETIME = 2 * MICROSECONDS_PER_SECOND;
/** Where Cloudflare Access puts the token of whoever it has let through. */
const ACCESS_HEADER = "Cf-Access-Jwt-Assertion";

const TOO_SHORT = `The secret ADMIN_KEY has fewer than ${MIN_ADMIN_KEY_LENGTH} characters, so it counts as not set, and this service answers nobody. Set a longer one with \`openssl rand -hex 32 | npx wrangler secret put ADMIN_KEY\`.`;

export function createAuthenticator(deps: AuthenticatorDeps): Authenticator {
  const { mode, adminKey, apiKeys, sessions, providers, store, clock, corsOrigins } = deps;
  let hasKeys = false;
  let closedUntil = 0;

  return {
    async isOpen({ url }) {
      if (needsNone(url) || adminKey.isSet || providers.areConfigured || (await hasUsableKey())) return true;
      if (adminKey.isTooShort) throw new TaipyError("service_closed", TOO_SHORT);
      return false;
    },
    async identify(exchange) {
      const { request, url } = exchange;
      if (mode === "none") return ambient(exchange, UNRESTRICTED);
      const header = request.headers.get("Authorization");
      if (header !== null) return bearer(bearerToken(header), exchange);
      const assertion = request.headers.get(ACCESS_HEADER);
      if (assertion !== null && providers.areConfigured) {
        return ambient(exchange, await providers.identify(bearerToken(`Bearer ${assertion}`)));
      }
      if (needsNone(url)) return ambient(exchange, UNRESTRICTED);
      throw missing();
    },
  };

  function needsNone(url: URL): boolean {
    return mode === "none" || (mode === "loopback" && isLoopbackHost(url.hostname));
  }

  /** Somebody whom the page that makes the request need not know anything of. */
  function ambient(exchange: Exchange, identity: Identity): Identity {
    refuseForeignOrigin(exchange, corsOrigins);
    return identity;
  }

  async function bearer(token: string, exchange: Exchange): Promise<Identity> {
    const admin = await adminKey.identify(await digestOf(token));
    if (admin !== null) return admin;
    if (isApiKey(token)) return apiKeys.identify(token, exchange);
    const issuer = issuerOf(token);
    if (issuer === "us") return sessions.identify(token);
    if (issuer === "others") return providers.identify(token);
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
