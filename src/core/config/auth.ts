import type { Role } from "../rules/permissions.ts";
import type { Environment } from "./env-template.ts";
import type { ConfigurationIssue } from "./issue.ts";

/** Somebody else who signs tokens: an OpenID Connect provider, or Cloudflare Access. Texts may be templates: `"ENV[ISSUER]"`. */
export interface IdentityProviderOptions {
  /** The `iss` of its tokens, such as `https://login.example.com` or `https://<team>.cloudflareaccess.com`. */
  readonly issuer: string;
  /** The `aud` that a token must be for. */
  readonly audience: string;
  /** Where its public keys are. Default: `<issuer>/.well-known/jwks.json`; for Cloudflare Access `<issuer>/cdn-cgi/access/certs`. */
  readonly jwksUri?: string;
  /** The claim that holds roles or groups, a text or a list of texts; dots lead into objects. Default: `roles`. */
  readonly rolesClaim?: string;
  /** What a value of the claim means here. Default: Taipy's own role names. */
  readonly roles?: Readonly<Record<string, Role | readonly Role[]>>;
  /** What everybody with a valid token may do. Default: nothing. */
  readonly defaultRoles?: readonly Role[];
}

export interface AuthOptions {
  /** How long a login lasts, in seconds. Default: 28,800 (eight hours). */
  readonly sessionSeconds?: number;
  readonly identityProviders?: readonly IdentityProviderOptions[];
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  readonly rolesClaim: string;
  readonly roles: ReadonlyMap<string, readonly Role[]>;
  readonly defaultRoles: readonly Role[];
}

export interface AuthConfig {
  readonly sessionSeconds: number;
  readonly identityProviders: readonly IdentityProvider[];
}

const DEFAULT_SESSION_SECONDS = 28_800;

/** @param environment null = not known yet: templates stay unresolved */
export function authConfig(
  { sessionSeconds = DEFAULT_SESSION_SECONDS }: AuthOptions = {},
  _environment: Environment | null,
): { readonly config: AuthConfig; readonly issues: readonly ConfigurationIssue[] } {
  return { config: Object.freeze({ sessionSeconds, identityProviders: [] }), issues: [] };
}
