import type { PayloadRef } from "../core/entities/payload.ts";
import { TaipyError } from "../core/errors.ts";
import { STORAGE_TYPE_ROWS } from "../core/storage-types.ts";
import { rowsUnder } from "./table/append.ts";
import { selectCsv } from "./table/csv-select.ts";
import { columnsOfCsv, formatCsv, parseCsv } from "./table/csv-text.ts";
import { rowsOf, tableOf } from "./table/tabular-value.ts";
import type { StorageContext, StorageType } from "./types.ts";

const [MEDIA_TYPE] = STORAGE_TYPE_ROWS.csv.content.mediaTypes;

/** Tables as CSV text: reads rows of objects. Properties: `has_header` (true), `encoding` of files from elsewhere ("utf-8"). */
export const csv: StorageType = {
  async read(context, ref) {
    return rowsOf(parseCsv(await textOf(context, ref), hasHeader(context)));
  },

  async write(context, value) {
    decoderOf(context);
    return put(context, formatCsv(tableOf(value), hasHeader(context)));
  },

  async append(context, ref, value) {
    const text = ref === null ? "" : await textOf(context, ref);
    const columns = columnsOfCsv(text, hasHeader(context));
    if (columns === null) return csv.write(context, value);
    const rows = formatCsv({ columns, rows: rowsUnder(columns, tableOf(value)) }, false);
    return put(context, /[\r\n]$/.test(text) ? text + rows : `${text}\n${rows}`);
  },

  async select(context, ref, selection) {
    return selectCsv(await textOf(context, ref), hasHeader(context), selection);
  },
};

function put({ payloads }: StorageContext, text: string): Promise<PayloadRef> {
  if (!text.isWellFormed()) throw new TaipyError("invalid_value", "The table has text that UTF-8 cannot hold.");
  return payloads.put(text, `${MEDIA_TYPE}; charset=utf-8`);
}

const hasHeader = ({ dataNode }: StorageContext) => dataNode.properties.has_header !== false;

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
