import { type Budget, EXPANSIONS, type Expansion } from "./budget.ts";

/** How deep arrays and objects may be nested: far above real data, far below the depth that overflows a stack. */
export const MAX_JSON_DEPTH = 500;

/** Bytes of memory for each character of a JSON text: the text itself, and its copies in the value and in an answer. */
export const JSON_CHARACTER_BYTES = EXPANSIONS.unpackedBytes.weight + EXPANSIONS.characters.weight;

/** More than the memory that any one character of a JSON text can take as a part of its value. */
const MOST_OF_A_CHARACTER = EXPANSIONS.containers.weight + EXPANSIONS.items.weight + 2 * EXPANSIONS.characters.weight;

/** An object with more members is a hash table. */
const MAX_FAST_MEMBERS = 128;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** A text with a greater unit takes two bytes a character. */
const LAST_NARROW_UNIT = 0xff;

/**
 * Charges the memory that the value of a JSON text takes, before it is parsed. The text may be malformed. A text that is too
 * short to exceed the budget is not scanned.
 * @throws TaipyError `value_too_large` with the place where the budget ends
 */
export function chargeJson(text: string, budget: Budget): void {
  chargeLength(text, budget);
  if (!fitsInAnyCase(text, budget)) chargeCounts(scan(text, budget.left), text, budget);
}

/**
 * The same and, in one pass, whether the text is nested deeper than {@link MAX_JSON_DEPTH}.
 * @param budget null = no memory is charged
 */
export function isTooDeep(text: string, budget: Budget | null): boolean {
  if (budget !== null) chargeLength(text, budget);
  const isCharged = budget !== null && !fitsInAnyCase(text, budget);
  const found = scan(text, isCharged ? budget.left : Infinity, MAX_JSON_DEPTH);
  if (isCharged && !found.isDeep) chargeCounts(found, text, budget);
  return found.isDeep;
}

function chargeLength({ length }: string, budget: Budget): void {
  budget.charge("characters", length, "the text");
  budget.charge("unpackedBytes", length, "the text");
}

const fitsInAnyCase = ({ length }: string, { left }: Budget): boolean => length * MOST_OF_A_CHARACTER <= left;

interface Found {
  /** Where the pass has ended. */
  readonly at: number;
  readonly isDeep: boolean;
  readonly isWide: boolean;
  readonly counts: Readonly<Partial<Record<Expansion, number>>>;
}

/** One pass over a JSON text. It ends early where more memory than `limit` or more levels than `maxDepth` are needed. */
function scan(text: string, limit: number, maxDepth = Infinity): Found {
  const { containers, items, members, dictionaryEntries } = EXPANSIONS;
  let [opened, commas, colons, entries] = [0, 0, 0, 0];
  let left = limit;
  let depth = 0;
  let quoted = false;
  let units = 0;
  /** Members of an object without an object or a list between them. */
  let named = 0;
  let at = 0;
  for (; at < text.length && left >= 0 && depth <= maxDepth; at += 1) {
    const unit = text.charCodeAt(at);
    if (quoted) {
      units |= unit;
      if (unit === BACKSLASH) at += 1;
      else if (unit === QUOTE) quoted = false;
    } else if (unit === QUOTE) quoted = true;
    else if (unit === COMMA) {
      commas += 1;
      left -= items.weight;
    } else if (unit === COLON) {
      colons += 1;
      named += 1;
      left -= members.weight;
      if (named > MAX_FAST_MEMBERS) {
        // The entry and its name.
        entries += 2;
        left -= 2 * dictionaryEntries.weight;
      }
    } else if (unit === OPEN_BRACKET || unit === OPEN_BRACE) {
      depth += 1;
      named = 0;
      opened += 1;
      left -= containers.weight + items.weight;
    } else if (unit === CLOSE_BRACKET || unit === CLOSE_BRACE) {
      depth -= 1;
      named = 0;
    }
  }
  const counts = { containers: opened, items: commas + opened, members: colons, dictionaryEntries: entries };
  return { at, isDeep: depth > maxDepth, isWide: units > LAST_NARROW_UNIT, counts };
}

function chargeCounts({ at, isWide, counts }: Found, text: string, budget: Budget): void {
  const where = at < text.length ? `in the first ${at.toLocaleString("en-US")} characters of the JSON` : "the JSON";
  // The text and its copies.
  if (isWide) budget.charge("characters", 2 * text.length, "the text, which has two bytes a character");
  for (const [kind, count] of Object.entries(counts) as [Expansion, number][]) budget.charge(kind, count, where);
}
