import type { Role } from "../../access/permissions.ts";
import { type ConfigurationIssue, inSection, issuesOf } from "../check/issue.ts";
import type { Environment } from "./env-template.ts";
import { checkIdentityProvider, identityProvider } from "./identity-provider.ts";

/** A role by the name that Taipy's documentation uses, or without its prefix. */
export type RoleText = Role | `TAIPY_${Role}`;

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
  readonly roles?: Readonly<Record<string, RoleText | readonly RoleText[]>>;
  /** What everybody with a valid token may do. Default: nothing. */
  readonly defaultRoles?: readonly RoleText[];
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
const MIN_SESSION_SECONDS = 60;
const MAX_SESSION_SECONDS = 30 * 86_400;

const { error } = issuesOf("AuthConfigChecker");

/** @param environment null = not known yet: templates stay unresolved, and are not checked */
export function authConfig(
  { sessionSeconds = DEFAULT_SESSION_SECONDS, identityProviders = [] }: AuthOptions = {},
  environment: Environment | null,
): { readonly config: AuthConfig; readonly issues: readonly ConfigurationIssue[] } {
  const given: readonly IdentityProviderOptions[] = Array.isArray(identityProviders) ? identityProviders : [];
  const read = given.map((options) => identityProvider(options, environment));
  const found = [
    ...checkSession(sessionSeconds),
    ...checkList(identityProviders),
    ...read.flatMap(({ issues }) => issues),
    // Before the environment is known there is nothing to check but what is written out.
    ...read.flatMap(({ provider, unread }) => [...checkIdentityProvider(provider, unread)]),
  ];
  const providers = Object.freeze(read.map(({ provider }) => Object.freeze(provider)));
  return {
    config: Object.freeze({ sessionSeconds, identityProviders: providers }),
    issues: [...inSection("AUTH", found)],
  };
}

function* checkSession(seconds: unknown): Generator<ConfigurationIssue> {
  const isRight =
    Number.isInteger(seconds) && Number(seconds) >= MIN_SESSION_SECONDS && Number(seconds) <= MAX_SESSION_SECONDS;
  if (isRight) return;
  const message = `\`sessionSeconds\` must be a whole number from ${MIN_SESSION_SECONDS} to ${MAX_SESSION_SECONDS} (30 days).`;
  yield error("session_seconds", seconds, message);
}

function* checkList(providers: unknown): Generator<ConfigurationIssue> {
  if (!Array.isArray(providers)) {
    yield error("identity_providers", typeof providers, "`identityProviders` must be a list.");
  }
}
