import type { App } from "../core/config/types.ts";
import type { StorageTypeName } from "../core/entities/data-node.ts";
import { TaipyError } from "../core/errors.ts";
import type { DataNodeValues } from "../core/services.ts";
import { csv } from "./csv.ts";
import { inMemory } from "./in-memory.ts";
import { json } from "./json.ts";
import { pickle } from "./pickle.ts";
import type { PayloadStore, StorageContext, StorageType } from "./types.ts";

/** The registry: every storage type that can be read and written, in the order of `STORAGE_TYPES`. */
export const storageTypes: ReadonlyMap<StorageTypeName, StorageType> = new Map(
  [pickle, inMemory, csv, json].map((type) => [type.name, type]),
);

const TABULAR: ReadonlySet<StorageTypeName> = new Set(["csv"]);

/** Whether values of the type are tables: lists of row objects. */
export const isTabular = (storageType: StorageTypeName): boolean => TABULAR.has(storageType);

export interface ValuesDeps {
  readonly app: Pick<App, "dataNodes">;
  readonly payloads: PayloadStore;
  readonly binding: StorageContext["binding"];
}

/** Values of data nodes through their storage types. A refusal names the data node. */
export function createValues({ app, payloads, binding }: ValuesDeps): DataNodeValues {
  const contextOf = (dataNode: Subject): StorageContext => ({
    dataNode,
    config: app.dataNodes.get(dataNode.config_id) ?? null,
    payloads,
    binding,
  });
  return {
    async read(dataNode) {
      const { payload } = dataNode;
      if (payload === null) return undefined;
      return naming(dataNode, () => storageTypeOf(dataNode).read(contextOf(dataNode), payload));
    },
    write(dataNode, value) {
      return naming(dataNode, () => storageTypeOf(dataNode).write(contextOf(dataNode), value));
    },
  };
}

type Subject = StorageContext["dataNode"];

function storageTypeOf({ storage_type }: Subject): StorageType {
  const type = storageTypes.get(storage_type);
  if (type !== undefined) return type;
  const known = [...storageTypes.keys()].join(", ");
  throw new TaipyError("invalid_value", `The storage type ${storage_type} is not supported; there are ${known}.`);
}

async function naming<T>({ id, storage_type }: Subject, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TaipyError)) throw error;
    throw new TaipyError(error.code, `${error.message} Data node: ${id} (${storage_type}).`, error);
  }
}
