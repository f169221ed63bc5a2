import type { Identity } from "../../core/access/identity.ts";
import { ROLES, type RoleNames, roleName, roleOf } from "../../core/access/permissions.ts";
import { TaipyError } from "../../core/errors.ts";
import { listed } from "../../core/listed.ts";
import type { Place } from "../../core/planning/pool.ts";

/** On whose behalf code calls. */
export interface Actor {
  /** As edits and the audit trail show it: `code:<actor>`. */
  readonly actor: string;
  /** Such as `TAIPY_EDITOR`. A verb that needs another role is refused, as the HTTP interface does. */
  readonly roles: Readonly<RoleNames>;
}

export interface CallOptions {
  /** Default: the actor `code` with the role TAIPY_ADMIN. */
  readonly as?: Actor | undefined;
  /** Follows a call through logs and the audit trail. Default: a new id for each call. */
  readonly requestId?: string | undefined;
  /** The `cf` of the request that is answered: the objects of new scenarios are created near its caller. */
  readonly cf?: Place | undefined;
}

/** How a call came, as the audit trail shows it in the place of an HTTP method. */
export type Via = "CODE" | "TASK" | "RPC";

const KIND = "code";
const NAME = /^[\w.:@/-]{1,128}$/;

/** The default caller of code. */
const CODE: Identity = Object.freeze({ kind: KIND, id: "", name: KIND, roles: ROLES });

/** @throws TaipyError `validation_failed` for an actor without a name, and for unknown roles */
export function identityOf(as: Actor | undefined): Identity {
  if (as === undefined) return CODE;
  const { actor, roles } = as;
  if (typeof actor !== "string" || !NAME.test(actor)) {
    throw wrong("actor", "`as.actor` must be a name of 1 to 128 letters, digits and `_ . : @ / -`.");
  }
  if (!Array.isArray(roles) || roles.length === 0) {
    throw wrong("roles", `\`as.roles\` must be a list of roles: ${listed(ROLES.map(roleName))}.`);
  }
  const known = roles.map((name) => {
    const role = typeof name === "string" ? roleOf(name) : null;
    if (role === null) {
      throw wrong("roles", `\`${String(name)}\` in \`as.roles\` is no role. Roles are ${listed(ROLES.map(roleName))}.`);
    }
    return role;
  });
  return { kind: KIND, id: actor, name: actor, roles: known };
}

const wrong = (field: string, message: string): TaipyError =>
  new TaipyError("validation_failed", message, { errors: { [field]: [message] } });
