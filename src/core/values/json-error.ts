/** The tokens that may come next. */
type Next = "value" | "value or ]" | "name" | "name or }" | "colon" | "comma or end";

const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const PYTHON_SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity/y;

/** The first error in a text that is no JSON. */
export interface JsonError {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly found: string;
  /** At most {@link EXCERPT} characters around the error, on one line. */
  readonly excerpt: string;
}

const EXCERPT = 40;

/**
 * Not every error of `JSON.parse` has a position.
 * @param pythonNumbers whether `NaN`, `Infinity` and `-Infinity` count as numbers
 */
export function jsonError(text: string, pythonNumbers = false): JsonError {
  const { at, expected } = firstError(text, pythonNumbers ? PYTHON_SCALAR : SCALAR);
  const { line, column } = positionOf(text, at);
  const found = at >= text.length ? "the end" : `'${onOneLine(String.fromCodePoint(text.codePointAt(at) ?? 0))}'`;
  const from = Math.max(0, Math.min(at, text.length) - EXCERPT / 2);
  return { line, column, expected, found, excerpt: onOneLine(text.slice(from, from + EXCERPT)).slice(0, EXCERPT) };
}

/** What is wrong with a text, after words such as "The body is not JSON". */
export function jsonErrorText({ line, column, expected, found, excerpt }: JsonError): string {
  const near = excerpt.trim() === "" ? "" : ` near: ${excerpt}`;
  return `(line ${line}, column ${column}): expected ${expected}, found ${found}${near}`;
}

/** As {@link jsonErrorText}, with nothing of the text: for secrets, and for stored values, which never stand in the log. */
export const jsonErrorPlace = ({ line, column, expected }: JsonError): string =>
  `(line ${line}, column ${column}): expected ${expected}`;

/** Line and column, from 1, of an index of a text. Without an array of the lines, of which a text may have millions. */
export function positionOf(text: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf("\n"); end !== -1 && end < at; end = text.indexOf("\n", start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: at - start + 1 };
}

const onOneLine = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ");

interface Position {
  readonly at: number;
  readonly expected: string;
}

function firstError(text: string, scalar: RegExp): Position {
  const closers: string[] = [];
  const after = (): Next | null => (closers.length === 0 ? null : "comma or end");
  let at = 0;
  for (let next: Next | null = "value"; next !== null; ) {
    const expected: Next = next;
    at = skipBlanks(text, at);
    const sign = text[at] ?? "";
    if (expected === "comma or end" && sign === ",") {
      next = closers.at(-1) === "}" ? "name" : "value";
      at += 1;
    } else if (mayClose(expected) && sign !== "" && sign === closers.at(-1)) {
      closers.pop();
      next = after();
      at += 1;
    } else if (expected === "colon" && sign === ":") {
      next = "value";
      at += 1;
    } else if (sign === '"' && (expected === "name" || expected === "name or }" || isValue(expected))) {
      const end = endOfString(text, at);
      if (text[end] !== '"') return { at: end, expected: expectedInString(text, end) };
      next = isValue(expected) ? after() : "colon";
      at = end + 1;
    } else if (isValue(expected) && (sign === "[" || sign === "{")) {
      closers.push(sign === "[" ? "]" : "}");
      next = sign === "[" ? "value or ]" : "name or }";
      at += 1;
    } else {
      const end = isValue(expected) ? endOfScalar(text, at, scalar) : at;
      if (end === at) return { at, expected: wordsFor(expected, closers.at(-1) ?? "") };
      next = after();
      at = end;
    }
  }
  return { at: skipBlanks(text, at), expected: "the end" };
}

const isValue = (next: Next): boolean => next === "value" || next === "value or ]";
const mayClose = (next: Next): boolean => next === "comma or end" || next === "value or ]" || next === "name or }";

function wordsFor(next: Next, closer: string): string {
  switch (next) {
    case "value":
      return "a value";
    case "value or ]":
      return "a value or ']'";
    case "name":
      return "a name in double quotes";
    case "name or }":
      return "a name in double quotes or '}'";
    case "colon":
      return "':'";
    case "comma or end":
      return `',' or '${closer}'`;
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (" \t\n\r".includes(text[at] ?? "x")) at += 1;
  return at;
}

/** The index of the closing quote, or of the first character that a string may not contain. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (sign === '"' || sign < " ") return at;
    if (sign !== "\\") continue;
    at += 1;
    if (
      text[at] === "u" ? !/^[\da-fA-F]{4}$/.test(text.slice(at + 1, at + 5)) : !'"\\/bfnrt'.includes(text[at] ?? "x")
    ) {
      return at;
    }
  }
  return text.length;
}

function expectedInString(text: string, at: number): string {
  if (at >= text.length) return "a closing double quote";
  return (text[at] ?? "") < " "
    ? "a closing double quote, or an escape such as \\n"
    : "an escape such as \\n or \\u00e9";
}

function endOfScalar(text: string, from: number, scalar: RegExp): number {
  scalar.lastIndex = from;
  return from + (scalar.exec(text)?.[0].length ?? 0);
}
