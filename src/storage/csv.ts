import type { PayloadRef } from "../core/entities/payload.ts";
import { TaipyError } from "../core/errors.ts";
import { CODEC_NAMES, type Codec, codecNamed } from "../core/storage-options/encodings.ts";
import { STORAGE_TYPE_ROWS } from "../core/storage-types.ts";
import { rowsUnder, underPresent } from "./table/append.ts";
import { type CsvDialect, dialectOf } from "./table/csv-dialect.ts";
import { cellText, formatCsv } from "./table/csv-text.ts";
import { readPresent } from "./table/present-file.ts";
import { type CsvSource, columnsOfCsv, readCsv, rowCountOf } from "./table/read-csv.ts";
import { chargeRows } from "./table/table-memory.ts";
import { type Row, type Table, tableOf, writtenTable } from "./table/tabular-value.ts";
import { codecOfBytes, decodedText, encodedText, markOf } from "./table/text-codec.ts";
import type { Selection, StorageContext, StorageType } from "./types.ts";

const [MEDIA_TYPE] = STORAGE_TYPE_ROWS.csv.content.mediaTypes;

const WHOLE: Selection = { filter: null, columns: null, offset: 0, limit: null };

/** Tables as CSV text: reads rows of objects. Properties: `has_header` (true), `encoding` ("utf-8"), a name that Python knows. */
export const csv: StorageType = {
  async read(context, ref) {
    return readCsv(await fileOf(context, ref), WHOLE);
  },

  async write(context, value, current = null) {
    const codec = codecOf(context);
    const { budget } = context;
    const given = writtenTable(value, budget);
    const present = current === null ? null : await presentFile(context, current, given, value);
    if (present === null) return put(context, codec, markOf(codec) + formatCsv(given, hasHeader(context), budget));
    const { table, hasSameCells, file, dialect } = present;
    if (hasSameCells) return put(context, file.codec, "", file.bytes ?? file.text);
    const isKept = file.codec.form === codec.form;
    const mark = isKept ? markIn(file.text) : markOf(codec);
    const text = formatCsv(table, hasHeader(context), budget, dialect);
    return put(context, isKept ? file.codec : codec, mark + text);
  },

  async append(context, ref, value) {
    const file = ref === null ? null : await fileOf(context, ref);
    const columns = file === null ? null : columnsOfCsv(file);
    if (file === null || columns === null) return csv.write(context, value, ref);
    const { text, budget, codec, bytes } = file;
    // Reads all of the file: rows behind a part that can't be read would be lost.
    chargeRows(budget, columns, rowCountOf(file));
    const dialect = dialectOf(text);
    const rows = rowsUnder(columns, tableOf(value, budget), budget);
    const end = /[\r\n]/.test(text.at(-1) ?? "") ? "" : dialect.lineEnd;
    const added = rows.length === 0 ? "" : end + formatCsv({ columns, rows }, false, budget, dialect);
    return put(context, codec, added, bytes ?? text);
  },

  async select(context, ref, selection) {
    return readCsv(await fileOf(context, ref), selection);
  },
};

/** A stored file: its text, and its bytes unless they are UTF-8. */
interface CsvFile extends CsvSource {
  readonly codec: Codec;
  readonly bytes: Uint8Array | null;
}

/** Puts a text, or what is added to a file. */
async function put(
  { payloads, budget }: StorageContext,
  codec: Codec,
  text: string,
  before: string | Uint8Array = "",
): Promise<PayloadRef> {
  if (!text.isWellFormed()) throw new TaipyError("invalid_value", "The table has text that UTF-8 cannot hold.");
  if (codec.form === "utf-8") return payloads.put(before + text, `${MEDIA_TYPE}; charset=utf-8`);
  const bytes = encodedText(text, codec);
  const start = typeof before === "string" ? encodedText(before, codec) : before;
  budget.charge("unpackedBytes", start.length + bytes.length, "the file");
  const whole = new Uint8Array(start.length + bytes.length);
  whole.set(start);
  whole.set(bytes, start.length);
  return payloads.put(whole, `${MEDIA_TYPE}; charset=${charsetOf(codec)}`);
}

const hasHeader = ({ dataNode }: StorageContext) => dataNode.properties.has_header !== false;

const markIn = (text: string): string => (text.startsWith("\uFEFF") ? "\uFEFF" : "");

async function fileOf(context: StorageContext, ref: PayloadRef): Promise<CsvFile> {
  const { budget } = context;
  budget.charge("unpackedBytes", 2 * ref.size, "the file and its text");
  const { text, ...more } = await textOf(context, ref);
  budget.release("unpackedBytes", 2 * ref.size);
  // Text of as many characters as bytes is ASCII, which V8 keeps in one byte a character.
  budget.charge("characters", text.length === ref.size ? text.length / 2 : text.length, "the file");
  return { text, ...more, hasHeader: hasHeader(context), budget };
}

const UTF_8: Codec = { name: "utf-8", form: "utf-8", label: "utf-8" };

/** Text whose media type says UTF-8 is such text: the type wrote it, or earlier releases did. Other bytes are in the node's encoding. */
async function textOf(context: StorageContext, ref: PayloadRef): Promise<Pick<CsvFile, "text" | "codec" | "bytes">> {
  const codec = codecOf(context);
  const { payloads } = context;
  if (ref.tier === "inline" || /;\s*charset="?utf-8/i.test(ref.content_type) || codec.form === "utf-8") {
    return { text: await payloads.getText(ref), codec: UTF_8, bytes: null };
  }
  const bytes = await payloads.getBytes(ref);
  const used = codecOfBytes(codec, bytes);
  return { text: decodedText(bytes, used), codec: used, bytes };
}

/** @throws TaipyError `invalid_value` for an encoding that can't be read as Python reads it */
function codecOf({ dataNode }: StorageContext): Codec {
  const { encoding = "utf-8" } = dataNode.properties;
  const codec = codecNamed(encoding);
  if (codec !== null) return codec;
  throw new TaipyError("invalid_value", `The encoding "${String(encoding)}" is not one of ${CODEC_NAMES}.`);
}

/** What a write keeps of the file that it replaces. */
interface PresentFile {
  readonly file: CsvFile;
  readonly dialect: CsvDialect;
  /** The table to write, with the columns in the order of the file where the caller's order is lost. */
  readonly table: Table;
  readonly hasSameCells: boolean;
}

/** null where the file can't be read. Its rows are gone afterwards. */
const presentFile = (
  context: StorageContext,
  ref: PayloadRef,
  given: Table,
  value: unknown,
): Promise<PresentFile | null> =>
  readPresent(context.budget, async (budget) => {
    const file = await fileOf({ ...context, budget }, ref);
    const rows = readCsv(file, WHOLE);
    const columns = columnsOfCsv(file) ?? [];
    const table = underPresent(given, value, columns);
    return { file, dialect: dialectOf(file.text), table, hasSameCells: hasCells(table, columns, rows) };
  });

/** Whether a table is written as the rows of a file are. A table without rows has no columns, either, where it comes from JSON. */
function hasCells(table: Table, columns: readonly string[], rows: readonly Row[]): boolean {
  if (table.rows.length !== rows.length) return false;
  if (rows.length === 0 && table.columns.length === 0) return columns.length > 0;
  if (table.columns.length !== columns.length || table.columns.some((name, at) => name !== columns[at])) return false;
  return table.rows.every((cells, row) =>
    cells.every((cell, at) => {
      const name = columns[at] ?? "";
      return cellText(cell, row, name) === cellText(rows[row]?.[name], row, name);
    }),
  );
}

/** The name of an encoding in a media type. */
function charsetOf({ name, label }: Codec): string {
  if (name === "ascii") return "us-ascii";
  return name === "latin-1" || name.startsWith("iso8859") ? `iso-8859-${name.split("-")[1]}` : label;
}
