/** How values of each storage type are read and written, under the names of the rows in `core/storage-types.ts`. */
export { csv } from "./csv.ts";
export { excel } from "./excel.ts";
export { generic } from "./generic.ts";
export { inMemory as in_memory } from "./in-memory.ts";
export { json } from "./json.ts";
export { mongoCollection as mongo_collection } from "./mongo-collection.ts";
export { parquet } from "./parquet.ts";
export { pickle } from "./pickle.ts";
export { s3Object as s3_object } from "./s3-object.ts";
export { sql } from "./sql.ts";
export { sqlTable as sql_table } from "./sql-table.ts";
