import * as z from "zod";
import { schema } from "../schema.ts";
import { Properties, TimestampText } from "./fields.ts";
import { PayloadRef } from "./payload.ts";
import { table } from "./table.ts";

export const SCOPES = ["SCENARIO", "CYCLE", "GLOBAL"] as const;
export type ScopeName = (typeof SCOPES)[number];

export const STORAGE_TYPES = [
  "pickle",
  "in_memory",
  "csv",
  "excel",
  "json",
  "parquet",
  "sql_table",
  "sql",
  "generic",
  "s3_object",
  "mongo_collection",
] as const;
export type StorageTypeName = (typeof STORAGE_TYPES)[number];

const TABULAR: ReadonlySet<StorageTypeName> = new Set(["csv", "excel", "parquet", "sql_table", "sql"]);

/** Whether values of the type are tables: lists of row objects that share their columns. */
export const isTabular = (storageType: StorageTypeName): boolean => TABULAR.has(storageType);

/** What never changes after creation. D1 owns it. */
export const DataNodeIdentity = /* @__PURE__ */ schema(() =>
  z.object({
    id: z.string(),
    config_id: z.string(),
    version: z.string(),
    /** Name of the orchestrator object that owns its edit state. */
    domain: z.string(),
    scope: z.enum(SCOPES),
    storage_type: z.enum(STORAGE_TYPES),
    owner_id: z.string().nullable(),
    /** The validity period in whole days and the seconds that remain; both null = no period. */
    validity_days: z.number().nullable(),
    validity_seconds: z.number().nullable(),
    properties: Properties,
  }),
);
export type DataNodeIdentity = z.infer<typeof DataNodeIdentity>;

/** What writes and locks change. The orchestrator object of the domain owns it; D1 holds a copy. */
export const DataNodeState = /* @__PURE__ */ schema(() =>
  z.object({
    /** null = never written. */
    last_edit_date: TimestampText.nullable(),
    /** Number of the newest edit, 0 when there is none. */
    edit_number: z.int().nonnegative(),
    edit_in_progress: z.boolean(),
    editor_id: z.string().nullable(),
    editor_expiration_date: TimestampText.nullable(),
  }),
);
export type DataNodeState = z.infer<typeof DataNodeState>;

/** Identity and state; `revision` grows with every copy that the owner sends to D1, so that an old one never wins. */
export const DataNode = /* @__PURE__ */ schema(() =>
  z.object({
    ...DataNodeIdentity.shape,
    ...DataNodeState.shape,
    revision: z.int().nonnegative(),
  }),
);
export type DataNode = z.infer<typeof DataNode>;

/** A data node and where its current value lies (null = no value). What an orchestrator object or a reader needs. */
export const DataNodeSnapshot = /* @__PURE__ */ schema(() =>
  z.object({ ...DataNode.shape, payload: PayloadRef.nullable() }),
);
export type DataNodeSnapshot = z.infer<typeof DataNodeSnapshot>;

export const dataNodeTable = table<DataNode>("data_nodes", ["id"], {
  id: "text",
  config_id: "text",
  version: "text",
  domain: "text",
  scope: "text",
  storage_type: "text",
  owner_id: "text",
  validity_days: "number",
  validity_seconds: "number",
  properties: "json",
  last_edit_date: "text",
  edit_number: "number",
  edit_in_progress: "boolean",
  editor_id: "text",
  editor_expiration_date: "text",
  revision: "number",
});

/** The path that the application gave a file node, or null when the file is managed (`is_generated`). */
export function configuredPath(properties: Properties): string | null {
  const path = properties.path ?? properties.default_path;
  return typeof path === "string" && properties.is_generated !== true ? path : null;
}
