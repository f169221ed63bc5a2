/** Taipy's roles without their prefix. READER rights are part of EDITOR and EXECUTOR, which are not parts of each other. */
export const ROLES = ["READER", "EDITOR", "EXECUTOR", "ADMIN"] as const;
export type Role = (typeof ROLES)[number];

/** What an endpoint asks of its caller: a role, or with `SIGNED_IN` only to be somebody. null = open to everyone. */
export type NeededRole = Role | "SIGNED_IN" | null;

/** The name that Taipy's documentation and the wire use. */
export const roleName = (role: Role): `TAIPY_${Role}` => `TAIPY_${role}`;

/** The role that a name means, with the prefix or without it, in any case; null = none. */
export function roleOf(name: string): Role | null {
  const bare = name.toUpperCase().replace(/^TAIPY_/, "");
  return ROLES.find((role) => role === bare) ?? null;
}

/** Whether somebody with these roles may do what needs that one. */
export function permits(held: readonly Role[], needed: NeededRole): boolean {
  if (needed === null || needed === "SIGNED_IN" || held.includes("ADMIN")) return true;
  if (needed === "READER") return held.length > 0;
  return held.includes(needed);
}
