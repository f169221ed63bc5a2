/** Loaded by the first value that needs it, as the libraries of all heavy formats are. */
export { parquetMetadata, parquetSchema } from "hyparquet";
// The parts of the library below its readers of whole files, which allocate what a file declares before it can be counted.
export { assembleNested } from "hyparquet/src/assemble.js";
export { parquetHeader, readPage } from "hyparquet/src/column.js";
export { convert, DEFAULT_PARSERS } from "hyparquet/src/convert.js";
export { deltaBinaryUnpack } from "hyparquet/src/delta.js";
export { canSkipRowGroup } from "hyparquet/src/filter.js";
export { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";
export { parquetWriteBuffer } from "hyparquet-writer";
