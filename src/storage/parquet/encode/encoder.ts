/** The writer, which is loaded together with its library. */
export { footerOf } from "../decode/footer.ts";
export { ByteWriter, parquetSchema, writeMetadata } from "../parquet-library.ts";
export { nodesOf } from "../types/tree.ts";
export { arrowSchema } from "./arrow-schema.ts";
export { joined, withRowGroups } from "./footer-splice.ts";
export { GROUP_ROWS, writeRowGroups } from "./row-groups.ts";
