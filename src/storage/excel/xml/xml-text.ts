const EQUALS = 0x3d;

/** The name of the element that a tag opens or closes, without its prefix. */
export function localName(tag: string): string {
  const end = nameEnd(tag, 0);
  const colon = tag.indexOf(":");
  return colon !== -1 && colon < end ? tag.slice(colon + 1, end) : tag.slice(0, end);
}

/** The value of an attribute in the text of a tag, by its whole name. */
export function attribute(tag: string, name: string): string | undefined {
  return findAttribute(tag, (start, end) => end - start === name.length && tag.startsWith(name, start));
}

/** The value of an attribute that has a prefix, whatever the prefix is. */
export function prefixedAttribute(tag: string, name: string): string | undefined {
  const ending = `:${name}`;
  return findAttribute(tag, (start, end) => end - start > ending.length && tag.startsWith(ending, end - ending.length));
}

function findAttribute(tag: string, isWanted: (start: number, end: number) => boolean): string | undefined {
  let at = nameEnd(tag, 0);
  for (;;) {
    while (isSpace(tag.charCodeAt(at))) at += 1;
    const end = nameEnd(tag, at);
    const equals = tag.indexOf("=", end);
    if (equals === -1) return undefined;
    let start = equals + 1;
    while (isSpace(tag.charCodeAt(start))) start += 1;
    const quote = tag.charAt(start);
    const close = quote === '"' || quote === "'" ? tag.indexOf(quote, start + 1) : -1;
    if (close === -1) return undefined;
    if (isWanted(at, end)) return decoded(tag.slice(start + 1, close));
    at = close + 1;
  }
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const LAST_CHARACTER = 0x10ffff;

/** Text with its references as the characters for which they stand. References that XML lacks stay as they are. */
export function decoded(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name] ?? all;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > LAST_CHARACTER ? all : String.fromCodePoint(code);
  });
}

/** The end of the name that begins at a position. */
function nameEnd(tag: string, start: number): number {
  let at = start;
  while (at < tag.length && tag.charCodeAt(at) !== EQUALS && !isSpace(tag.charCodeAt(at))) at += 1;
  return at;
}

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
