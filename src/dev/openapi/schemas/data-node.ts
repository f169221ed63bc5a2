import * as z from "zod";
import { SCOPES, STORAGE_TYPES } from "../../../core/entities/data-node.ts";
import { component } from "../components.ts";
import { id, ids, memberName, Properties, timestamp, version } from "./fields.ts";

const RecentEdit = component(
  "RecentEdit",
  z
    .object({
      number: z.int().min(1),
      timestamp: timestamp("When it was written."),
      job_id: z.string().optional().describe("The job that wrote it."),
      editor_id: z.string().optional().describe("The editor who wrote it."),
      comment: z.string().optional(),
    })
    .describe("One write; what does not apply is left out."),
);

const fields = z.object({
  id: id("Unique.", "DATANODE_model_0e5f2c6e-8c1c-4a6e-9d56-5a3d3f1c9b11"),
  config_id: id("The configuration that it was made from.", "model"),
  name: z.unknown().describe("Its property `name`; null when it has none."),
  scope: memberName("Scope", SCOPES).describe("Who shares it: one scenario, the scenarios of a cycle, or all."),
  storage_type: z.enum(STORAGE_TYPES).describe("How its value is stored."),
  owner_id: z.string().nullable().describe("The scenario or the cycle that it belongs to; null when it is global."),
  parent_ids: ids("Ids of the tasks and scenarios that use it."),
  last_edit_date: timestamp("When its value was written last; null = never.").nullable(),
  job_ids: ids("Jobs among the writers of its last 20 edits, the oldest first."),
  version: version(),
  validity_days: z.number().nullable().describe("Whole days of its validity period; null = it does not expire."),
  validity_seconds: z.number().nullable().describe("The seconds that remain of its validity period."),
  cacheable: z.boolean(),
  edit_in_progress: z.boolean().describe("Whether a job or an editor is writing it."),
  editor_id: z.string().nullable().describe("The editor who has reserved it."),
  editor_expiration_date: timestamp("When the reservation ends.").nullable(),
  validity_period: z.int().nullable().describe("The validity period in seconds; null = it does not expire."),
  expiration_date: timestamp("When its value expires, or was written when it does not expire.").nullable(),
  is_valid: z.boolean().describe("Whether it has a value that has not expired."),
  is_ready_for_reading: z.boolean().describe("Whether it has a value that nobody is writing."),
  edits: z.array(RecentEdit).describe("Its last 20 edits, the oldest first."),
  properties: Properties,
});

const isUpToDate = z
  .boolean()
  .describe("Whether it is valid and nothing that it was made from has been written since. Not in lists.");

export const DataNode = component(
  "DataNode",
  fields.clone().describe("One value, or a reference to one: what tasks read and write."),
);

export const DataNodeDetail = component(
  "DataNodeDetail",
  fields.extend({ is_up_to_date: isUpToDate }).describe("A data node with what is too costly for lists."),
);

const option = z.unknown().optional();

/** Taipy answers a creation with the configuration; which options it has depends on the storage type. */
export const CreatedDataNode = component(
  "CreatedDataNode",
  fields
    .extend({
      is_up_to_date: isUpToDate.optional(),
      name: z.literal("DATA_NODE").describe("A constant, as Taipy answers."),
      scope: z.int().min(1).max(SCOPES.length).describe("1 = scenario, 2 = cycle, 3 = global, as Taipy answers."),
      path: option,
      default_path: option,
      default_data: option,
      has_header: option,
      sheet_name: option,
      db_name: option,
      table_name: option,
      read_query: option,
      write_query: option,
      aws_s3_bucket_name: option,
      aws_s3_object_key: option,
      collection_name: option,
    })
    .describe("A data node with its configuration's options."),
);
