import type { StorageTypeName } from "../../core/entities/data-node.ts";
import { DEVALUE_TYPE, JSON_TYPE } from "../encoding/any-value.ts";

/** Media types of the files of each storage type, the usual one first. Values of the others lie in systems of their own. */
export const MEDIA_TYPES: Readonly<Partial<Record<StorageTypeName, readonly string[]>>> = {
  pickle: [JSON_TYPE, DEVALUE_TYPE],
  in_memory: [JSON_TYPE, DEVALUE_TYPE],
  csv: ["text/csv"],
  excel: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  json: [JSON_TYPE],
  parquet: ["application/vnd.apache.parquet"],
};
