import { computed, flag, hidden, integer, orNull, type RowOf, text, time } from "./fields.ts";
import { payloadFields } from "./payload.ts";
import { tableOf } from "./table.ts";

/** One write to a data node, with the reference to its value. */
export const editFields = {
  data_node_id: hidden(text()),
  number: integer("Counts from 1, without gaps.", 1),
  timestamp: time("When it was written."),
  job_id: orNull(text("The job that wrote it, if one did.")),
  editor_id: orNull(text("The editor who wrote it, if one did: the name that the caller gave.")),
  actor: orNull(
    text("The caller who wrote it, or who submitted its job: `<kind>:<id>`. null = no credentials were needed."),
  ),
  comment: orNull(text()),
  ...payloadFields,
  is_kept: computed(flag("Whether the value can still be read.")),
};
export type Edit = RowOf<typeof editFields>;

export const editTable = tableOf("edits", ["data_node_id", "number"], editFields);

/** The file at a path that the application named. Several data nodes may share it; the newest write wins. */
export const fileFields = { path: text(), modified: time(), ...payloadFields };
export type StoredFile = RowOf<typeof fileFields>;

export const fileTable = tableOf("files", ["path"], fileFields);
