import type { Budget } from "../budget.ts";
import { Decimal } from "./decimal.ts";
import { exactInteger } from "./json-integers.ts";
import { NoRoomForFractions, SharedFractions } from "./shared-fractions.ts";
import { isWhole } from "./whole-fraction.ts";

/** `JSON.parse` reads deeper texts: no storage type writes any. */
const MAX_DEPTH = 1_000;

/** What is kept beyond what `JSON.parse` keeps. */
export interface ExactReading {
  /** Integers that a double can't hold are BigInts. */
  readonly integers?: boolean;
  /** Whole fractions are `WholeFraction`s. */
  readonly fractions?: boolean;
  /** Fractions with more digits than a double shows are `Decimal`s. */
  readonly decimals?: boolean;
  /** Python's `NaN`, `Infinity` and `-Infinity` count as numbers. */
  readonly pythonNumbers?: boolean;
  /** What becomes of an object, from the innermost on. */
  readonly objectForm?: ((object: object) => unknown) | undefined;
  /** Charged for the fractions that differ. */
  readonly budget?: Budget | null;
}

// docs/decisions/079-whole-fractions-are-kept.md
/**
 * The value of a JSON text, with what `JSON.parse` would lose. `test/bench/reads/parse-json.ts` says how long it takes.
 * @throws SyntaxError when the text is malformed or too deep
 * @throws NoRoomForFractions; the budget is not charged then
 * @throws TaipyError `value_too_large` when a larger budget follows
 */
export function parseExactly(text: string, reading: ExactReading): unknown {
  try {
    return new Reader(text, reading, false).read();
  } catch (error) {
    if (!(error instanceof NoRoomForFractions)) throw error;
    return new Reader(text, reading, true).read();
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

const PLUS = 0x2b;
const UPPER_E = 0x45;
const LOWER_E = 0x65;
/** So many digits are exact as a double, and so are these powers of ten: one division rounds as `Number` does. */
const SAFE_CHARACTERS = 15;
const POWERS_OF_TEN = Array.from({ length: SAFE_CHARACTERS + 1 }, (_, exponent) => 10 ** exponent);

const WORDS: readonly (readonly [word: string, value: unknown])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];
const PYTHON_WORDS: typeof WORDS = [...WORDS, ["NaN", Number.NaN], ["Infinity", Infinity], ["-Infinity", -Infinity]];

class Reader {
  readonly #text: string;
  readonly #reading: ExactReading;
  readonly #words: typeof WORDS;
  readonly #fractions: SharedFractions;
  #at = 0;

  constructor(text: string, reading: ExactReading, areAllShared: boolean) {
    this.#text = text;
    this.#reading = reading;
    this.#fractions = new SharedFractions(reading.budget ?? null, areAllShared);
    this.#words = reading.pythonNumbers === true ? PYTHON_WORDS : WORDS;
  }

  read(): unknown {
    const value = this.#value(0);
    this.#unit();
    if (this.#at < this.#text.length) this.#refuse();
    this.#fractions.charge();
    return value;
  }

  #value(depth: number): unknown {
    const unit = this.#unit();
    if (unit === QUOTE) return this.#string();
    if (unit === OPEN_BRACE) return this.#object(depth);
    if (unit === OPEN_BRACKET) return this.#list(depth);
    if (isDigit(unit) || (unit === MINUS && isDigit(this.#text.charCodeAt(this.#at + 1)))) return this.#number();
    const word = this.#words.find(([name]) => this.#text.startsWith(name, this.#at));
    if (word === undefined) return this.#number();
    this.#at += word[0].length;
    return word[1];
  }

  #list(depth: number): unknown {
    if (depth === MAX_DEPTH) this.#refuse();
    const items: unknown[] = [];
    if (this.#isEmpty(CLOSE_BRACKET)) return items;
    do items.push(this.#value(depth + 1));
    while (this.#goesOn(CLOSE_BRACKET));
    return items;
  }

  #object(depth: number): unknown {
    if (depth === MAX_DEPTH) this.#refuse();
    const members: Record<string, unknown> = {};
    const { objectForm } = this.#reading;
    if (!this.#isEmpty(CLOSE_BRACE)) {
      do {
        if (this.#unit() !== QUOTE) this.#refuse();
        const name = this.#string();
        if (this.#unit() !== COLON) this.#refuse();
        this.#at += 1;
        set(members, name, this.#value(depth + 1));
      } while (this.#goesOn(CLOSE_BRACE));
    }
    return objectForm === undefined ? members : objectForm(members);
  }

  /** Whether a list or an object ends where it begins. */
  #isEmpty(end: number): boolean {
    this.#at += 1;
    if (this.#unit() !== end) return false;
    this.#at += 1;
    return true;
  }

  /** Whether a comma follows, and not the end. */
  #goesOn(end: number): boolean {
    const unit = this.#unit();
    this.#at += 1;
    return unit === COMMA || (unit === end ? false : this.#refuse());
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at;
    let at = start + 1;
    let unit = text.charCodeAt(at);
    while (unit >= SPACE && unit !== QUOTE && unit !== BACKSLASH) {
      at += 1;
      unit = text.charCodeAt(at);
    }
    if (unit === QUOTE) {
      this.#at = at + 1;
      return text.slice(start + 1, at);
    }
    for (; at < text.length; at += 1) {
      unit = text.charCodeAt(at);
      if (unit === BACKSLASH) at += 1;
      else if (unit === QUOTE) {
        this.#at = at + 1;
        return JSON.parse(text.slice(start, at + 1));
      }
    }
    return this.#refuse();
  }

  #number(): unknown {
    const text = this.#text;
    const start = this.#at;
    const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
    let at = first;
    let digits = 0;
    let unit = text.charCodeAt(at);
    for (; unit >= ZERO && unit <= NINE; unit = text.charCodeAt(at)) {
      digits = 10 * digits + unit - ZERO;
      at += 1;
    }
    const point = at;
    if (point === first || (point > first + 1 && text.charCodeAt(first) === ZERO)) this.#refuse();
    if (unit === DOT) {
      at += 1;
      unit = text.charCodeAt(at);
      for (; unit >= ZERO && unit <= NINE; unit = text.charCodeAt(at)) {
        digits = 10 * digits + unit - ZERO;
        at += 1;
      }
      if (at === point + 1) this.#refuse();
    }
    const isLong = unit === LOWER_E || unit === UPPER_E || at - first > SAFE_CHARACTERS;
    this.#at = at;
    if (isLong) return this.#longNumber(start, at === point);
    const number = at === point ? digits : digits / (POWERS_OF_TEN[at - point - 1] ?? 1);
    return this.#numberOf(first > start ? -number : number, at > point);
  }

  /** A number with an exponent or with many digits, of which the digits are read. */
  #longNumber(start: number, isWithoutPoint: boolean): unknown {
    const text = this.#text;
    let unit = text.charCodeAt(this.#at);
    const hasExponent = unit === LOWER_E || unit === UPPER_E;
    if (hasExponent) {
      this.#at += 1;
      unit = text.charCodeAt(this.#at);
      if (unit === PLUS || unit === MINUS) this.#at += 1;
      const from = this.#at;
      while (isDigit(text.charCodeAt(this.#at))) this.#at += 1;
      if (this.#at === from) this.#refuse();
    }
    const literal = text.slice(start, this.#at);
    const number = Number(literal);
    if (isWithoutPoint && !hasExponent && this.#reading.integers === true) return exactInteger(literal, number);
    if (this.#reading.decimals === true && literal.length > SAFE_CHARACTERS && String(number) !== literal) {
      const decimal = Decimal.parse(literal);
      if (decimal instanceof Decimal) return this.#fractions.count(decimal);
    }
    return this.#numberOf(number, hasExponent || !isWithoutPoint);
  }

  #numberOf(number: number, isFraction: boolean): unknown {
    return isFraction && this.#reading.fractions === true && isWhole(number) ? this.#fractions.of(number) : number;
  }

  /** The next character that is no blank; NaN at the end. */
  #unit(): number {
    for (; ; this.#at += 1) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit > SPACE || !(unit === SPACE || unit === 0x0a || unit === 0x0d || unit === 0x09)) return unit;
    }
  }

  #refuse(): never {
    throw new SyntaxError(`No JSON at ${this.#at}.`);
  }
}

const isDigit = (unit: number): boolean => unit >= ZERO && unit <= NINE;

/** As `JSON.parse` sets it: `__proto__` is a name like any other. */
function set(members: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") members[name] = value;
  else Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
}
