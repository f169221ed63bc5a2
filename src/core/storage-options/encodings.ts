import { hasTemplate } from "../config/settings/env-template.ts";
import type { Checked, Problem } from "./option.ts";

/**
 * How a codec's text becomes bytes: `utf-8`; `utf-16` and `utf-32`, whose order of bytes a byte order mark says; `table` = one byte a
 * character; `pairs` = one or two bytes a character.
 */
export type CodecForm = "utf-8" | "utf-16" | "utf-32" | "table" | "pairs";

/** One of Python's codecs. */
export interface Codec {
  /** Python's name. */
  readonly name: string;
  readonly form: CodecForm;
  /** The platform's decoder of these or nearly these bytes. */
  readonly label: string;
  /** What Python reads instead of what the platform reads: pairs of characters, first the platform's. */
  readonly differences?: string;
  /** The bytes from 128 to 159 are control characters; `undefined` = those of them that the platform reads as such are errors. */
  readonly controls?: "kept" | "undefined";
}

type Row = readonly [names: string, label: string, more?: Pick<Codec, "differences" | "controls">];

const WINDOWS = { controls: "undefined" } as const;
const JAPANESE = { differences: "～〜∥‖－−￠¢￡£￢¬" };

/** Each with its aliases, as in Python's `encodings/aliases.py`, without signs between letters. */
const UNICODE: readonly Row[] = [
  ["utf-8 u8 utf cp65001", "utf-8"],
  ["utf-8-sig", "utf-8"],
  ["utf-16 u16", "utf-16le"],
  ["utf-16-le", "utf-16le"],
  ["utf-16-be", "utf-16be"],
  ["utf-32 u32", "utf-32le"],
  ["utf-32-le", "utf-32le"],
  ["utf-32-be", "utf-32be"],
];

const TABLES: readonly Row[] = [
  ["ascii 646 us usascii", "windows-1252"],
  ["latin-1 8859 cp819 iso8859 iso88591 l1 latin", "windows-1252", { controls: "kept" }],
  ["iso8859-2 l2 latin2", "iso-8859-2"],
  ["iso8859-3 l3 latin3", "iso-8859-3"],
  ["iso8859-4 l4 latin4", "iso-8859-4"],
  ["iso8859-5 cyrillic", "iso-8859-5"],
  ["iso8859-6 arabic", "iso-8859-6"],
  ["iso8859-7 greek greek8", "iso-8859-7"],
  ["iso8859-8 hebrew", "iso-8859-8"],
  ["iso8859-9 l5 latin5", "windows-1254", { controls: "kept" }],
  ["iso8859-10 l6 latin6", "iso-8859-10"],
  ["iso8859-13 l7 latin7", "iso-8859-13"],
  ["iso8859-14 l8 latin8", "iso-8859-14"],
  ["iso8859-15 l9 latin9", "iso-8859-15"],
  ["iso8859-16 l10 latin10", "iso-8859-16"],
  ...Array.from({ length: 9 }, (_, n): Row => [`cp125${n} 125${n} windows125${n}`, `windows-125${n}`, WINDOWS]),
  ["cp874", "windows-874", WINDOWS],
  ["cp866 866 ibm866", "ibm866"],
  ["koi8-r", "koi8-r"],
  ["mac-roman macintosh", "macintosh"],
  ["mac-cyrillic", "x-mac-cyrillic"],
];

const PAIRS: readonly Row[] = [
  ["gbk 936 cp936 ms936", "gbk"],
  ["gb2312 chinese euccn", "gbk", { differences: "·・—―" }],
  ["cp932 932 ms932 mskanji", "shift_jis"],
  ["shift_jis shiftjis sjis", "shift_jis", JAPANESE],
  ["euc_jp eucjp ujis", "euc-jp", JAPANESE],
  ["cp949 949 ms949 uhc", "euc-kr"],
  ["euc_kr euckr korean ksc5601 ksx1001", "euc-kr"],
];

const CODECS: readonly (readonly [keys: readonly string[], codec: Codec])[] = [
  ...UNICODE.map((row) => codecRow(row, (name) => /^utf-(?:8|16|32)/.exec(name)?.[0] as CodecForm)),
  ...TABLES.map((row) => codecRow(row, () => "table")),
  ...PAIRS.map((row) => codecRow(row, () => "pairs")),
];

function codecRow([names, label, more = {}]: Row, formOf: (name: string) => CodecForm): readonly [string[], Codec] {
  const [name = "", ...aliases] = names.split(" ");
  return [[keyOf(name), ...aliases], { name, form: formOf(name), label, ...more }];
}

/** Python takes names in any case, with any signs between letters and digits. */
function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

// docs/decisions/100-csv-files-keep-their-form.md
/** The codec of a name that Python knows, such as `latin_1`, `L1` or `ISO-8859-1`; null for one that can't be read as Python does. */
export function codecNamed(name: unknown): Codec | null {
  if (typeof name !== "string") return null;
  const key = keyOf(name);
  return CODECS.find(([keys]) => keys.includes(key))?.[1] ?? null;
}

/** What is right instead of an encoding that is no such codec. */
export const CODEC_NAMES: string = CODECS.map(([, { name }]) => name).join(", ");

export function* checkEncoding({ properties }: Checked, owner: string): Generator<Problem> {
  const { encoding: value } = properties;
  if (value === undefined || hasTemplate(value) || codecNamed(value) !== null) return;
  const message = `\`encoding\` of ${owner} can't be read as Python reads it. There are ${CODEC_NAMES}, and Python's other names of them.`;
  yield { property: "encoding", value, message };
}
