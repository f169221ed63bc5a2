import Papa from "papaparse";
import { TaipyError } from "../../core/errors.ts";

/** Gets a record and returns false to stop. `number` counts from 1. */
export type VisitRecord = (record: readonly string[], number: number) => boolean | undefined;

/**
 * Visits the records of CSV text in order, as pandas reads them: comma-separated, `"` quotes, blank lines skipped. Text
 * after the last visited record is not read.
 * @throws TaipyError `invalid_value` for a malformed quote
 */
export function forEachRecord(csv: string, visit: VisitRecord): void {
  const text = csv.startsWith("\uFEFF") ? csv.slice(1) : csv;
  // Without quotes no field holds a line break, so endings of all kinds may be mixed.
  if (text.includes('"')) visitQuoted(text, visit);
  else visitPlain(text, visit);
}

function visitPlain(text: string, visit: VisitRecord): void {
  const lineEnd = /\r\n?|\n/g;
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const end = lineEnd.exec(text);
    const line = text.slice(start, end?.index);
    start = end === null ? text.length : lineEnd.lastIndex;
    if (line.trim() === "") continue;
    number += 1;
    if (visit(line.split(","), number) === false) return;
  }
}

function visitQuoted(text: string, visit: VisitRecord): void {
  let number = 0;
  let start = 0;
  Papa.parse<string[]>(text, {
    delimiter: ",",
    step({ data, errors, meta }, parser) {
      const [from, to] = [start, meta.cursor];
      start = to;
      // A line of `""` is a missing cell, a blank line is no record: only the raw text distinguishes them.
      if (isBlank(data) && text.slice(from, to).trim() === "") return;
      number += 1;
      if (errors.some(({ type }) => type === "Quotes")) {
        throw new TaipyError("invalid_value", `The CSV text has a malformed quote in row ${number}.`);
      }
      if (visit(data, number) === false) parser.abort();
    },
  });
}

const isBlank = (record: readonly string[]) => record.length === 1 && record[0]?.trim() === "";
