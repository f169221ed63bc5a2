import type { DataNodeConfig } from "../config/app-types.ts";
import { storedProperties } from "../config/secrets/shown-values.ts";
import { templateOf } from "../config/settings/env-template.ts";
import { configuredPath, type DataNode, dataNodeFields } from "../entities/data-node.ts";
import { emptyFields, type Properties } from "../entities/fields.ts";
import { contentOf, isOutside } from "../storage-types.ts";
import { MICROSECONDS_PER_DAY, MICROSECONDS_PER_SECOND, type Timestamp } from "../time.ts";
import type { DefaultData } from "./creation-plan.ts";

/** File extension for a node without a configured path; null = its storage type has no files. */
const fileExtension = ({ storageType }: DataNodeConfig): string | null => contentOf(storageType)?.extension ?? null;

export interface NewDataNode {
  readonly id: string;
  readonly owner_id: string | null;
  readonly version: string;
  readonly domain: string;
  readonly now: Timestamp;
  /** Whether a path has a stored file, a file of the application that is not stored yet, or none. */
  readonly fileAt: (path: string) => "stored" | "in_app" | "none";
}

export interface PlannedDataNode {
  readonly row: DataNode;
  readonly default_data: DefaultData | null;
  /** The path of a file of the application that must be stored with the node. */
  readonly missing_file: string | null;
}

/** The row of a new data node, with the default data or the file that is stored as its first value. */
export function newDataNode(config: DataNodeConfig, made: NewDataNode): PlannedDataNode {
  const { now } = made;
  const properties = propertiesOf(config, made.id);
  const path = fileExtension(config) === null ? null : configuredPath(properties);
  const file = path === null ? "none" : made.fileAt(path);
  // An outside system may have a value already; default data is not written to it.
  const isElsewhere = isOutside(config.storageType);
  const hasDefault = file === "none" && config.defaultData !== undefined && !isElsewhere;
  const isWritten = hasDefault || file !== "none" || isElsewhere;
  const row: DataNode = {
    id: made.id,
    config_id: config.id,
    version: made.version,
    domain: made.domain,
    scope: config.scope,
    storage_type: config.storageType,
    owner_id: made.owner_id,
    ...validityOf(config),
    properties,
    last_edit_date: isWritten ? now : null,
    edit_number: hasDefault ? 1 : 0,
    edit_in_progress: false,
    editor_id: null,
    editor_expiration_date: null,
    ...emptyFields(dataNodeFields),
  };
  return {
    row,
    default_data: hasDefault ? { data_node: row, value: config.defaultData, timestamp: now, path } : null,
    missing_file: file === "in_app" ? path : null,
  };
}

/** The path that the configuration gives a file node, with a template in it resolved; null = the service chooses one. */
export const filePath = ({ path, properties }: Pick<DataNodeConfig, "path" | "properties">): string | null =>
  path ?? configuredPath(properties);

function propertiesOf(config: DataNodeConfig, id: string): Properties {
  const extension = fileExtension(config);
  const properties = storedProperties(config.properties);
  if (extension === null) return properties;
  const path = filePath(config);
  return path === null
    ? { ...properties, path: `user_data/${config.storageType}s/${id}.${extension}`, is_generated: true }
    : { ...properties, path, is_generated: false, ...(hasBoth(properties) && { shared_path: true }) };
}

/** An explicit path beside the template of a default one: rows don't show which of them the path is. */
const hasBoth = ({ path, default_path }: Properties): boolean =>
  path !== undefined && typeof default_path === "string" && templateOf(default_path) !== null;

function validityOf({ validityPeriod }: DataNodeConfig): Pick<DataNode, "validity_days" | "validity_seconds"> {
  if (validityPeriod === null) return { validity_days: null, validity_seconds: null };
  return {
    validity_days: Math.floor(validityPeriod / MICROSECONDS_PER_DAY),
    validity_seconds: Math.floor((validityPeriod % MICROSECONDS_PER_DAY) / MICROSECONDS_PER_SECOND),
  };
}
