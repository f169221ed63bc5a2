import * as z from "zod";
import { TimestampText } from "../entities/fields.ts";
import { schema } from "../schema.ts";
import { RoleNames } from "./role-names.ts";

/** A key of a program. What it says to prove itself is shown once, when it is made, and kept nowhere. */
export const ApiKey = /* @__PURE__ */ schema(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    roles: RoleNames,
    created: TimestampText,
    /** Who made it: `<kind of identity>:<id>`. */
    created_by: z.string(),
    /** null = never. */
    expires_at: TimestampText.nullable(),
    /** Exact to a minute. */
    last_used_at: TimestampText.nullable(),
    revoked_at: TimestampText.nullable(),
  }),
);
export type ApiKey = z.infer<typeof ApiKey>;

/** SHA-256 of the whole text, as hex. It needs no slow hash: there are 2^256 texts to try. */
export interface StoredApiKey extends ApiKey {
  readonly hash: string;
}
