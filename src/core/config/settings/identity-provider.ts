import { isLoopbackHost } from "../../access/auth-mode.ts";
import { ROLES, type Role, roleName, roleOf } from "../../access/permissions.ts";
import { listed } from "../check/check-id.ts";
import { type ConfigurationIssue, issuesOf } from "../check/issue.ts";
import { frozenCopy } from "../frozen.ts";
import type { IdentityProvider, IdentityProviderOptions } from "./auth-settings.ts";
import { type Environment, hasTemplate, resolveTemplates, TemplateError } from "./env-template.ts";

const issues = issuesOf("AuthConfigChecker");
const error = (field: Field, value: unknown, message: string): ConfigurationIssue =>
  issues.error(
    field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
    message,
  );

const DEFAULT_CLAIM = "roles";
/** Taipy's names with their prefix and without it. */
const OWN_NAMES: Readonly<Record<string, Role>> = Object.fromEntries(
  ROLES.flatMap((role) => [
    [role, role],
    [roleName(role), role],
  ]),
);

type Field = keyof IdentityProviderOptions;
const FIELDS: readonly Field[] = ["issuer", "audience", "jwksUri", "rolesClaim", "roles", "defaultRoles"];

export interface ReadProvider {
  readonly provider: IdentityProvider;
  /** What can't be checked: templates that nothing is known for yet, or whose variable is missing. */
  readonly unread: ReadonlySet<Field>;
  readonly issues: readonly ConfigurationIssue[];
}

/** A provider with its templates resolved and its defaults filled in; whether it makes sense is another question. */
export function identityProvider(options: IdentityProviderOptions, environment: Environment | null): ReadProvider {
  const values: Partial<Record<Field, unknown>> = {};
  const unread = new Set<Field>();
  const found: ConfigurationIssue[] = [];
  for (const field of FIELDS) {
    const given = options?.[field];
    values[field] = given;
    if (!hasTemplate(given)) continue;
    unread.add(field);
    if (environment === null) continue;
    try {
      values[field] = resolveTemplates(given, environment);
      unread.delete(field);
    } catch (problem) {
      if (!(problem instanceof TemplateError)) throw problem;
      found.push(error(field, given, `The \`${field}\` of an identity provider can't be read. ${problem.message}`));
    }
  }
  const { issuer, audience, jwksUri = keysOf(issuer), rolesClaim = DEFAULT_CLAIM, roles, defaultRoles } = values;
  if (unread.has("issuer")) unread.add("jwksUri");
  const provider = {
    issuer,
    audience,
    jwksUri,
    rolesClaim,
    roles: rolesByName(roles),
    defaultRoles: held(defaultRoles),
  };
  return { provider: provider as IdentityProvider, unread, issues: [...found, ...unknownRoles(values)] };
}

/** All rules for one provider. */
export function* checkIdentityProvider(
  { issuer, audience, jwksUri, rolesClaim }: IdentityProvider,
  unread: ReadonlySet<Field>,
): Generator<ConfigurationIssue> {
  if (!unread.has("issuer") && !isSafeAddress(issuer)) yield error("issuer", issuer, addressProblem("issuer"));
  // A wrong issuer makes a wrong default, which needs no second line.
  else if (!unread.has("jwksUri") && !isSafeAddress(jwksUri))
    yield error("jwksUri", jwksUri, addressProblem("jwksUri"));
  if (!unread.has("audience") && (typeof audience !== "string" || audience.trim() === "")) {
    const message =
      "The `audience` of an identity provider is missing: without it a token for another service would count.";
    yield error("audience", audience, message);
  }
  if (!unread.has("rolesClaim") && (typeof rolesClaim !== "string" || rolesClaim === "")) {
    yield error("rolesClaim", rolesClaim, "The `rolesClaim` of an identity provider must be the name of a claim.");
  }
}

const addressProblem = (field: Field): string =>
  `The \`${field}\` of an identity provider must be an address with https (http only on this machine itself), without a user name.`;

const ADDRESS = /^(https?):\/\/([a-z0-9._-]+|\[[0-9a-f:]+\])(?::\d{1,5})?(?:[/?][^\s#]*)?$/i;

function isSafeAddress(text: unknown): boolean {
  const [, scheme, host] = (typeof text === "string" && ADDRESS.exec(text)) || [];
  if (scheme === undefined || host === undefined) return false;
  return scheme.toLowerCase() === "https" || isLoopbackHost(host.toLowerCase());
}

const ACCESS = /^https:\/\/[\w.-]+\.cloudflareaccess\.com$/i;

function keysOf(issuer: unknown): string | undefined {
  if (typeof issuer !== "string") return undefined;
  const base = issuer.replace(/\/+$/, "");
  return base + (ACCESS.test(base) ? "/cdn-cgi/access/certs" : "/.well-known/jwks.json");
}

const listOf = (given: unknown): readonly unknown[] =>
  given === undefined ? [] : Array.isArray(given) ? given : [given];

const meant = (name: unknown): Role | null => (typeof name === "string" ? roleOf(name) : null);

const held = (given: unknown): readonly Role[] =>
  frozenCopy(
    listOf(given)
      .map(meant)
      .filter((role): role is Role => role !== null),
  );

const rolesByName = (given: unknown): ReadonlyMap<string, readonly Role[]> =>
  new Map(Object.entries((given ?? OWN_NAMES) as object).map(([name, roles]) => [name, held(roles)]));

function* unknownRoles({ roles, defaultRoles }: Partial<Record<Field, unknown>>): Generator<ConfigurationIssue> {
  const named = [
    ...Object.values((roles ?? {}) as object).flatMap((given) => listOf(given).map((name) => ["roles", name] as const)),
    ...listOf(defaultRoles).map((name) => ["defaultRoles", name] as const),
  ];
  for (const [field, name] of named) {
    if (meant(name) !== null || hasTemplate(name)) continue;
    const message = `The \`${field}\` of an identity provider must be among ${listed(ROLES.map(roleName))}.`;
    yield error(field, name, message);
  }
}
