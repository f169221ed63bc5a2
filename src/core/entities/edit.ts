import * as z from "zod";
import { schema } from "../schema.ts";
import { TimestampText } from "./fields.ts";
import { PayloadRef } from "./payload.ts";
import { table } from "./table.ts";

/** One write to a data node. Numbers start at 1 and have no gaps. */
export const Edit = /* @__PURE__ */ schema(() =>
  z.object({
    data_node_id: z.string(),
    number: z.int().positive(),
    timestamp: TimestampText,
    job_id: z.string().nullable(),
    editor_id: z.string().nullable(),
    comment: z.string().nullable(),
    ...PayloadRef.shape,
  }),
);
export type Edit = z.infer<typeof Edit>;

export const editTable = table<Edit>("edits", ["data_node_id", "number"], {
  data_node_id: "text",
  number: "number",
  timestamp: "text",
  job_id: "text",
  editor_id: "text",
  comment: "text",
  tier: "text",
  content_type: "text",
  size: "number",
  hash: "text",
  key: "text",
  body: "text",
});

/** What lies at a path that the application named. Several data nodes may share it; the newest write wins. */
export const StoredFile = /* @__PURE__ */ schema(() =>
  z.object({ path: z.string(), modified: TimestampText, ...PayloadRef.shape }),
);
export type StoredFile = z.infer<typeof StoredFile>;

export const fileTable = table<StoredFile>("files", ["path"], {
  path: "text",
  modified: "text",
  tier: "text",
  content_type: "text",
  size: "number",
  hash: "text",
  key: "text",
  body: "text",
});
