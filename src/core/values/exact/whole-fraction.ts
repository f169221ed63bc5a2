import { endOfText } from "../json-spans.ts";

const { rawJSON } = JSON as unknown as { readonly rawJSON: (literal: string) => object };

/** From here on Python writes a whole number with an exponent; JavaScript does so later. */
const EXPONENT_IN_PYTHON = 1e16;
const EXPONENT_IN_JAVASCRIPT = 1e21;

// docs/decisions/079-whole-fractions-are-kept.md
/**
 * A whole number that JSON writes as a fraction, such as `1.0`, `1e3` or `-0.0`: JavaScript's number can't tell it from 1. Only
 * a request's value has such numbers, on its way into a data node or out of it; a task gets JavaScript's.
 */
export class WholeFraction extends Number {
  /** As Python's `json` writes it. `JSON.stringify` calls this. */
  toJSON(): object {
    return rawJSON(literalOf(this.valueOf()));
  }
}

function literalOf(value: number): string {
  if (Math.abs(value) >= EXPONENT_IN_PYTHON) return value.toExponential();
  return `${Object.is(value, -0) ? "-0" : value}.0`;
}

/** Whether `JSON.stringify` writes the number like an integer. */
export const isWhole = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < EXPONENT_IN_JAVASCRIPT;

/** Only zeros after a point, or an exponent. */
const CANDIDATE = /\d(?:\.0+(?!\d)|[eE][+-]?\d)/;

/** Whether a JSON text has what may be a whole fraction. Most texts have none, and are parsed faster. */
export function hasWholeFractions(text: string): boolean {
  if (!CANDIDATE.test(text)) return false;
  // Ids and versions in texts look like fractions, too.
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const start = quote === -1 ? text.length : quote;
    if (CANDIDATE.test(text.slice(at, start))) return true;
    at = endOfText(text, start) + 1;
  }
  return false;
}

/** Puts JavaScript's numbers in the place of whole fractions: changes a value of parsed JSON, or is the number itself. */
export function withoutFractions(value: unknown): unknown {
  if (value instanceof WholeFraction) return value.valueOf();
  const open: unknown[] = [value];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const members = part as Record<number | string, unknown>;
    const replace = (name: number | string) => {
      const member = members[name];
      if (member instanceof WholeFraction) members[name] = member.valueOf();
      else if (typeof member === "object" && member !== null) open.push(member);
    };
    if (Array.isArray(part)) for (let index = 0; index < part.length; index += 1) replace(index);
    else if (typeof part === "object" && part !== null) for (const name of Object.keys(part)) replace(name);
  }
  return value;
}
