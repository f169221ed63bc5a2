import type { AuditRow } from "./audited-call.ts";
import { ROLES, type Role } from "./permissions.ts";

/** The caller of a request. */
export interface Identity {
  /** `code`: code of the application's own Worker, or a Worker that is bound to it. */
  readonly kind: "anonymous" | "admin_key" | "api_key" | "user" | "identity_provider" | "code";
  /** Unique within its kind: an API key's id, a user's name, a provider's subject, the actor that code has named. */
  readonly id: string;
  /** The name to show in the audit log. Never a secret. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Only for the token of a login: its session, which a logout ends. */
  readonly session_id?: string;
}

/** An identity as one text, to be stored: `<kind>:<id>`. */
export const identityText = ({ kind, id }: Identity): string => (id === "" ? kind : `${kind}:${id}`);

/** The caller of a change, as edits and reservations keep it. */
export interface Caller {
  /** `<kind>:<id>`; null = the service requires no credentials, so it knows no callers. */
  readonly actor: string | null;
  /** Whether it may end another caller's reservation. */
  readonly is_admin: boolean;
  /** The row of the call, which goes to D1 with the change. An object of an earlier release does not take it. */
  readonly audit?: AuditRow;
}

export const callerOf = (identity: Identity): Caller => ({
  actor: identity.kind === "anonymous" ? null : identityText(identity),
  is_admin: identity.roles.includes("ADMIN"),
});

/** A caller that the service does not know. */
export const UNKNOWN_CALLER: Caller = Object.freeze({ actor: null, is_admin: false });

/** A caller without credentials, at an endpoint that is open to everyone. */
export const ANONYMOUS: Identity = Object.freeze({ kind: "anonymous", id: "", name: "anonymous", roles: [] });

/** A caller of a service that requires no credentials. It has all roles. */
export const UNRESTRICTED: Identity = Object.freeze({ kind: "anonymous", id: "", name: "anonymous", roles: ROLES });
