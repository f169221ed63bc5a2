import { decodeJwt, type FetchImplementation, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { Identity } from "../../../core/access/identity.ts";
import type { Role } from "../../../core/access/permissions.ts";
import type { IdentityProvider } from "../../../core/config/settings/identity-provider.ts";
import { TaipyError } from "../../../core/errors.ts";
import type { Clock } from "../../../core/ports/runtime.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../../../core/time.ts";
import { refused } from "../bearer.ts";
import { createProviderKeys } from "./provider-keys.ts";

export interface IdentityProviders {
  /** Whether the configuration has any provider. */
  readonly areConfigured: boolean;
  /** @throws TaipyError `unauthenticated`, or `identity_provider_unavailable` when the keys of the provider cannot be fetched */
  identify(token: string): Promise<Identity>;
}

export interface IdentityProvidersDeps {
  readonly providers: readonly IdentityProvider[];
  readonly clock: Clock;
  readonly fetch: FetchImplementation;
  readonly sleep: (ms: number) => Promise<void>;
  readonly keepAlive: (work: Promise<unknown>) => void;
}

/** Only algorithms with key pairs. With HMAC, everyone who reads the public key could sign a token. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const CLOCK_TOLERANCE_SECONDS = 60;
const MAX_NAME_LENGTH = 256;

/** Keys are fetched only from the configured addresses; addresses in a token (`jku`, `x5u`) are ignored. */
export function createIdentityProviders({ providers, clock, ...deps }: IdentityProvidersDeps): IdentityProviders {
  const known = providers.map((provider) => ({
    provider,
    keys: createProviderKeys({ jwksUri: provider.jwksUri, clock, ...deps }),
  }));

  return {
    areConfigured: providers.length > 0,
    async identify(token) {
      const claims = uncheckedClaims(token);
      for (const { provider, keys } of known) {
        if (claims.iss !== provider.issuer || !isFor(claims, provider.audience)) continue;
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

/** The claims of a token before its signature is checked. They only choose the provider whose keys check it. */
function uncheckedClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw refused();
  }
}

const isFor = ({ aud }: JWTPayload, audience: string): boolean =>
  Array.isArray(aud) ? aud.includes(audience) : aud === audience;

/** @throws TaipyError `unauthenticated` for a token without a subject */
function identityOf(provider: IdentityProvider, claims: JWTPayload): Identity {
  // Service tokens of Cloudflare Access have an empty subject, and their name in `common_name`.
  const subject = [claims.sub, claims.common_name].find((text) => typeof text === "string" && text !== "");
  if (typeof subject !== "string") throw refused();
  const name = [claims.email, claims.preferred_username, claims.name].find((text) => typeof text === "string");
  return {
    kind: "identity_provider",
    // With the issuer, because two providers may have the same subject.
    id: `${provider.issuer}#${subject}`,
    name: typeof name === "string" ? name.slice(0, MAX_NAME_LENGTH) : subject,
    roles: providerRoles(provider, claims),
  };
}

type Claims = Readonly<Record<string, unknown>>;

/** The roles that a valid token gives: the default ones, and those of its roles or groups. */
function providerRoles(
  { rolesClaim, roles, defaultRoles }: Pick<IdentityProvider, "rolesClaim" | "roles" | "defaultRoles">,
  claims: Claims,
): readonly Role[] {
  const claimed = claimAt(claims, rolesClaim);
  const names: readonly unknown[] = Array.isArray(claimed) ? claimed : [claimed];
  const held = names.flatMap((name) => (typeof name === "string" ? (roles.get(name) ?? []) : []));
  return [...new Set([...defaultRoles, ...held])];
}

/** The claim with this whole name, which may be an address with dots, or else the member that the dots lead to. */
function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path
    .split(".")
    .reduce<unknown>((found, key) => (isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined), claims);
}

const isObject = (value: unknown): value is Claims => typeof value === "object" && value !== null;
