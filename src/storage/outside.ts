import type { PayloadRef } from "../core/entities/payload.ts";

/** What a write to a system of its own (a table, a bucket, a collection) answers: there is no payload to keep. */
export const OUTSIDE: PayloadRef = Object.freeze({
  tier: "outside",
  content_type: "application/vnd.taipy-edge.outside",
  size: 0,
  hash: "",
  key: null,
  body: null,
});
