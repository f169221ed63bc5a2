const EQUALS = 0x3d;

/** The name of the element that a tag opens or closes, without its prefix. */
export function localName(tag: string): string {
  const end = nameEnd(tag, 0);
  const colon = tag.indexOf(":");
  return colon !== -1 && colon < end ? tag.slice(colon + 1, end) : tag.slice(0, end);
}

/** The name of the element that a tag opens, with its prefix. */
export const qualifiedName = (tag: string): string => tag.slice(0, nameEnd(tag, 0));

/** The prefix of the element that a tag opens, with its colon; "" = none. */
export const prefixOf = (tag: string): string => qualifiedName(tag).slice(0, -localName(tag).length);

/** The value of an attribute in the text of a tag, by its whole name. */
export function attribute(tag: string, name: string): string | undefined {
  const found = findAttribute(tag, hasName(tag, name));
  return found === undefined ? undefined : decoded(tag.slice(found.start, found.end));
}

/** The value of an attribute that has a prefix, whatever the prefix is. */
export function prefixedAttribute(tag: string, name: string): string | undefined {
  const found = findAttribute(tag, hasPrefixed(tag, name));
  return found === undefined ? undefined : decoded(tag.slice(found.start, found.end));
}

/** The whole name of that attribute. */
export function prefixedAttributeName(tag: string, name: string): string | undefined {
  const found = findAttribute(tag, hasPrefixed(tag, name));
  return found === undefined ? undefined : tag.slice(found.nameStart, nameEnd(tag, found.nameStart));
}

/** The text of a tag with another value of an attribute; null = without it. The value needs no references. */
export function withAttribute(tag: string, name: string, value: string | number | null): string {
  const found = findAttribute(tag, hasName(tag, name));
  if (found === undefined) return value === null ? tag : `${tag.trimEnd()} ${name}="${value}"`;
  if (value === null) return tag.slice(0, found.nameStart).trimEnd() + tag.slice(found.end + 1);
  return tag.slice(0, found.start) + value + tag.slice(found.end);
}

function hasPrefixed(tag: string, name: string) {
  const ending = `:${name}`;
  return (start: number, end: number) => end - start > ending.length && tag.startsWith(ending, end - ending.length);
}

const hasName = (tag: string, name: string) => (start: number, end: number) =>
  end - start === name.length && tag.startsWith(name, start);

interface Found {
  readonly nameStart: number;
  /** Where the value begins and ends, without its quotes. */
  readonly start: number;
  readonly end: number;
}

function findAttribute(tag: string, isWanted: (start: number, end: number) => boolean): Found | undefined {
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
    if (isWanted(at, end)) return { nameStart: at, start: start + 1, end: close };
    at = close + 1;
  }
}

/** Text as it stands between tags or in quotes. */
export const escapedXml = (text: string): string =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (character) => REFERENCES[character] ?? character) : text;

const REFERENCES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

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
