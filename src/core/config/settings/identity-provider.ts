import { isLoopbackHost } from "../../access/auth-mode.ts";
import { ROLES, type Role, roleName, roleOf } from "../../access/permissions.ts";
import { type ConfigurationIssue, issuesOf, listed } from "../check/issue.ts";
import { frozenCopy } from "../frozen.ts";
import { type Environment, hasTemplate, resolveTemplates, TemplateError } from "./env-template.ts";

/** A role by the name that Taipy's documentation uses, or without its prefix. */
export type RoleText = Role | `TAIPY_${Role}`;

/** An OpenID Connect provider, or Cloudflare Access, whose tokens the service accepts. Texts may be templates: `"ENV[ISSUER]"`. */
export interface IdentityProviderOptions {
  /** The claim `iss` of its tokens, such as `https://login.example.com` or `https://<team>.cloudflareaccess.com`. */
  readonly issuer: string;
  /** The value that a token's claim `aud` must have, or have in its list. */
  readonly audience: string;
  /** The address of its public keys. Default: `<issuer>/.well-known/jwks.json`; for Cloudflare Access `<issuer>/cdn-cgi/access/certs`. */
  readonly jwksUri?: string;
  /** The claim with the caller's roles or groups, a text or a list of texts. Dots lead into objects. Default: `roles`. */
  readonly rolesClaim?: string;
  /** Value of the claim → the roles that it gives here. Default: Taipy's role names. */
  readonly roles?: Readonly<Record<string, RoleText | readonly RoleText[]>>;
  /** The roles that every valid token gives. Default: none. */
  readonly defaultRoles?: readonly RoleText[];
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  readonly rolesClaim: string;
  readonly roles: ReadonlyMap<string, readonly Role[]>;
  readonly defaultRoles: readonly Role[];
}

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
  /** Fields that cannot be checked: templates whose environment is not known yet, or whose variable is missing. */
  readonly unread: ReadonlySet<Field>;
  readonly issues: readonly ConfigurationIssue[];
}

/** A provider with its templates resolved and its defaults filled in. {@link checkIdentityProvider} checks the values. */
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
  // A wrong issuer also makes the default of `jwksUri` wrong; one message is enough.
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
