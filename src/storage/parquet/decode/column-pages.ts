import type { ColumnMetaData, DecodedArray, PageHeader } from "hyparquet";
import type { Budget } from "../../../core/values/budget.ts";
import { convert, readPage } from "../parquet-library.ts";
import type { Unpack } from "../unpack/codecs.ts";
import { Loan } from "./loan.ts";
import { checkDataPage, levelBytes } from "./page-check.ts";
import { type Page, readPageHeader, wholeNumber } from "./page-header.ts";
import { boundedParsers } from "./parsers.ts";
import type { Leaf } from "./schema.ts";
import { checkValues } from "./values.ts";

/** A column chunk: the values of a leaf in one row group. */
export interface Chunk {
  readonly file: Uint8Array;
  readonly leaf: Leaf;
  readonly metadata: ColumnMetaData;
  readonly start: number;
  readonly end: number;
  /** For refusals, such as `column "a", row group 1`. */
  readonly where: string;
}

type Decoder = Parameters<typeof readPage>[2];

/** The pages of a column chunk, one by one: each is checked and charged before it is unpacked, and before it is decoded. */
export class Pages {
  readonly #chunk: Chunk;
  readonly #unpack: Unpack;
  readonly #decoder: Decoder;
  readonly #dictionaryLoan: Loan;
  #dictionary: DecodedArray | undefined;
  /** Whom the library's parsers charge. */
  #borrower: Loan;
  #at: number;
  #valuesLeft: number;

  constructor(chunk: Chunk, unpack: Unpack, budget: Budget) {
    const { leaf, metadata, where } = chunk;
    this.#chunk = chunk;
    this.#unpack = unpack;
    this.#dictionaryLoan = new Loan(budget);
    this.#borrower = this.#dictionaryLoan;
    this.#at = chunk.start;
    this.#valuesLeft = wholeNumber(metadata.num_values, "its number of values");
    this.#decoder = {
      pathInSchema: metadata.path_in_schema,
      type: metadata.type,
      element: leaf.element,
      schemaPath: [...leaf.path],
      // This class unpacks pages before the library sees them.
      codec: "UNCOMPRESSED",
      utf8: false,
      parsers: boundedParsers({ charge: (kind, count) => this.#borrower.charge(kind, count, where) }),
    };
  }

  /** The next data page; null after the last one. */
  next(loan: Loan): Page | null {
    const { file, end, where } = this.#chunk;
    while (this.#at < end) {
      const page = readPageHeader(file, this.#at, end, loan, where);
      this.#at = page.end;
      if (page.header.type !== "DICTIONARY_PAGE") {
        this.#valuesLeft -= page.values;
        if (this.#valuesLeft < 0) throw new Error("its pages have more values than its footer declares");
        return page;
      }
      this.#readDictionary(page);
    }
    return null;
  }

  /** Decodes a data page. A nested column goes on in `before`, the values of the pages before. */
  decode(page: Page, loan: Loan, before?: DecodedArray): DecodedArray {
    const { leaf, metadata, where } = this.#chunk;
    const kindsOfLevels = Number(leaf.maxDefinition > 0) + Number(leaf.maxRepetition > 0);
    loan.charge("levels", page.values * kindsOfLevels, where);
    loan.charge("items", page.values, where);
    const bytes = this.#unpacked(page, loan);
    const owner = { leaf, type: metadata.type, dictionary: this.#dictionary, where };
    const present = checkDataPage(bytes, page, owner, loan);
    this.#borrower = loan;
    const { data = [] } = this.#read(bytes, present === 0 ? withoutValues(page.header) : page.header, before);
    return data;
  }

  close(): void {
    this.#dictionary = undefined;
    this.#dictionaryLoan.repay();
  }

  #readDictionary(page: Page): void {
    const { leaf, metadata, where } = this.#chunk;
    const loan = this.#dictionaryLoan;
    loan.repay();
    loan.charge("dictionaryEntries", page.values, where);
    const bytes = this.#unpacked(page, loan);
    const { element } = leaf;
    const form = {
      type: metadata.type,
      element,
      encoding: "PLAIN",
      count: page.values,
      dictionary: undefined,
    } as const;
    checkValues({ bytes, start: 0, end: bytes.length }, form, loan, where);
    this.#borrower = loan;
    this.#dictionary = convert(this.#read(bytes, page.header).data ?? [], this.#decoder);
  }

  #read(bytes: Uint8Array, header: PageHeader, before?: DecodedArray) {
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
    const unpacked = { ...header, compressed_page_size: bytes.length, uncompressed_page_size: bytes.length };
    return readPage(reader, unpacked, this.#decoder, this.#dictionary, before, 0);
  }

  #unpacked({ header, start, end, unpackedBytes }: Page, loan: Loan): Uint8Array {
    const { file, metadata, where } = this.#chunk;
    const packed = file.subarray(start, end);
    const detail = header.data_page_header_v2;
    if (metadata.codec === "UNCOMPRESSED" || (header.type === "DATA_PAGE_V2" && detail?.is_compressed === false)) {
      if (packed.length === unpackedBytes) return packed;
      throw new Error(`a page declares ${unpackedBytes} unpacked bytes and has ${packed.length}`);
    }
    loan.charge("unpackedBytes", unpackedBytes, where);
    if (header.type !== "DATA_PAGE_V2") return this.#unpack(metadata.codec, packed, unpackedBytes);
    // Version 2 does not pack the levels.
    const { end: levels } = levelBytes(detail, Math.min(packed.length, unpackedBytes));
    const page = new Uint8Array(unpackedBytes);
    page.set(packed.subarray(0, levels));
    if (unpackedBytes > levels) {
      page.set(this.#unpack(metadata.codec, packed.subarray(levels), unpackedBytes - levels), levels);
    }
    return page;
  }
}

/** A page of missing values only may have no bytes where the library expects those of its encoding. */
function withoutValues(header: PageHeader): PageHeader {
  const { data_page_header: first, data_page_header_v2: second } = header;
  return {
    ...header,
    ...(first && { data_page_header: { ...first, encoding: "PLAIN" } }),
    ...(second && { data_page_header_v2: { ...second, encoding: "PLAIN" } }),
  };
}
