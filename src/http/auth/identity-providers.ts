import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  type FetchImplementation,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import type { Identity } from "../../core/access/identity.ts";
import type { IdentityProvider } from "../../core/config/settings/identity-provider.ts";
import { TaipyError } from "../../core/errors.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../../core/time.ts";
import { refused } from "./bearer.ts";
import { providerRoles } from "./provider-roles.ts";

export interface IdentityProviders {
  /** Whether any is configured. */
  readonly areConfigured: boolean;
  /** @throws TaipyError `unauthenticated`, or `identity_provider_unavailable` when its keys can't be had */
  identify(token: string): Promise<Identity>;
}

export interface IdentityProvidersDeps {
  readonly providers: readonly IdentityProvider[];
  readonly clock: Clock;
  readonly fetch: FetchImplementation;
}

/** With key pairs only: a secret that both sides know would let whoever reads the public keys sign. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const CLOCK_TOLERANCE_SECONDS = 60;
const MAX_NAME_LENGTH = 256;

const UNAVAILABLE = "The keys of the identity provider can't be had, so its tokens can't be checked. Try again.";

/** Keys come from the configured addresses alone; what a token says about its keys is not followed. */
export function createIdentityProviders({ providers, clock, fetch }: IdentityProvidersDeps): IdentityProviders {
  const known = providers.map((provider) => ({ provider, keys: keysOf(provider, fetch) }));

  return {
    areConfigured: providers.length > 0,
    async identify(token) {
      const said = unchecked(token);
      for (const { provider, keys } of known) {
        if (said.iss !== provider.issuer || !isFor(said, provider.audience)) continue;
        return identityOf(provider, await verified(token, provider, keys));
      }
      throw refused();
    },
  };

  async function verified(token: string, { issuer, audience }: IdentityProvider, keys: JWTVerifyGetKey) {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ["exp"],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(clock() / MICROSECONDS_PER_MILLISECOND),
      });
      return payload;
    } catch (error) {
      if (error instanceof TaipyError) throw error;
      throw refused();
    }
  }
}

/** What a token claims before anything is checked: good for choosing whose keys check it, and for nothing else. */
function unchecked(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw refused();
  }
}

const isFor = ({ aud }: JWTPayload, audience: string): boolean =>
  Array.isArray(aud) ? aud.includes(audience) : aud === audience;

function keysOf({ jwksUri }: IdentityProvider, fetch: FetchImplementation): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(jwksUri), { [customFetch]: fetch });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (cause) {
      if (isAboutToken(cause)) throw cause;
      throw new TaipyError("identity_provider_unavailable", UNAVAILABLE, { cause });
    }
  };
}

/** The keys are here, and none fits the token. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

/** @throws TaipyError `unauthenticated` for a token of nobody */
function identityOf(provider: IdentityProvider, claims: JWTPayload): Identity {
  // Cloudflare Access calls its service tokens by their common name, and gives them an empty subject.
  const subject = [claims.sub, claims.common_name].find((text) => typeof text === "string" && text !== "");
  if (typeof subject !== "string") throw refused();
  const name = [claims.email, claims.preferred_username, claims.name].find((text) => typeof text === "string");
  return {
    kind: "identity_provider",
    // Two providers may call two people the same.
    id: `${provider.issuer}#${subject}`,
    name: typeof name === "string" ? name.slice(0, MAX_NAME_LENGTH) : subject,
    roles: providerRoles(provider, claims),
  };
}
