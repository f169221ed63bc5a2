/** The position of a value in a file. Lines and columns count from 1. */
export interface Position {
  /** The name of the file in messages: `config.toml`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The number of characters to underline. */
  readonly length: number;
  /** The whole line. */
  readonly source: string;
}

/** One key of a header or of an assignment, with the blanks around it and the next dot. */
const KEY = /[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([\w-]+))[ \t]*(\.?)/y;
const BLANK = /(?:\s|#[^\n]*)*/y;
/** One token of a value: a text, a comment, a bracket, a line end, or the characters between them. */
const PIECE =
  /"""[\s\S]*?(?<!\\)"{3,5}|'''[\s\S]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[[{]|[\]}]|\n|[^"'#[\]{}\n]+/y;

/**
 * The positions of all sections, keys and short texts of a TOML text, because the parser keeps none: `DATA_NODE.orders` is the
 * position of its header, `DATA_NODE.orders.scope` that of its value, {@link textKey} that of an item of a list.
 * @param text must be valid TOML
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
          const key = textKey(path.slice(0, depth).join("."), content);
          if (!positions.has(key)) positions.set(key, positionAt(text, file, start, start + content.length));
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

/** The key of a text inside the value of `path`, without its type suffix: `orders` for `inputs = ["orders:SECTION"]`. */
export const textKey = (path: string, text: string): string => `${path} = ${text.replace(/:[A-Za-z]+$/, "")}`;

/** The position of a part of the text, up to the end of its first line. */
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

/** @returns `end` is the index of the `=` or `]` after the last key */
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

/**
 * The index of the line end, comment or end of the text that follows a value.
 * @param onText called with each text of one line in the value
 */
function endOfValue(text: string, from: number, onText: (start: number, content: string) => void): number {
  let at = from;
  for (let depth = 0; at < text.length; ) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(text)?.[0] ?? text.slice(at);
    if (depth === 0 && (piece === "\n" || piece.startsWith("#"))) return at;
    if (piece === "[" || piece === "{") depth += 1;
    if (piece === "]" || piece === "}") depth -= 1;
    if (/^(?:"(?!"")|'(?!''))/.test(piece)) onText(at + 1, piece.slice(1, -1));
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
