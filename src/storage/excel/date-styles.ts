import type { Budget } from "../../core/values/budget.ts";
import type { XmlVisitor } from "./xml/xml-scanner.ts";
import { attribute } from "./xml/xml-text.ts";

/** Excel's own formats of dates and times, by their first and last ids. */
const DATE_FORMATS = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

/** Collects which of the cells' styles show numbers as dates. */
export class DateStyles implements XmlVisitor {
  readonly #budget: Budget;
  readonly #part: string;
  /** Whether a format of the workbook's own is one of dates, by its id. */
  readonly #own = new Map<number, boolean>();
  /** The format of each style. */
  readonly #formats: number[] = [];

  constructor(part: string, budget: Budget) {
    this.#part = part;
    this.#budget = budget;
  }

  open(name: string, tag: string, parent: string): void {
    if (name === "xf" && parent === "cellXfs") {
      this.#budget.charge("dictionaryEntries", 1, this.#part);
      this.#formats.push(Number(attribute(tag, "numFmtId") ?? 0));
    } else if (name === "numFmt" && parent === "numFmts") {
      this.#budget.charge("dictionaryEntries", 1, this.#part);
      const code = attribute(tag, "formatCode");
      if (code) this.#own.set(Number(attribute(tag, "numFmtId")), isDateFormat(code));
    }
  }

  /** @param style its index in the workbook */
  isDate(style: number): boolean {
    const format = this.#formats[style];
    if (format === undefined) return false;
    return this.#own.get(format) ?? DATE_FORMATS.some(([first, last]) => format >= first && format <= last);
  }
}

/** What a format shows as it is: a language or colour, an escaped character, a quotation, a space or a filler. */
const LITERAL = /\[[$\-\w]*\]|\\.|"[^"]*"|[*_]./g;
const DURATION = /\[(?:h+|m+|s+)\]/i;
/** A year, a day, the name of a month, half a day; hours or seconds that are no part of a word. */
const DATE = /[yd]|m{3}|am\/pm|a\/p|(?:^|[^a-z])(?:h{1,2}|s{1,2})(?:[^a-z]|$)/i;

/** Whether the code of a format is one of dates or times, such as `yyyy-mm-dd`. */
const isDateFormat = (code: string): boolean => DURATION.test(code) || DATE.test(code.replace(LITERAL, ""));
