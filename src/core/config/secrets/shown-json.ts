import { endOfSpan } from "../../values/json-spans.ts";
import { MAY_HOLD_SECRET } from "./secret-names.ts";
import { shownValue } from "./shown-values.ts";

/** JSON escapes the quotes inside texts: these marks never stand in one. */
const PROPERTIES = '"properties":{';
const TRACES = '"stacktrace":["';

/** Redacts the values of known secrets in a text. */
export type Redact = (text: string) => string;

/**
 * The JSON text of one entity or of several as every view shows it. Rows may be older than the rule, and callers choose the
 * properties of cycles. What holds no secret is not parsed: a page of 500 entities takes about half a millisecond.
 */
export const shownEntities = (json: string, redact: Redact): string => shownTraces(shownInProperties(json), redact);

function shownInProperties(json: string): string {
  const names = new Map<string, string>();
  const shown = replaceSpans(json, PROPERTIES, (properties) => {
    if (!MAY_HOLD_SECRET.test(properties)) return properties;
    const parsed: unknown = OTHER_DIGITS.test(properties) ? JSON.parse(properties, keepDigits) : JSON.parse(properties);
    const given = parsed as Readonly<Record<string, unknown>>;
    const hidden = shownValue(given) as typeof given;
    if (typeof given.name === "string" && hidden.name !== given.name) {
      names.set(`"name":${JSON.stringify(given.name)}`, `"name":${JSON.stringify(hidden.name)}`);
    }
    return JSON.stringify(hidden);
  });
  // The API shows a data node's property `name` as a field, too.
  return [...names].reduce((text, [name, replacement]) => text.replaceAll(name, () => replacement), shown);
}

const shownTraces = (json: string, redact: Redact): string =>
  replaceSpans(json, TRACES, (traces) => {
    const given = JSON.parse(traces) as readonly unknown[];
    return JSON.stringify(given.map((trace) => (typeof trace === "string" ? redact(trace) : trace)));
  });

/** Replaces each object or list that begins at the end of a mark. A text in which nothing changes is not copied. */
function replaceSpans(json: string, mark: string, change: (span: string) => string): string {
  const bracket = mark.search(/[[{]/);
  let shown = "";
  let copied = 0;
  for (let at = json.indexOf(mark); at !== -1; ) {
    const from = at + bracket;
    const to = endOfSpan(json, from);
    const span = json.slice(from, to);
    const changed = change(span);
    if (changed !== span) {
      shown += json.slice(copied, from) + changed;
      copied = to;
    }
    at = json.indexOf(mark, to);
  }
  return copied === 0 ? json : shown + json.slice(copied);
}

const { rawJSON } = JSON as unknown as { readonly rawJSON: (literal: string) => object };

/** What a number has that may be written with other digits than it was stored with. */
const OTHER_DIGITS = /\d[.eE]|\d{16}|-0/;

/** A number keeps the digits that it was stored with. Without such a number the parser is several times as fast. */
const keepDigits = (_: string, item: unknown, context?: { readonly source?: string }): unknown =>
  typeof item === "number" && context?.source !== undefined && String(item) !== context.source
    ? rawJSON(context.source)
    : item;
