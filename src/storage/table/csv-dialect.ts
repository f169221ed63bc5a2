import { FieldReader } from "./csv-records.ts";
import { cellOf, narrowKind } from "./infer.ts";

/** Which fields have quotes without need: all, or texts but no numbers and booleans. */
type Quoting = "minimal" | "texts" | "all";

/** How the fields and lines of CSV text are written. */
export interface CsvDialect {
  readonly lineEnd: "\n" | "\r\n" | "\r";
  readonly quoting: Quoting;
}

/** As pandas writes a new file. */
export const NEW_FILE: CsvDialect = { lineEnd: "\n", quoting: "minimal" };

/** So many fields show how a file quotes. */
const SEEN_FIELDS = 2_000;

/** The dialect of a file that can be read, by its first records. */
export function dialectOf(text: string): CsvDialect {
  const fields = new FieldReader(text.startsWith("\uFEFF") ? text.slice(1) : text);
  let lineEnd: CsvDialect["lineEnd"] | null = null;
  const seen = { needless: 0, bareTexts: 0, bare: 0 };
  for (let count = 0; count < SEEN_FIELDS && !fields.isAtEnd; count += 1) {
    const field = fields.next(1);
    // A blank line says nothing about quotes.
    if (fields.isQuoted) seen.needless += Number(!needsQuotes(field));
    else {
      seen.bare += Number(field !== "");
      seen.bareTexts += Number(isText(field));
    }
    const end = fields.lineEnd;
    if (end !== "") lineEnd ??= end;
    fields.endRecord();
  }
  return { lineEnd: lineEnd ?? NEW_FILE.lineEnd, quoting: quotingOf(seen) };
}

function quotingOf({
  needless,
  bare,
  bareTexts,
}: Readonly<Record<"needless" | "bareTexts" | "bare", number>>): Quoting {
  if (needless === 0 || bareTexts > 0) return "minimal";
  return bare === 0 ? "all" : "texts";
}

/** Text that is no missing cell: programs write `NA` without quotes between quoted texts. */
const isText = (field: string): boolean =>
  narrowKind("missing", field) === "text" && cellOf("text", field) !== null && field.trim() !== "";

/** Whether a field would be read as something else without quotes. */
const needsQuotes = (field: string): boolean => /[",\r\n]|^[\s\uFEFF]|\s$/.test(field);

/** A field as it stands in a file of that dialect. */
export function fieldText(field: string, quoting: Quoting): string {
  const isQuoted =
    quoting === "all" || needsQuotes(field) || (quoting === "texts" && narrowKind("missing", field) === "text");
  return isQuoted ? `"${field.replaceAll('"', '""')}"` : field;
}
