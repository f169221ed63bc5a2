import { dataNodeConfig } from "../../src/core/config/dsl/data-node-config.ts";
import type { AnyFunction } from "../../src/core/config/function-names.ts";
import type { Drivers } from "../../src/core/storage-options/drivers.ts";
import { Budget } from "../../src/core/values/budget.ts";
import type { StorageContext } from "../../src/storage/types.ts";

const noPayloads = () => {
  throw new Error("A database keeps its values itself.");
};

/** The context of a data node of a database: it has its configuration, and no payload store. */
export function databaseContext(
  storage_type: "sql_table" | "sql",
  properties: Readonly<Record<string, unknown>>,
  binding: StorageContext["binding"] = () => undefined,
  functions: Readonly<Record<string, AnyFunction>> = {},
  drivers: Drivers = {},
): StorageContext {
  const config = { ...dataNodeConfig("subject", storage_type, { properties }), functions };
  return {
    dataNode: { id: "DATANODE_subject_1", config_id: "subject", storage_type, properties: {} },
    config,
    get budget() {
      return new Budget();
    },
    payloads: { put: noPayloads, getText: noPayloads, getBytes: noPayloads },
    binding,
    drivers,
  };
}
