/** The tokens that may come next. */
type Expected = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end";

const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The position of the first error in a text that is no JSON, as "line 2, column 5". Not every error of `JSON.parse` has it. */
export function jsonErrorPosition(text: string): string {
  const at = jsonErrorAt(text);
  const lines = text.slice(0, at).split("\n");
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

function jsonErrorAt(text: string): number {
  const closers: string[] = [];
  const after = (): Expected | null => (closers.length === 0 ? null : "comma or end");
  let at = 0;
  for (let next: Expected | null = "value"; next !== null; ) {
    const expected: Expected = next;
    at = skipBlanks(text, at);
    const sign = text[at] ?? "";
    if (expected === "comma or end" && sign === ",") {
      next = closers.at(-1) === "}" ? "key" : "value";
      at += 1;
    } else if (mayClose(expected) && sign !== "" && sign === closers.at(-1)) {
      closers.pop();
      next = after();
      at += 1;
    } else if (expected === "colon" && sign === ":") {
      next = "value";
      at += 1;
    } else if (sign === '"' && (expected === "key" || expected === "key or }" || isValue(expected))) {
      const end = endOfString(text, at);
      if (text[end] !== '"') return end;
      next = isValue(expected) ? after() : "colon";
      at = end + 1;
    } else if (isValue(expected) && (sign === "[" || sign === "{")) {
      closers.push(sign === "[" ? "]" : "}");
      next = sign === "[" ? "value or ]" : "key or }";
      at += 1;
    } else {
      const end = isValue(expected) ? endOfScalar(text, at) : at;
      if (end === at) return at;
      next = after();
      at = end;
    }
  }
  return skipBlanks(text, at);
}

const isValue = (expected: Expected): boolean => expected === "value" || expected === "value or ]";
const mayClose = (expected: Expected): boolean =>
  expected === "comma or end" || expected === "value or ]" || expected === "key or }";

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

function endOfScalar(text: string, from: number): number {
  SCALAR.lastIndex = from;
  return from + (SCALAR.exec(text)?.[0].length ?? 0);
}
