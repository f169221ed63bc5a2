import type { PayloadRef } from "../core/entities/payload.ts";
import { TaipyError } from "../core/errors.ts";
import { STORAGE_TYPE_ROWS } from "../core/storage-types.ts";
import { rowsUnder } from "./table/append.ts";
import { formatCsv } from "./table/csv-text.ts";
import { type CsvSource, columnsOfCsv, readCsv } from "./table/read-csv.ts";
import { tableOf, writtenTable } from "./table/tabular-value.ts";
import type { Selection, StorageContext, StorageType } from "./types.ts";

const [MEDIA_TYPE] = STORAGE_TYPE_ROWS.csv.content.mediaTypes;

const WHOLE: Selection = { filter: null, columns: null, offset: 0, limit: null };

/** Tables as CSV text: reads rows of objects. Properties: `has_header` (true), `encoding` of files from elsewhere ("utf-8"). */
export const csv: StorageType = {
  async read(context, ref) {
    return readCsv(await sourceOf(context, ref), WHOLE);
  },

  async write(context, value) {
    decoderOf(context);
    const { budget } = context;
    return put(context, formatCsv(writtenTable(value, budget), hasHeader(context), budget));
  },

  async append(context, ref, value) {
    const source = ref === null ? null : await sourceOf(context, ref);
    const columns = source === null ? null : columnsOfCsv(source);
    if (source === null || columns === null) return csv.write(context, value);
    const { text, budget } = source;
    const rows = formatCsv({ columns, rows: rowsUnder(columns, tableOf(value, budget), budget) }, false, budget);
    return put(context, /[\r\n]/.test(text.at(-1) ?? "") ? text + rows : `${text}\n${rows}`);
  },

  async select(context, ref, selection) {
    return readCsv(await sourceOf(context, ref), selection);
  },
};

function put({ payloads }: StorageContext, text: string): Promise<PayloadRef> {
  if (!text.isWellFormed()) throw new TaipyError("invalid_value", "The table has text that UTF-8 cannot hold.");
  return payloads.put(text, `${MEDIA_TYPE}; charset=utf-8`);
}

const hasHeader = ({ dataNode }: StorageContext) => dataNode.properties.has_header !== false;

async function sourceOf(context: StorageContext, ref: PayloadRef): Promise<CsvSource> {
  const { budget } = context;
  budget.charge("unpackedBytes", 2 * ref.size, "the file and its text");
  const text = await textOf(context, ref);
  budget.release("unpackedBytes", 2 * ref.size);
  // Text of as many characters as bytes is ASCII, which V8 keeps in one byte a character.
  budget.charge("characters", text.length === ref.size ? text.length / 2 : text.length, "the file");
  return { text, hasHeader: hasHeader(context), budget };
}

/** Text that this type wrote is UTF-8, as its media type says. Other bytes are in the node's encoding. */
async function textOf(context: StorageContext, ref: PayloadRef): Promise<string> {
  const decoder = decoderOf(context);
  if (ref.tier === "inline" || /;\s*charset="?utf-8/i.test(ref.content_type) || decoder.encoding === "utf-8") {
    return context.payloads.getText(ref);
  }
  const bytes = await context.payloads.getBytes(ref);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new TaipyError("invalid_value", `The stored value is not ${decoder.encoding} text.`);
  }
}

/** Accepts Python's names of encodings (`latin_1`, `utf-8-sig`) and the web's. */
function decoderOf({ dataNode }: StorageContext): TextDecoder {
  const { encoding = "utf-8" } = dataNode.properties;
  const label = String(encoding).toLowerCase().replaceAll("_", "-").replace("latin-", "latin").replace("-sig", "");
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: false });
  } catch {
    throw new TaipyError("invalid_value", `The encoding "${String(encoding)}" is unknown.`);
  }
}
