import type { Role } from "../../core/access/permissions.ts";
import type { IdentityProvider } from "../../core/config/settings/identity-provider.ts";

type Claims = Readonly<Record<string, unknown>>;

/** What the bearer of a provider's valid token may do: the default, and what its roles or groups stand for. */
export function providerRoles(
  { rolesClaim, roles, defaultRoles }: Pick<IdentityProvider, "rolesClaim" | "roles" | "defaultRoles">,
  claims: Claims,
): readonly Role[] {
  const claimed = claimAt(claims, rolesClaim);
  const names: readonly unknown[] = Array.isArray(claimed) ? claimed : [claimed];
  const held = names.flatMap((name) => (typeof name === "string" ? (roles.get(name) ?? []) : []));
  return [...new Set([...defaultRoles, ...held])];
}

/** A claim by its whole name, which may be an address with dots in it, or by the way that its dots lead. */
function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path
    .split(".")
    .reduce<unknown>((found, key) => (isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined), claims);
}

const isObject = (value: unknown): value is Claims => typeof value === "object" && value !== null;
