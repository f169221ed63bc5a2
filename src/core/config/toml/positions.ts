/** Where something stands in a text. Lines and columns count from 1. */
export interface Position {
  /** How messages call the text: `config.toml`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Characters to underline. */
  readonly length: number;
  /** The whole line. */
  readonly source: string;
}

/** One key of a header or of an assignment, with what surrounds it up to the next dot. */
const KEY = /[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([\w-]+))[ \t]*(\.?)/y;
const BLANK = /(?:\s|#[^\n]*)*/y;
/** One piece of a value; brackets and line ends are pieces of their own. */
const PIECE =
  /"""[\s\S]*?(?<!\\)"{3,5}|'''[\s\S]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[[{]|[\]}]|\n|[^"'#[\]{}\n]+/y;

/**
 * Where each section and each of its keys stands in a TOML text: `DATA_NODE.orders` at its header, `DATA_NODE.orders.scope`
 * at its value. The parser keeps no positions. The text must be one that it has accepted.
 */
export function locate(text: string, file: string): ReadonlyMap<string, Position> {
  const positions = new Map<string, Position>();
  const note = (keys: readonly string[], from: number, to: number) =>
    positions.set(keys.join("."), positionAt(text, file, from, to));
  let section: readonly string[] = [];
  for (let at = endOf(BLANK, text, 0); at < text.length; at = endOf(BLANK, text, at)) {
    if (text[at] === "[") {
      const { keys, end } = readKeys(text, text[at + 1] === "[" ? at + 2 : at + 1);
      section = keys;
      note(section, at, end + 1);
      at = lineEnd(text, end);
    } else {
      const { keys, end } = readKeys(text, at);
      const path = [...section, ...keys];
      const from = end + 1 + (/^[ \t]*/.exec(text.slice(end + 1))?.[0].length ?? 0);
      at = endOfValue(text, from, (start, content) => {
        for (let depth = path.length; depth > 1; depth--) {
          const place = textPlace(path.slice(0, depth).join("."), content);
          if (!positions.has(place)) positions.set(place, positionAt(text, file, start, start + content.length));
        }
      });
      note(path, from, Math.min(at, lineEnd(text, from)));
      for (let depth = section.length + 1; depth < path.length; depth++) {
        if (!positions.has(path.slice(0, depth).join("."))) note(path.slice(0, depth), from, lineEnd(text, from));
      }
    }
  }
  return positions;
}

/** The key of the first text that is such a value, or begins one: `orders` is found in `inputs = ["orders:SECTION"]`. */
export const textPlace = (path: string, text: string): string => `${path} = ${text.replace(/:[A-Za-z]+$/, "")}`;

/** The place of a piece of text, no further than the end of its line. */
export function positionAt(text: string, file: string, from: number, to: number): Position {
  const before = text.slice(0, from);
  const start = before.lastIndexOf("\n") + 1;
  const source = text.slice(start, lineEnd(text, from)).replace(/\r$/, "");
  const marked = text.slice(from, Math.min(to, lineEnd(text, from))).trimEnd();
  return {
    file,
    line: before.split("\n").length,
    column: from - start + 1,
    length: Math.max(1, marked.length),
    source,
  };
}

/** `end` is the index of what follows the last key: `=` or `]`. */
function readKeys(text: string, from: number): { readonly keys: readonly string[]; readonly end: number } {
  const keys: string[] = [];
  let end = from;
  for (let more = true; more; ) {
    KEY.lastIndex = end;
    const match = KEY.exec(text);
    if (match === null) break;
    const [all, quoted, literal, bare, dot] = match;
    keys.push(quoted === undefined ? (literal ?? bare ?? "") : unescaped(quoted));
    end += all.length;
    more = dot === ".";
  }
  return { keys, end };
}

function unescaped(quoted: string): string {
  try {
    return JSON.parse(`"${quoted}"`) as string;
  } catch {
    return quoted;
  }
}

/** The index behind a value: a line end, a comment or the end of the text. Short texts in it are told on the way. */
function endOfValue(text: string, from: number, tell: (start: number, content: string) => void): number {
  let at = from;
  for (let depth = 0; at < text.length; ) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(text)?.[0] ?? text.slice(at);
    if (depth === 0 && (piece === "\n" || piece.startsWith("#"))) return at;
    if (piece === "[" || piece === "{") depth += 1;
    if (piece === "]" || piece === "}") depth -= 1;
    if (/^(?:"(?!"")|'(?!''))/.test(piece)) tell(at + 1, piece.slice(1, -1));
    at += piece.length;
  }
  return at;
}

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}
