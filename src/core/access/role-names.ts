import { type Role, roleOf } from "./permissions.ts";

/** The roles' names on the wire. */
export type RoleNames = `TAIPY_${Role}`[];

/** The roles that stored names mean. A name that is none gives no rights. */
export const rolesOf = (names: readonly string[]): readonly Role[] =>
  names.map(roleOf).filter((role): role is Role => role !== null);
