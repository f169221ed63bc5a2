import type { Charging } from "./sheet-memory.ts";
import { decoded } from "./xml/xml-text.ts";

/** V8 copies shorter slices. */
const SLICE_LENGTH = 13;

/** The text of an element, which comes in pieces and runs. It charges the budget for the text until that is taken. */
export class TextBuffer {
  readonly #budget: Charging;
  readonly #where: string;
  #pieces: string[] = [];
  #runs: string[] = [];
  #characters = 0;
  #items = 0;

  constructor(budget: Charging, where: string) {
    this.#budget = budget;
    this.#where = where;
  }

  /** @param isMarkup it may have references */
  add(source: string, start: number, end: number, isMarkup: boolean): void {
    this.#characters += end - start;
    this.#budget.charge("characters", end - start, this.#where);
    this.#chargeItem();
    const piece = source.slice(start, end);
    this.#pieces.push(isMarkup ? decoded(piece) : piece);
  }

  /** Ends an element with a part of the text. Excel's `_x0041_` stands for a character. */
  endRun(): void {
    if (this.#pieces.length === 0) return;
    this.#chargeItem();
    this.#runs.push(copied(excelText(joined(this.#pieces))));
    this.#pieces = [];
  }

  /** All runs since the last call. The charge for them ends. */
  take(): string {
    if (this.#runs.length === 0) return "";
    const text = joined(this.#runs);
    this.#runs = [];
    this.#budget.release("characters", this.#characters);
    this.#budget.release("items", this.#items);
    this.#characters = 0;
    this.#items = 0;
    return text;
  }

  /** A text and its place in a list. */
  #chargeItem(): void {
    this.#items += 2;
    this.#budget.charge("items", 2, this.#where);
  }
}

const joined = (texts: readonly string[]) => (texts.length === 1 ? (texts[0] ?? "") : texts.join(""));

/** A slice keeps the whole text in memory of which it is a part; joining two parts makes a text of its own. */
const copied = (text: string) => (text.length < SLICE_LENGTH ? text : [text.slice(0, 1), text.slice(1)].join(""));

const excelText = (text: string) =>
  text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
