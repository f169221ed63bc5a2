import * as z from "zod";
import { schema } from "../schema.ts";

/** See `core/time.ts` for the form. */
export const TimestampText = /* @__PURE__ */ schema(() => z.string());

/** Free-form values that a configuration or a caller attached to an entity. */
export const Properties = /* @__PURE__ */ schema(() => z.record(z.string(), z.unknown()));
export type Properties = z.infer<typeof Properties>;

/** A user function registered on an entity, stored as a reference. */
export const Subscriber = /* @__PURE__ */ schema(() =>
  z.object({ fct_name: z.string(), fct_params: z.array(z.unknown()), fct_module: z.string() }),
);
