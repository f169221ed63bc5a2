import type { Budget } from "../budget.ts";
import { exactInteger } from "./json-integers.ts";
import { isWhole, WholeFraction } from "./whole-fraction.ts";

/** `JSON.parse` reads deeper texts: no storage type writes any. */
const MAX_DEPTH = 1_000;

/** What is kept beyond what `JSON.parse` keeps. */
export interface ExactReading {
  /** Integers that a double can't hold are BigInts. */
  readonly integers?: boolean;
  /** Whole fractions are {@link WholeFraction}s. */
  readonly fractions?: boolean;
  /** Python's `NaN`, `Infinity` and `-Infinity` count as numbers. */
  readonly pythonNumbers?: boolean;
  /** What becomes of an object, from the innermost on. */
  readonly objectForm?: ((object: object) => unknown) | undefined;
  /** Charged for the fractions that differ. */
  readonly budget?: Budget | null;
}

/** The budget has no room for the fractions. */
export class NoRoomForFractions extends Error {}

// docs/decisions/079-whole-fractions-are-kept.md
/**
 * The value of a JSON text, with what `JSON.parse` would lose. It takes twice the time of `JSON.parse`, which takes three times
 * as long with a reviver.
 * @throws SyntaxError when the text is malformed or too deep
 * @throws NoRoomForFractions
 */
export const parseExactly = (text: string, reading: ExactReading): unknown => new Reader(text, reading).read();

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
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** An integer of so many characters is exact as a double. */
const SAFE_CHARACTERS = 15;

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
  /** By their literals: many numbers of a value are the same. */
  readonly #fractions = new Map<string, WholeFraction>();
  #at = 0;

  constructor(text: string, reading: ExactReading) {
    this.#text = text;
    this.#reading = reading;
    this.#words = reading.pythonNumbers === true ? PYTHON_WORDS : WORDS;
  }

  read(): unknown {
    const value = this.#value(0);
    this.#unit();
    return this.#at < this.#text.length ? this.#refuse() : value;
  }

  #value(depth: number): unknown {
    const unit = this.#unit();
    if (unit === QUOTE) return this.#string();
    if (unit === OPEN_BRACE) return this.#object(depth);
    if (unit === OPEN_BRACKET) return this.#list(depth);
    if (unit >= ZERO && unit <= NINE) return this.#number();
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
    let at = start;
    let unit = text.charCodeAt(at);
    let digits = 0;
    for (; unit >= ZERO && unit <= NINE; unit = text.charCodeAt(at)) {
      digits = 10 * digits + unit - ZERO;
      at += 1;
    }
    // Most numbers: a few digits.
    if (!isNumberSign(unit) && at - start <= SAFE_CHARACTERS && (text.charCodeAt(start) > ZERO || at === start + 1)) {
      this.#at = at;
      return at > start ? digits : this.#refuse();
    }
    let isInteger = true;
    for (let isSign = isNumberSign(unit); isSign || (unit >= ZERO && unit <= NINE); isSign = isNumberSign(unit)) {
      if (isSign && unit !== MINUS) isInteger = false;
      at += 1;
      unit = text.charCodeAt(at);
    }
    this.#at = at;
    const literal = text.slice(start, at);
    return this.#fractions.get(literal) ?? this.#numberOf(literal, isInteger);
  }

  #numberOf(literal: string, isInteger: boolean): unknown {
    if (!NUMBER.test(literal)) this.#refuse();
    const number = Number(literal);
    const { integers = false, fractions = false } = this.#reading;
    if (isInteger) return integers ? exactInteger(literal, number) : number;
    return fractions && isWhole(number) ? this.#fraction(literal, number) : number;
  }

  #fraction(literal: string, number: number): WholeFraction {
    const { budget = null } = this.#reading;
    if (budget !== null && budget.room("fractions") < 1) throw new NoRoomForFractions();
    budget?.charge("fractions", 1);
    const fraction = new WholeFraction(number);
    this.#fractions.set(literal, fraction);
    return fraction;
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

/** Whether a number may have the character beside its digits. */
const isNumberSign = (unit: number): boolean =>
  unit === DOT || unit === MINUS || unit === PLUS || unit === LOWER_E || unit === UPPER_E;

/** As `JSON.parse` sets it: `__proto__` is a name like any other. */
function set(members: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") members[name] = value;
  else Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
}
