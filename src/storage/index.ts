import type { App } from "../core/config/app-types.ts";
import {
  type DataNodeIdentity,
  type DataNodeSnapshot,
  isTabular,
  type StorageTypeName,
} from "../core/entities/data-node.ts";
import type { PayloadRef } from "../core/entities/payload.ts";
import { TaipyError } from "../core/errors.ts";
import type { DataNodeValues } from "../core/ports/values.ts";
import { unexposed } from "../core/values/exposed-type.ts";
import { namedAfterEdit } from "../core/values/history.ts";
import { csv } from "./csv.ts";
import { excel } from "./excel.ts";
import { generic } from "./generic.ts";
import { inMemory } from "./in-memory.ts";
import { json } from "./json.ts";
import { mongoCollection } from "./mongo-collection.ts";
import { OUTSIDE } from "./outside.ts";
import { parquet } from "./parquet.ts";
import { pickle } from "./pickle.ts";
import { s3Object } from "./s3-object.ts";
import { resolvedProperties } from "./settings/settings.ts";
import { sql } from "./sql.ts";
import { sqlTable } from "./sql-table.ts";
import type { PayloadStore, StorageContext, StorageType } from "./types.ts";

/** The registry: every storage type that can be read and written, in the order of `STORAGE_TYPES`. */
export const storageTypes: ReadonlyMap<StorageTypeName, StorageType> = new Map(
  [pickle, inMemory, csv, excel, json, parquet, sqlTable, sql, generic, s3Object, mongoCollection].map((type) => [
    type.name,
    type,
  ]),
);

/** Values lie in a system of their own, which may have some before anything was written here. */
const OUTSIDE_TYPES: ReadonlySet<StorageTypeName> = new Set([
  "sql_table",
  "sql",
  "generic",
  "s3_object",
  "mongo_collection",
]);

export { isTabular };

export interface ValuesDeps {
  readonly app: Pick<App, "dataNodes"> & Partial<Pick<App, "drivers">>;
  readonly payloads: PayloadStore;
  readonly binding: StorageContext["binding"];
}

/** Values of data nodes through their storage types. A refusal names the data node, a value that is missing its edit. */
export function createValues(deps: ValuesDeps): DataNodeValues {
  return {
    async read(dataNode) {
      const ref = currentValue(dataNode);
      return ref === null ? undefined : onStorage(deps, dataNode, (type, context) => type.read(context, ref));
    },
    write: (dataNode, value) =>
      onStorage(deps, dataNode, (type, context) => type.write(context, unexposed(context.config, value))),
  };
}

/** Where the current value of a node lies, or null when nothing was ever written. */
export const currentValue = ({ payload, storage_type }: DataNodeSnapshot): PayloadRef | null =>
  payload ?? (OUTSIDE_TYPES.has(storage_type) ? OUTSIDE : null);

/** Lets the node's storage type work, and names the node in what it refuses. */
export async function onStorage<T>(
  { app, payloads, binding }: ValuesDeps,
  dataNode: Subject,
  work: (type: StorageType, context: StorageContext) => Promise<T>,
): Promise<T> {
  const config = app.dataNodes.get(dataNode.config_id) ?? null;
  return naming(dataNode, async () =>
    work(storageTypeOf(dataNode), {
      dataNode: { ...dataNode, properties: resolvedProperties(dataNode.properties, binding) },
      config,
      payloads,
      binding,
      drivers: app.drivers ?? {},
    }),
  );
}

type Subject = DataNodeIdentity | DataNodeSnapshot;

function storageTypeOf({ storage_type }: Subject): StorageType {
  const type = storageTypes.get(storage_type);
  if (type !== undefined) return type;
  const known = [...storageTypes.keys()].join(", ");
  throw new TaipyError("invalid_value", `The storage type ${storage_type} is not supported; there are ${known}.`);
}

async function naming<T>(dataNode: Subject, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TaipyError)) throw error;
    if (error.code === "payload_missing" && "payload" in dataNode) throw namedAfterEdit(error, dataNode);
    const { id, storage_type } = dataNode;
    throw new TaipyError(error.code, `${error.message} Data node: ${id} (${storage_type}).`, error);
  }
}
