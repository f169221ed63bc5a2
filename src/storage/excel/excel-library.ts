// docs/decisions/015-hucre-reads-and-writes-xlsx.md
/** Loaded by the first value that needs it: with all of the format, it would take a good part of an isolate's start. */
export { writeXlsx, writeXlsxStream } from "hucre/xlsx";
