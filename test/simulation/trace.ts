const LINES_KEPT = 400;

/** What happened, in order: a hash that differs between two different runs, and the last lines, to explain a failure. */
export class Trace {
  readonly #print: ((line: string) => void) | null;
  readonly #lines: string[] = [];
  #hash = 0x811c9dc5;
  #count = 0;

  constructor(print: ((line: string) => void) | null) {
    this.#print = print;
  }

  add(atMs: number, line: string): void {
    const text = `${atMs} ${line}`;
    // FNV-1a
    for (let index = 0; index < text.length; index += 1) {
      this.#hash = Math.imul(this.#hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
    }
    this.#count += 1;
    this.#print?.(text);
    this.#lines.push(text);
    if (this.#lines.length > LINES_KEPT) this.#lines.splice(0, LINES_KEPT / 2);
  }

  get hash(): string {
    return `${this.#count}-${this.#hash.toString(16)}`;
  }

  get tail(): readonly string[] {
    return this.#lines;
  }
}
