import type { ColumnMetaData, DecodedArray, Encoding, PageHeader } from "hyparquet";
import type { Budget } from "../../../core/values/budget.ts";
import { DEFAULT_PARSERS, readPage } from "../parquet-library.ts";
import type { LeafType } from "../types/leaf-type.ts";
import type { Unpack } from "../unpack/codecs.ts";
import type { Span } from "./encodings/levels.ts";
import { checkValues } from "./encodings/values.ts";
import { Loan } from "./loan.ts";
import { checkDataPage, levelBytes } from "./page-check.ts";
import { type Page, readPageHeader, wholeNumber } from "./page-header.ts";
import type { Leaf } from "./schema.ts";

/** A column chunk: the values of a leaf in one row group. */
export interface Chunk {
  readonly file: Uint8Array;
  readonly leaf: Leaf;
  readonly type: LeafType;
  readonly metadata: ColumnMetaData;
  readonly start: number;
  readonly end: number;
  /** For refusals, such as `column "a", row group 1`. */
  readonly where: string;
}

/** A page's values without the missing ones; the levels say which are missing. */
export interface Values {
  readonly count: number;
  readonly repetitions: Uint8Array | null;
  /** null: no value is missing. */
  readonly definitions: Uint8Array | null;
  readonly data: DecodedArray;
  /** Makes a cell of a stored value; null: the values are cells. */
  readonly read: ((stored: unknown) => unknown) | null;
}

type Decoder = Parameters<typeof readPage>[2];

/** The pages of a column chunk, one by one: each is checked and charged before it is unpacked, and before it is decoded. */
export class Pages {
  readonly #chunk: Chunk;
  readonly #unpack: Unpack;
  readonly #decoder: Decoder;
  readonly #dictionaryLoan: Loan;
  /** Cells, where it takes long to make them; else the values as they are stored. */
  #dictionary: DecodedArray | undefined;
  /** Who pays for what cells are made of. */
  #borrower: Loan;
  #at: number;
  #valuesLeft: number;

  constructor(chunk: Chunk, unpack: Unpack, budget: Budget) {
    const { leaf, metadata } = chunk;
    this.#chunk = chunk;
    this.#unpack = unpack;
    this.#dictionaryLoan = new Loan(budget);
    this.#borrower = this.#dictionaryLoan;
    this.#at = chunk.start;
    this.#valuesLeft = wholeNumber(metadata.num_values, "its number of values");
    const { name, type, type_length } = leaf.element;
    // Without an annotation, and without levels, the library returns the values as they are stored.
    const element = {
      name,
      repetition_type: "REQUIRED",
      ...(type && { type }),
      ...(type_length && { type_length }),
    } as const;
    const node = { element, children: [], count: 1, path: [name] };
    this.#decoder = {
      pathInSchema: metadata.path_in_schema,
      type: metadata.type,
      element,
      schemaPath: [{ ...node, children: [node] }, node],
      // This class unpacks pages before the library sees them.
      codec: "UNCOMPRESSED",
      utf8: false,
      // INT96.
      parsers: { ...DEFAULT_PARSERS, timestampFromNanoseconds: (nanoseconds: bigint) => nanoseconds },
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

  decode(page: Page, loan: Loan): Values {
    const { leaf, metadata, where } = this.#chunk;
    const kindsOfLevels = Number(leaf.maxDefinition > 0) + Number(leaf.maxRepetition > 0);
    loan.charge("levels", page.values * kindsOfLevels, where);
    loan.charge("items", page.values, where);
    const bytes = this.#unpacked(page, loan);
    const owner = { leaf, type: metadata.type, dictionary: this.#dictionary, where };
    const { repetitions, definitions, values, present, encoding } = checkDataPage(bytes, page, owner, loan);
    this.#borrower = loan;
    const data = present === 0 ? [] : this.#stored(values, present, encoding);
    // A page after the dictionary may have values of its own.
    const areCells = encoding.endsWith("_DICTIONARY") && this.#hasCellsInDictionary();
    const read = areCells ? null : this.#reader();
    return { count: page.values, repetitions, definitions, data, read };
  }

  close(): void {
    this.#dictionary = undefined;
    this.#dictionaryLoan.repay();
  }

  #reader(): ((stored: unknown) => unknown) | null {
    const { type, where } = this.#chunk;
    const read = type.read as ((stored: unknown, charge: Loan["charge"]) => unknown) | null;
    return read === null ? null : (stored) => read(stored, (kind, count) => this.#borrower.charge(kind, count, where));
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
    const span = { bytes, start: 0, end: bytes.length };
    checkValues(span, form, loan, where);
    this.#borrower = loan;
    this.#dictionary = undefined;
    const stored = this.#stored(span, page.values, "PLAIN");
    // The values were charged as objects of their own.
    const read = this.#hasCellsInDictionary() ? this.#reader() : null;
    this.#dictionary = read === null ? stored : Array.from(stored, read);
  }

  #hasCellsInDictionary(): boolean {
    const { type } = this.#chunk.metadata;
    return type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY";
  }

  /** Values as they are stored; those of a dictionary are its cells. */
  #stored({ bytes, start, end }: Span, count: number, encoding: Encoding): DecodedArray {
    const size = end - start;
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset + start, size), offset: 0 };
    const header: PageHeader = {
      type: "DATA_PAGE",
      compressed_page_size: size,
      uncompressed_page_size: size,
      data_page_header: {
        num_values: count,
        encoding,
        definition_level_encoding: "RLE",
        repetition_level_encoding: "RLE",
      },
    };
    return readPage(reader, header, this.#decoder, this.#dictionary, undefined, 0).data ?? [];
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
