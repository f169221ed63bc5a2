// Where parts of a JSON text end, without parsing it: numbers keep their digits, and a page of entities its speed.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isOpening = (unit: number): boolean => unit === 0x7b || unit === 0x5b;
const isClosing = (unit: number): boolean => unit === 0x7d || unit === 0x5d;

/** The end of the object or list that begins at a position. */
export function endOfSpan(json: string, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at++) {
    const unit = json.charCodeAt(at);
    if (unit === QUOTE) at = endOfText(json, at);
    else if (isOpening(unit)) depth++;
    else if (isClosing(unit) && --depth === 0) return at + 1;
  }
  return json.length;
}

/** The position of the quote that ends the text whose first quote stands at a position. */
export function endOfText(json: string, from: number): number {
  for (let end = json.indexOf('"', from + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let before = end - 1;
    while (json.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return json.length;
}
