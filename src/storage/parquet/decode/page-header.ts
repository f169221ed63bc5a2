import type { PageHeader } from "hyparquet";
import { parquetHeader } from "../parquet-library.ts";
import type { Charges } from "./loan.ts";
import { checkStruct } from "./thrift.ts";

/** A page of a column chunk, before it is unpacked. */
export interface Page {
  readonly header: PageHeader;
  /** Where its bytes lie in the file. */
  readonly start: number;
  readonly end: number;
  /** Values with the missing ones; entries, for a dictionary. */
  readonly values: number;
  /** Rows, if the header knows them. */
  readonly rows: number | null;
  readonly unpackedBytes: number;
}

/**
 * Reads the header of the page at `at`.
 * @param end the end of the column chunk
 * @throws Error when it is malformed
 */
export function readPageHeader(file: Uint8Array, at: number, end: number, charges: Charges, where: string): Page {
  const chunk = file.subarray(0, end);
  const start = checkStruct(chunk, at, charges, where);
  const header = parquetHeader({ view: new DataView(chunk.buffer, chunk.byteOffset, end), offset: at });
  const { type, compressed_page_size, data_page_header, data_page_header_v2, dictionary_page_header } = header;
  const details = {
    DATA_PAGE: data_page_header,
    DATA_PAGE_V2: data_page_header_v2,
    DICTIONARY_PAGE: dictionary_page_header,
  };
  const detail = type === "INDEX_PAGE" ? undefined : details[type];
  if (detail === undefined) throw new Error(`a page has the type ${type}, or a header of another type`);
  const packedBytes = wholeNumber(compressed_page_size, "the packed size of a page");
  if (packedBytes > end - start) {
    throw new Error(`a page declares ${packedBytes} bytes, and ${end - start} bytes follow`);
  }
  return {
    header,
    start,
    end: start + packedBytes,
    values: wholeNumber(detail.num_values, "the number of values of a page"),
    rows: "num_rows" in detail ? wholeNumber(detail.num_rows, "the number of rows of a page") : null,
    unpackedBytes: wholeNumber(header.uncompressed_page_size, "the unpacked size of a page"),
  };
}

/** A number as the file declares it; the library returns what the bytes hold, whatever its type. */
export function wholeNumber(value: unknown, what: string): number {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number === "number" && Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`${what} is ${typeof number === "number" ? number : `a ${typeof value}`}`);
}
