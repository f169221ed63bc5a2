import { cut } from "../../../core/listed.ts";
import { tooLarge, unreadable } from "../archive/workbook-errors.ts";
import { localName } from "./xml-text.ts";

/**
 * Receives the elements of an XML text in their order. Names are without their prefixes; `start` and `end` are where the tag
 * lies in the whole text. An element without content has one tag, which opens and closes it.
 */
export interface XmlVisitor {
  /** @param tag the text of the tag, for `attribute` @param parent "" for the root */
  open?(name: string, tag: string, parent: string, start: number, end: number): void;
  /** A piece of the text in the innermost element; only with `isMarkup` it may have references, for `decoded`. */
  text?(source: string, start: number, end: number, isMarkup: boolean): void;
  close?(name: string, parent: string, start: number, end: number): void;
}

const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION_MARK = 0x3f;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

const COMMENT = "<!--";
const CDATA = "<![CDATA[";

/** Sections whose end is searched for, whatever they contain. */
const COMMENT_SECTION = { end: "-->", isText: false };
const CDATA_SECTION = { end: "]]>", isText: true };
const INSTRUCTION_SECTION = { end: "?>", isText: false };

const MOST_LEVELS = 1_000;
const LONGEST_TAG = 1_024 * 1_024;
/** `&` and `;` included. */
const LONGEST_REFERENCE = 12;

/**
 * Reads XML that comes in pieces, each character once, and keeps nothing but the names of the open elements and a tag that
 * is not complete yet. It refuses document types, so there are no entities but those of XML itself.
 */
export class XmlScanner {
  readonly #part: string;
  readonly #visitor: XmlVisitor;
  readonly #open: string[] = [];
  /** What of the last piece is not complete. */
  #pending = "";
  /** How many characters come before those that are pending. */
  #position = 0;
  /** How many characters of a pending tag have been scanned, and the quote that is open there; 0 = none. */
  #scanned = 0;
  #quote = 0;
  #section: typeof COMMENT_SECTION | null = null;

  /** @param part its name, for errors */
  constructor(part: string, visitor: XmlVisitor) {
    this.#part = part;
    this.#visitor = visitor;
  }

  /** @throws TaipyError `invalid_value` for text that is no XML; `value_too_large` */
  push(piece: string): void {
    const source = this.#pending === "" ? piece : this.#pending + piece;
    let at = 0;
    while (at < source.length) {
      const next = this.#step(source, at);
      if (next === at) break;
      at = next;
    }
    this.#pending = source.slice(at);
    this.#position += at;
    if (this.#pending.length <= LONGEST_TAG) return;
    throw tooLarge(this.#part, `a tag has more than ${LONGEST_TAG.toLocaleString("en-US")} characters`);
  }

  /** @throws TaipyError `invalid_value` when the text is not complete */
  end(): void {
    const inner = this.#open.at(-1);
    if (inner !== undefined) throw unreadable(this.#part, `it ends within <${cut(inner)}>`);
    if (this.#pending !== "" || this.#section !== null) throw unreadable(this.#part, "its end is missing");
  }

  /** Reads one tag, text or section. The position after it; `at` when it is not complete. */
  #step(source: string, at: number): number {
    if (this.#section !== null) return this.#insideSection(source, at, this.#section);
    if (source.charCodeAt(at) !== LESS_THAN) return this.#text(source, at);
    switch (source.charCodeAt(at + 1)) {
      case SLASH:
        return this.#closingTag(source, at);
      case BANG:
        return this.#declaration(source, at);
      case QUESTION_MARK:
        this.#section = INSTRUCTION_SECTION;
        return at + 2;
      default:
        return this.#openingTag(source, at);
    }
  }

  #text(source: string, at: number): number {
    const next = source.indexOf("<", at);
    const end = next === -1 ? endOfWholeReferences(source, at) : next;
    if (end > at) this.#visitor.text?.(source, at, end, true);
    return end;
  }

  #openingTag(source: string, at: number): number {
    let end = Math.max(at + 1, at + this.#scanned);
    let quote = this.#quote;
    for (; end < source.length; end += 1) {
      const code = source.charCodeAt(end);
      if (quote !== 0) {
        if (code === quote) quote = 0;
      } else if (code === GREATER_THAN) break;
      else if (code === QUOTE || code === APOSTROPHE) quote = code;
    }
    const isComplete = end < source.length;
    this.#scanned = isComplete ? 0 : end - at;
    this.#quote = isComplete ? 0 : quote;
    if (!isComplete) return at;
    const isEmpty = source.charCodeAt(end - 1) === SLASH;
    const tag = source.slice(at + 1, isEmpty ? end - 1 : end);
    const name = localName(tag);
    const parent = this.#open.at(-1) ?? "";
    const [start, after] = [this.#position + at, this.#position + end + 1];
    this.#visitor.open?.(name, tag, parent, start, after);
    if (isEmpty) this.#visitor.close?.(name, parent, start, after);
    else if (this.#open.push(name) > MOST_LEVELS) {
      throw tooLarge(this.#part, `elements are nested deeper than ${MOST_LEVELS.toLocaleString("en-US")} levels`);
    }
    return end + 1;
  }

  #closingTag(source: string, at: number): number {
    const end = source.indexOf(">", at);
    if (end === -1) return at;
    const tag = source.slice(at + 2, end);
    const name = localName(tag);
    const opened = this.#open.pop();
    if (name !== opened) {
      const place = opened === undefined ? "outside of all elements" : `within <${cut(opened)}>`;
      throw unreadable(this.#part, `</${cut(name)}> stands ${place}`);
    }
    this.#visitor.close?.(name, this.#open.at(-1) ?? "", this.#position + at, this.#position + end + 1);
    return end + 1;
  }

  #declaration(source: string, at: number): number {
    for (const [start, section] of [[COMMENT, COMMENT_SECTION] as const, [CDATA, CDATA_SECTION] as const]) {
      if (source.startsWith(start, at)) {
        this.#section = section;
        return at + start.length;
      }
      if (source.length < at + start.length && start.startsWith(source.slice(at))) return at;
    }
    throw unreadable(this.#part, "it has a document type, which no part of a workbook has");
  }

  #insideSection(source: string, at: number, { end, isText }: typeof COMMENT_SECTION): number {
    const found = source.indexOf(end, at);
    const stop = found === -1 ? Math.max(at, source.length - end.length + 1) : found;
    if (isText && stop > at) this.#visitor.text?.(source, at, stop, false);
    if (found === -1) return stop;
    this.#section = null;
    return found + end.length;
  }
}

/** The end of a text without the reference that goes on in the next piece. */
function endOfWholeReferences(source: string, at: number): number {
  const ampersand = source.lastIndexOf("&");
  const isOpen = ampersand >= at && source.length - ampersand < LONGEST_REFERENCE && !source.includes(";", ampersand);
  return isOpen ? ampersand : source.length;
}
