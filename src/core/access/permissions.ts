/** Taipy's roles without their prefix. EDITOR and EXECUTOR include READER, but not each other; ADMIN includes all. */
export const ROLES = ["READER", "EDITOR", "EXECUTOR", "ADMIN"] as const;
export type Role = (typeof ROLES)[number];

/** What an endpoint requires of its caller: a role, or with `SIGNED_IN` any valid credentials. null = open to everyone. */
export type NeededRole = Role | "SIGNED_IN" | null;

/** The name of a role in Taipy's documentation and on the wire. */
export const roleName = (role: Role): `TAIPY_${Role}` => `TAIPY_${role}`;

/** The role of a name, with or without the prefix, in upper or lower case; null = no role has this name. */
export function roleOf(name: string): Role | null {
  const bare = name.toUpperCase().replace(/^TAIPY_/, "");
  return ROLES.find((role) => role === bare) ?? null;
}

/** A list of roles as stored and on the wire, by their long names. */
export type RoleNames = `TAIPY_${Role}`[];

/** The roles of stored names. An unknown name gives no rights. */
export const rolesOf = (names: readonly string[]): readonly Role[] =>
  names.map(roleOf).filter((role): role is Role => role !== null);

/** Whether a caller with the roles `held` may use an endpoint. */
export function permits(held: readonly Role[], needed: NeededRole): boolean {
  if (needed === null || needed === "SIGNED_IN" || held.includes("ADMIN")) return true;
  if (needed === "READER") return held.length > 0;
  return held.includes(needed);
}
