import * as z from "zod";
import { ROLES, type Role, roleName, roleOf } from "../../core/access/permissions.ts";
import { lazySchema } from "../../core/lazy-schema.ts";
import { isReadableId } from "../input/query.ts";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "./passwords/password.ts";

// The fields of the request bodies of /auth/, with messages in the form of Taipy's validation.

const RoleName = lazySchema(() =>
  z.enum([...ROLES.map(roleName), ...ROLES], {
    error: `Not a valid role: ${ROLES.map(roleName).join(", ")}.`,
  }),
);

/** The result has each role once, by its long name. */
export const Roles = lazySchema(() =>
  z
    .array(RoleName())
    .min(1, "Shorter than minimum length 1.")
    .max(2 * ROLES.length, `Longer than maximum length ${2 * ROLES.length}.`)
    .transform((names) => [...new Set(names.map(roleOf))].filter((role): role is Role => role !== null).map(roleName)),
);

const MAX_NAME_LENGTH = 128;
const LENGTH = `Length must be between 1 and ${MAX_NAME_LENGTH}.`;

/** The name of a key, for its readers. */
export const DisplayName = lazySchema(() =>
  z.string().min(1, LENGTH).max(MAX_NAME_LENGTH, LENGTH).refine(isReadableId, "May not contain control characters."),
);

const USERNAME = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._@+-]*$/u;

/** Can be a segment of a path. NFKC, so that no two names look the same and differ in how their letters are composed. */
export const Username = lazySchema(() =>
  z
    .string()
    .min(1, LENGTH)
    .max(MAX_NAME_LENGTH, LENGTH)
    .regex(USERNAME, "May contain letters, digits and . _ @ + - only, and begins with a letter or digit.")
    .refine((name) => name === name.normalize("NFKC"), "Not in Unicode's normal form NFKC."),
);

export const NewPassword = lazySchema(() =>
  z
    .string()
    .min(MIN_PASSWORD_LENGTH, `Shorter than minimum length ${MIN_PASSWORD_LENGTH}.`)
    .max(MAX_PASSWORD_LENGTH, `Longer than maximum length ${MAX_PASSWORD_LENGTH}.`),
);

/** A name or password at a login. Only its length is limited, because wrong ones must get the same answer as unknown ones. */
export const GivenText = lazySchema(() =>
  z.string().max(MAX_PASSWORD_LENGTH, `Longer than maximum length ${MAX_PASSWORD_LENGTH}.`),
);
