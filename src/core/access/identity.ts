import { ROLES, type Role } from "./permissions.ts";

/** Who makes a request. */
export interface Identity {
  readonly kind: "anonymous" | "admin_key" | "api_key" | "user" | "identity_provider";
  /** Unique within its kind: an API key's id, a user's name, a provider's subject. */
  readonly id: string;
  /** For people who read the audit trail. Never a secret. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** The session of a user's token, which a logout ends. */
  readonly session_id?: string;
}

/** An identity as one text, for what is kept: `<kind>:<id>`. */
export const identityText = ({ kind, id }: Identity): string => (id === "" ? kind : `${kind}:${id}`);

/** Nobody in particular, who may do nothing that needs a role. */
export const NOBODY: Identity = Object.freeze({ kind: "anonymous", id: "", name: "anonymous", roles: [] });

/** Everybody, where no authentication is asked for. */
export const EVERYBODY: Identity = Object.freeze({ kind: "anonymous", id: "", name: "anonymous", roles: ROLES });
