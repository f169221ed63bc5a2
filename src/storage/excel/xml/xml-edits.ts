import type { XmlVisitor } from "./xml-scanner.ts";
import { qualifiedName, withAttribute } from "./xml-text.ts";

/** Where an element lies in the text of a part. One without content has one tag, so that `start` is `closeStart`. */
export interface ElementSpan {
  /** The text of the opening tag. */
  readonly tag: string;
  readonly start: number;
  readonly end: number;
  readonly closeStart: number;
  readonly closeEnd: number;
}

/** Finds the first element of a name within one of another name. */
export class ElementFinder implements XmlVisitor {
  /** null until the element has ended. */
  span: ElementSpan | null = null;
  readonly #name: string;
  readonly #parent: string;
  #opened: Pick<ElementSpan, "tag" | "start" | "end"> | null = null;

  constructor(name: string, parent: string) {
    this.#name = name;
    this.#parent = parent;
  }

  open(name: string, tag: string, parent: string, start: number, end: number): void {
    if (this.#opened === null && name === this.#name && parent === this.#parent) this.#opened = { tag, start, end };
  }

  close(name: string, parent: string, start: number, end: number): void {
    if (this.#opened === null || this.span !== null || name !== this.#name || parent !== this.#parent) return;
    this.span = { ...this.#opened, closeStart: start, closeEnd: end };
  }
}

/** One visitor that leads all of them through a part. */
export const together = (...visitors: readonly XmlVisitor[]): XmlVisitor => ({
  open: (...element) => {
    for (const visitor of visitors) visitor.open?.(...element);
  },
  text: (...piece) => {
    for (const visitor of visitors) visitor.text?.(...piece);
  },
  close: (...element) => {
    for (const visitor of visitors) visitor.close?.(...element);
  },
});

/** Replaces the characters of a part from `start` to before `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string | Iterable<string>;
}

export const insertion = (at: number, text: Edit["text"]): Edit => ({ start: at, end: at, text });

/** Adds children behind those of an element, and sets attributes of it. */
export function childrenAdded(
  span: ElementSpan,
  children: string,
  attributes: Readonly<Record<string, string | number>> = {},
): Edit[] {
  let { tag } = span;
  for (const [name, value] of Object.entries(attributes)) tag = withAttribute(tag, name, value);
  if (span.closeStart !== span.start) {
    return [{ start: span.start, end: span.end, text: `<${tag}>` }, insertion(span.closeStart, children)];
  }
  return [{ start: span.start, end: span.end, text: `<${tag}>${children}</${qualifiedName(tag)}>` }];
}

/** A text with edits, which are in the order of their places. The text comes and goes in pieces. */
export async function* edited(pieces: AsyncIterable<string>, edits: readonly Edit[]): AsyncGenerator<string> {
  let next = 0;
  /** Places in the whole text: the first character that is not copied yet, and that of the piece. */
  let from = 0;
  let pieceStart = 0;
  for await (const piece of pieces) {
    const pieceEnd = pieceStart + piece.length;
    for (let edit = edits[next]; edit !== undefined && edit.start < pieceEnd; edit = edits[next]) {
      if (from < edit.start) yield piece.slice(from - pieceStart, edit.start - pieceStart);
      yield* textsOf(edit);
      from = edit.end;
      next += 1;
    }
    if (from < pieceEnd) {
      yield piece.slice(from - pieceStart);
      from = pieceEnd;
    }
    pieceStart = pieceEnd;
  }
  for (const edit of edits.slice(next)) yield* textsOf(edit);
}

const textsOf = ({ text }: Edit): Iterable<string> => (typeof text === "string" ? [text] : text);
