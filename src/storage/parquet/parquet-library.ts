/** Loaded by the first value that needs it, as the libraries of all heavy formats are. */
export { parquetMetadata, parquetSchema } from "hyparquet";
// The parts of the library below its readers of whole files, which allocate what a file declares before it can be counted.
export { parquetHeader, readPage } from "hyparquet/src/column.js";
export { DEFAULT_PARSERS, parseFloat16 } from "hyparquet/src/convert.js";
export { deltaBinaryUnpack } from "hyparquet/src/delta.js";
export { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";
export { wkbToGeojson } from "hyparquet/src/wkb.js";
export { ByteWriter, geojsonToWkb } from "hyparquet-writer";
export { writeColumn } from "hyparquet-writer/src/column.js";
export { writeIndexes } from "hyparquet-writer/src/indexes.js";
export { writeMetadata } from "hyparquet-writer/src/metadata.js";
export { snappyCompress } from "hyparquet-writer/src/snappy.js";
export { unconvertFloat16 } from "hyparquet-writer/src/unconvert.js";
