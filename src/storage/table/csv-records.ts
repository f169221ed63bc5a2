import { TaipyError } from "../../core/errors.ts";
import type { Budget } from "../../core/values/budget.ts";

// docs/decisions/054-an-own-reader-of-csv-records.md

/** Gets a record and returns false to stop. `number` counts from 1. */
export type VisitRecord = (record: readonly string[], number: number) => boolean | undefined;

/** Lines of fewer characters are split without counting their fields first. */
const SHORT_LINE = 10_000;

/** A line of these is blank; others, such as a no-break space, are text. */
const BLANK = /^[ \t]*$/;

/**
 * Visits the records of CSV text in order, as pandas reads them: comma-separated, `"` quotes, blank lines skipped; each line ends with
 * LF, CR or CRLF. Text after the last visited record is not read. Holds one record at a time.
 * @throws TaipyError `invalid_value` for a quote that never ends, `value_too_large` for a record of too many fields
 */
export function forEachRecord(csv: string, budget: Budget, visit: VisitRecord): void {
  const text = csv.startsWith("\uFEFF") ? csv.slice(1) : csv;
  if (text.includes('"')) visitQuoted(text, budget, visit);
  else visitPlain(text, budget, visit);
}

function visitPlain(text: string, budget: Budget, visit: VisitRecord): void {
  const lineEnd = /\r\n?|\n/g;
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const end = lineEnd.exec(text);
    const line = text.slice(start, end?.index);
    start = end === null ? text.length : lineEnd.lastIndex;
    if (isBlank(line)) continue;
    number += 1;
    if (line.length > SHORT_LINE) checkRoom(budget, commasIn(line) + 1, number);
    if (visit(line.split(","), number) === false) return;
  }
}

/** Most lines show by their first character that they are not blank. */
const isBlank = (line: string): boolean => !(line[0] !== undefined && line[0] > " ") && BLANK.test(line);

function commasIn(line: string): number {
  let count = 0;
  for (let at = line.indexOf(","); at !== -1; at = line.indexOf(",", at + 1)) count += 1;
  return count;
}

/** Refuses a record that is wider than any table, before its fields are made. */
function checkRoom(budget: Budget, fields: number, number: number): void {
  if (fields > budget.room("columns")) budget.charge("columns", fields, `row ${number}`);
}

function visitQuoted(text: string, budget: Budget, visit: VisitRecord): void {
  const fields = new FieldReader(text);
  for (let number = 1; fields.at < text.length; ) {
    const record: string[] = [];
    let isQuoted = false;
    for (let isLast = false; !isLast; ) {
      checkRoom(budget, record.length + 1, number);
      record.push(fields.next(number));
      isQuoted ||= fields.isQuoted;
      isLast = fields.endRecord();
    }
    // A line of `""` is a missing cell, a blank line is no record.
    if (record.length === 1 && !isQuoted && isBlank(record[0] ?? "")) continue;
    if (visit(record, number) === false) return;
    number += 1;
  }
}

/** Reads the fields of CSV text one after the other. Looks at no part of the text twice, however long its rows are. */
export class FieldReader {
  at = 0;
  /** Whether the last field began with a quote. */
  isQuoted = false;
  readonly #text: string;
  readonly #comma: NextSign;
  readonly #newline: NextSign;
  readonly #return: NextSign;

  constructor(text: string) {
    this.#text = text;
    this.#comma = new NextSign(text, ",");
    this.#newline = new NextSign(text, "\n");
    this.#return = new NextSign(text, "\r");
  }

  /** The field at this place; `at` is then the sign behind it. */
  next(number: number): string {
    this.isQuoted = this.#text[this.at] === '"';
    if (this.isQuoted) return this.#quoted(number);
    const end = this.#end();
    const field = this.#text.slice(this.at, end);
    this.at = end;
    return field;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#text.length;
  }

  /** The end of the line behind a field; empty when a field or nothing follows. */
  get lineEnd(): "" | "\n" | "\r\n" | "\r" {
    const sign = this.#text[this.at];
    if (sign === "\n") return sign;
    if (sign !== "\r") return "";
    return this.#text[this.at + 1] === "\n" ? "\r\n" : sign;
  }

  /** Skips the sign behind a field; whether it ended the record. */
  endRecord(): boolean {
    const sign = this.#text[this.at];
    this.at += sign === "\r" && this.#text[this.at + 1] === "\n" ? 2 : 1;
    return sign !== ",";
  }

  /** Where an unquoted field ends. */
  #end(): number {
    return Math.min(this.#comma.from(this.at), this.#newline.from(this.at), this.#return.from(this.at));
  }

  #quoted(number: number): string {
    const start = this.at + 1;
    let end = this.#text.indexOf('"', start);
    let isEscaped = false;
    while (end !== -1 && this.#text[end + 1] === '"') {
      isEscaped = true;
      end = this.#text.indexOf('"', end + 2);
    }
    if (end === -1) throw malformed(number);
    this.at = end + 1;
    const next = this.#end();
    const field = this.#text.slice(start, end);
    // What follows the quote belongs to the field, as it stands.
    const rest = this.#text.slice(this.at, next);
    this.at = next;
    return (isEscaped ? field.replaceAll('""', '"') : field) + rest;
  }
}

/** The next place of a sign; the end of the text when there is none. Searches only what it has not searched yet. */
class NextSign {
  readonly #text: string;
  readonly #sign: string;
  #found = -1;

  constructor(text: string, sign: string) {
    this.#text = text;
    this.#sign = sign;
  }

  from(at: number): number {
    if (this.#found < at) {
      const found = this.#text.indexOf(this.#sign, at);
      this.#found = found === -1 ? this.#text.length : found;
    }
    return this.#found;
  }
}

const malformed = (number: number) =>
  new TaipyError("invalid_value", `The CSV text has a quote in row ${number} that never ends.`);
