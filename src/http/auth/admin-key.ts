import type { Identity } from "../../core/access/identity.ts";
import { digestOf, sameDigest } from "./digest.ts";

/** A shorter key counts as not set. */
export const MIN_ADMIN_KEY_LENGTH = 32;

const ADMIN: Identity = { kind: "admin_key", id: "ADMIN_KEY", name: "ADMIN_KEY", roles: ["ADMIN"] };

export interface AdminKey {
  readonly isSet: boolean;
  /** The variable has a text that is too short. */
  readonly isTooShort: boolean;
  /** The administrator, if the digest is that of the key. */
  identify(digest: Uint8Array): Promise<Identity | null>;
}

export function createAdminKey(key = ""): AdminKey {
  const isSet = key.length >= MIN_ADMIN_KEY_LENGTH;
  return {
    isSet,
    isTooShort: key !== "" && !isSet,
    async identify(digest) {
      return sameDigest(digest, await digestOf(key)) && isSet ? ADMIN : null;
    },
  };
}
