import { TaipyError } from "../../core/errors.ts";
import { type Codec, codecNamed } from "../../core/storage-options/encodings.ts";

/** Where the C1 control characters begin and end. */
const [FIRST_CONTROL, LAST_CONTROL] = [0x80, 0x9f];
/** What the platform reads for bytes that a code page does not have. */
const NO_CHARACTER = /[\u0080-\u009f\ue000-\uf8ff]/;
const LAST_ASCII = 0x7f;
const LAST_BYTE = 0xff;
const BITS = 8;
const LINE_END = 0x0a;
const MARK = 0xfeff;
const PART_BYTES = 65_536;

/**
 * The codec of these bytes: a byte order mark says the order of bytes of `utf-16` and `utf-32`, without one it is little-endian, as in
 * Python on most machines.
 */
export function codecOfBytes(codec: Codec, bytes: Uint8Array): Codec {
  if (codec.name !== "utf-16" && codec.name !== "utf-32") return codec;
  const isBig =
    codec.name === "utf-16" ? bytes[0] === 0xfe && bytes[1] === 0xff : bytes[2] === 0xfe && bytes[3] === 0xff;
  return codecNamed(`${codec.name}-${isBig ? "be" : "le"}`) ?? codec;
}

/**
 * The text of bytes as Python decodes them; a byte order mark stays.
 * @throws TaipyError `invalid_value` when they are no such text
 */
export function decodedText(bytes: Uint8Array, codec: Codec): string {
  try {
    if (codec.form === "utf-32") return wideText(bytes, codec);
    const text = new TextDecoder(codec.label, { fatal: true, ignoreBOM: true }).decode(bytes);
    return codec.form === "table" || codec.form === "pairs" ? corrected(text, codec) : text;
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
    throw new TaipyError("invalid_value", `The stored value is not ${codec.name} text.`);
  }
}

/**
 * The bytes of a text. A text of `utf-16` or `utf-32` has no byte order mark but its own.
 * @throws TaipyError `invalid_value` for a character that the codec does not have
 */
export function encodedText(text: string, codec: Codec): Uint8Array {
  if (codec.form === "utf-8") return new TextEncoder().encode(text);
  if (codec.form === "utf-16") {
    const view = new DataView(new ArrayBuffer(2 * text.length));
    for (let at = 0; at < text.length; at += 1) view.setUint16(2 * at, text.charCodeAt(at), isLittle(codec));
    return new Uint8Array(view.buffer);
  }
  if (codec.form === "utf-32") {
    const view = new DataView(new ArrayBuffer(4 * text.length));
    let end = 0;
    for (const character of text) {
      view.setUint32(end, character.codePointAt(0) ?? 0, isLittle(codec));
      end += 4;
    }
    return new Uint8Array(view.buffer, 0, end);
  }
  return tableBytes(text, codec);
}

const isLittle = ({ label }: Codec): boolean => label.endsWith("le");

function wideText(bytes: Uint8Array, codec: Codec): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += PART_BYTES) {
    // Texts of one character each take more memory than the text.
    const characters: string[] = [];
    for (let at = start; at < Math.min(start + PART_BYTES, bytes.length); at += 4) {
      const character = String.fromCodePoint(view.getUint32(at, isLittle(codec)));
      if (!character.isWellFormed()) throw new RangeError("No character.");
      characters.push(character);
    }
    parts.push(characters.join(""));
  }
  return parts.join("");
}

function corrected(text: string, codec: Codec): string {
  if (codec.name === "ascii" ? !isAscii(text) : hasNoCharacter(text, codec)) throw new RangeError("No character.");
  return withDifferences(text, codec);
}

const hasNoCharacter = (text: string, { controls }: Codec): boolean =>
  controls === "undefined" && NO_CHARACTER.test(text);

function withDifferences(text: string, codec: Codec): string {
  let result = text;
  for (const [platforms, pythons] of differencesOf(codec)) result = result.replaceAll(platforms, pythons);
  return result;
}

function differencesOf({ label, differences = "", controls }: Codec): (readonly [string, string])[] {
  const pairs = differences.match(/../gu) ?? [];
  const listed = pairs.map(([platforms = "", pythons = ""]) => [platforms, pythons] as const);
  if (controls !== "kept") return listed;
  const codes = Array.from({ length: LAST_CONTROL - FIRST_CONTROL + 1 }, (_, index) => FIRST_CONTROL + index);
  const read = new TextDecoder(label).decode(Uint8Array.from(codes));
  return codes.map((code, index) => [read[index] ?? "", String.fromCharCode(code)]);
}

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

function tableBytes(text: string, codec: Codec): Uint8Array {
  const bytesOf = isAscii(text) ? null : bytesOfCharacters(codec);
  const bytes = new Uint8Array(2 * text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const found = unit <= LAST_ASCII ? unit : bytesOf?.get(unit);
    if (found === undefined) throw notInCodec(String.fromCodePoint(text.codePointAt(at) ?? 0), codec);
    if (found > LAST_BYTE) bytes[length++] = found >> BITS;
    bytes[length++] = found & LAST_BYTE;
  }
  return bytes.slice(0, length);
}

/** The byte or the two bytes of each character that is not ASCII: all of them are read at once, each in a line of its own. */
function bytesOfCharacters(codec: Codec): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  if (codec.name === "ascii") return found;
  const codes: number[] = [];
  for (let byte = FIRST_CONTROL; byte <= LAST_BYTE; byte += 1) {
    codes.push(byte);
    if (codec.form === "pairs") for (let next = 0x40; next <= LAST_BYTE; next += 1) codes.push((byte << BITS) | next);
  }
  const bytes = codes.flatMap((code) =>
    (code > LAST_BYTE ? [code >> BITS, code & LAST_BYTE] : [code]).concat(LINE_END),
  );
  const lines = withDifferences(new TextDecoder(codec.label).decode(Uint8Array.from(bytes)), codec).split("\n");
  for (const [index, code] of codes.entries()) {
    const character = lines[index] ?? "";
    const unit = character.charCodeAt(0);
    const isOne = character.length === 1 && character !== "\uFFFD" && !hasNoCharacter(character, codec);
    if (isOne && !found.has(unit)) found.set(unit, code);
  }
  return found;
}

const notInCodec = (character: string, { name }: Codec): TaipyError =>
  new TaipyError(
    "invalid_value",
    `The encoding ${name} has no character ${JSON.stringify(character)}. Take "utf-8" as \`encoding\` of the data node.`,
  );

/** What Python writes before a text of this codec. */
export const markOf = ({ name }: Codec): string =>
  name === "utf-8-sig" || name === "utf-16" || name === "utf-32" ? String.fromCharCode(MARK) : "";
