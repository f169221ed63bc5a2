import type { Budget } from "../../core/values/budget.ts";
import { TextBuffer } from "./text-buffer.ts";
import type { XmlVisitor } from "./xml/xml-scanner.ts";

/** Collects the texts to which cells refer by their index. */
export class SharedTexts implements XmlVisitor {
  readonly texts: string[] = [];
  readonly #budget: Budget;
  readonly #part: string;
  readonly #buffer: TextBuffer;
  #isText = false;

  constructor(part: string, budget: Budget) {
    this.#part = part;
    this.#budget = budget;
    this.#buffer = new TextBuffer(budget, part);
  }

  open(name: string, _tag: string, parent: string): void {
    this.#isText = isCellText(name, parent);
    // The text itself, and its place in the list.
    if (name === "si") {
      this.#budget.charge("sharedTexts", 1, this.#part);
      this.#budget.charge("items", 1, this.#part);
    }
  }

  text(source: string, start: number, end: number, isMarkup: boolean): void {
    if (this.#isText) this.#buffer.add(source, start, end, isMarkup);
  }

  close(name: string, parent: string): void {
    this.#isText = false;
    if (isCellText(name, parent)) this.#buffer.endRun();
    else if (name === "si") {
      const text = this.#buffer.take();
      this.#budget.charge("characters", text.length, this.#part);
      this.texts.push(text);
    }
  }
}

/** Whether an element is the text of a cell, or a run of it. The reading of a Japanese text (`rPh`) is neither. */
export const isCellText = (name: string, parent: string): boolean =>
  name === "t" && (parent === "si" || parent === "is" || parent === "r");
