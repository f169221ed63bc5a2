/** What a number format makes of a number. A date and time is `datetime`, a time of day `time`, elapsed time `duration`. */
export type Shown = "number" | "date" | "datetime" | "time" | "duration";

/** Excel's own formats of dates and times, by their first and last ids; some are those of one language. */
const OWN_FORMATS: readonly (readonly [first: number, last: number, shown: Shown])[] = [
  [14, 17, "date"],
  [18, 21, "time"],
  [22, 22, "datetime"],
  [27, 31, "date"],
  [32, 35, "time"],
  [36, 36, "date"],
  [45, 45, "time"],
  [46, 46, "duration"],
  [47, 47, "time"],
  [50, 54, "date"],
  [55, 56, "time"],
  [57, 58, "date"],
];

/** What one of Excel's own formats shows. */
export const shownByOwnFormat = (id: number): Shown =>
  OWN_FORMATS.find(([first, last]) => id >= first && id <= last)?.[2] ?? "number";

/** What a format shows as it is: a language or colour, an escaped character, a quotation, a space or a filler. */
const LITERAL = /\[[$\-\w]*\]|\\.|"[^"]*"|[*_]./g;
const ELAPSED = /^\[(?:h+|m+|s+)\]$/i;
const HALF_OF_DAY = /am\/pm|a\/p/gi;
const WORD = /[a-z]+/gi;
/** A year, a day, the name of a month. */
const DATE = /[yd]|m{3}/i;

/** What the code of a format shows, such as `yyyy-mm-dd`: its part for positive numbers counts. */
export function shownByCode(code: string): Shown {
  const [positive = ""] = code.replace(LITERAL, (literal) => (ELAPSED.test(literal) ? "[]" : "")).split(";", 1);
  if (positive.includes("[]")) return "duration";
  const words = positive.replace(HALF_OF_DAY, "").match(WORD) ?? [];
  // Letters of other words, such as a currency, are no hours.
  const hasTime = words.some((word) => /^[hms]+$/i.test(word) && /[hs]/i.test(word));
  const isTime = hasTime || positive.search(HALF_OF_DAY) !== -1;
  // Without hours and seconds, `m` is a month.
  const isDate = words.some((word) => DATE.test(word) || (!isTime && /^m+$/i.test(word)));
  if (isDate) return isTime ? "datetime" : "date";
  return isTime ? "time" : "number";
}
