import * as z from "zod";
import { schema } from "../schema.ts";
import { ROLES, type Role, roleName, roleOf } from "./permissions.ts";

/** The roles' names on the wire. */
export const RoleNames = /* @__PURE__ */ schema(() => z.array(z.enum(ROLES.map(roleName))));
export type RoleNames = z.infer<typeof RoleNames>;

/** The roles that stored names mean. A name that is none gives no rights. */
export const rolesOf = (names: readonly string[]): readonly Role[] =>
  names.map(roleOf).filter((role): role is Role => role !== null);
