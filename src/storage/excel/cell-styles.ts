import type { Budget } from "../../core/values/budget.ts";
import { type Shown, shownByCode, shownByOwnFormat } from "./number-formats.ts";
import type { XmlVisitor } from "./xml/xml-scanner.ts";
import { attribute } from "./xml/xml-text.ts";

/** The format of a number: one of Excel's own by its id, or one of the workbook by its code. */
export interface NumberFormat {
  readonly id: number;
  /** null = Excel's own. */
  readonly code: string | null;
}

/** Collects the number formats of the cells' styles. */
export class CellStyles implements XmlVisitor {
  readonly #budget: Budget;
  readonly #part: string;
  /** The workbook's own formats by their ids. */
  readonly #own = new Map<number, { readonly code: string; readonly shown: Shown }>();
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
      const code = attribute(tag, "formatCode");
      this.#budget.charge("dictionaryEntries", 1, this.#part);
      this.#budget.charge("characters", code?.length ?? 0, this.#part);
      if (code) this.#own.set(Number(attribute(tag, "numFmtId")), { code, shown: shownByCode(code) });
    }
  }

  /** How many styles there are. */
  get count(): number {
    return this.#formats.length;
  }

  /** The ids of the workbook's own formats. */
  get ownFormats(): Iterable<number> {
    return this.#own.keys();
  }

  /** @param style its index in the workbook; -1 = none */
  shown(style: number): Shown {
    const format = this.#formats[style];
    return format === undefined ? "number" : (this.#own.get(format)?.shown ?? shownByOwnFormat(format));
  }

  format(style: number): NumberFormat {
    const id = this.#formats[style] ?? 0;
    return { id, code: this.#own.get(id)?.code ?? null };
  }
}
