import * as z from "zod";
import { component } from "../components.ts";
import { timestamp } from "./fields.ts";

export const Edit = component(
  "Edit",
  z
    .object({
      number: z.int().min(1).describe("Counts from 1, without gaps."),
      timestamp: timestamp("When it was written."),
      job_id: z.string().nullable().describe("The job that wrote it, if one did."),
      editor_id: z.string().nullable().describe("The editor who wrote it, if one did."),
      comment: z.string().nullable(),
      size: z.int().min(0).describe("Bytes of the encoded value."),
      hash: z.string().nullable().describe("SHA-256 of the encoded value in hex; null for a value that lies outside."),
      content_type: z.string().describe("The media type of the encoded value."),
      is_kept: z.boolean().describe("Whether the value can still be read."),
    })
    .describe("One write to a data node."),
);

export const Lock = component(
  "Lock",
  z
    .object({
      edit_in_progress: z.boolean().describe("Whether a job or an editor is writing the data node."),
      editor_id: z.string().nullable().describe("The editor who has reserved it."),
      editor_expiration_date: timestamp("When the reservation ends.").nullable(),
    })
    .describe("Who is writing a data node."),
);
