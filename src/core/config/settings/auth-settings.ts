import { type ConfigurationIssue, inSection, issuesOf } from "../check/issue.ts";
import type { Environment } from "./env-template.ts";
import {
  checkIdentityProvider,
  type IdentityProvider,
  type IdentityProviderOptions,
  identityProvider,
} from "./identity-provider.ts";

export interface AuthOptions {
  /** How long a login lasts, in whole seconds from 60 to 2,592,000 (30 days). Default: 28,800 (eight hours). */
  readonly sessionSeconds?: number;
  readonly identityProviders?: readonly IdentityProviderOptions[];
}

export interface AuthConfig {
  readonly sessionSeconds: number;
  readonly identityProviders: readonly IdentityProvider[];
}

const DEFAULT_SESSION_SECONDS = 28_800;
const MIN_SESSION_SECONDS = 60;
const MAX_SESSION_SECONDS = 30 * 86_400;

const { error } = issuesOf("AuthConfigChecker");

/** @param environment null = not known yet: templates stay unresolved and are not checked */
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
