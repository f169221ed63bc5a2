import { noise } from "./noise.ts";

/** What a type makes of a value: it is read back, perhaps in another form, or refused. */
export type Sample =
  | { readonly value: unknown; readonly readBack: unknown }
  | { readonly value: unknown; readonly refused: RegExp };

/** The values that every type must have an answer to. */
export const SAMPLES = [
  "nothing in it",
  "unicode",
  "dates",
  "NaN",
  "infinities",
  "2^53",
  "the smallest and the largest number",
  "big integers",
] as const;
export type Samples = Readonly<Record<(typeof SAMPLES)[number], Sample>>;

const kept = (value: unknown): Sample => ({ value, readBack: value });
export const readAs = (value: unknown, readBack: unknown): Sample => ({ value, readBack });
export const refused = (value: unknown, message: RegExp): Sample => ({ value, refused: message });

const UNICODE = `héllo ☃ 日本 😀 "quoted" 'single' \\ back, comma; tab\t $1 ?`;
export const DAY = new Date("2024-02-29T12:34:56.789Z");
export const BIG = 9_007_199_254_740_993n;

/** All of them as tables, kept as they are: the answer of a type that changes nothing. */
export const keptSamples: Samples = {
  "nothing in it": kept([]),
  unicode: kept([{ n: 1, text: UNICODE }]),
  dates: kept([{ n: 1, at: DAY }]),
  NaN: kept([{ n: NaN }, { n: 1 }]),
  infinities: kept([{ n: Infinity }, { n: -Infinity }]),
  "2^53": kept([{ n: 2 ** 53 - 1 }, { n: -(2 ** 53) }]),
  "the smallest and the largest number": kept([{ n: 5e-324 }, { n: -Number.MAX_VALUE }]),
  "big integers": kept([{ n: 1, big: BIG }]),
};

export interface NumberedRow {
  readonly n: number;
  readonly text: string;
}

/** Rows that every type takes, and gives back as they are. */
export const rowsFrom = (first: number, count: number): NumberedRow[] =>
  Array.from({ length: count }, (_, index) => ({ n: first + index, text: `row ${first + index}` }));

/** More than one KV value can hold, also compressed, in rows whose texts are as long as that. */
export function largeRows(textLength: number, characters = 36_000_000): NumberedRow[] {
  const count = Math.ceil(characters / textLength);
  const textOf = (row: number) =>
    Array.from({ length: Math.ceil(textLength / 10_000) }, (_, part) => noise(10_000, row * 53 + part))
      .join("")
      .slice(0, textLength);
  return Array.from({ length: count }, (_, n) => ({ n, text: textOf(n) }));
}

/** Values that every tabular type turns into rows of one set of columns: name, value, rows. */
export const MADE_TABLES = [
  [
    "an object of columns",
    { a: [1, 2], b: "x" },
    [
      { a: 1, b: "x" },
      { a: 2, b: "x" },
    ],
  ],
  [
    "a list of lists",
    [[1, 2], [3]],
    [
      { "0": 1, "1": 2 },
      { "0": 3, "1": null },
    ],
  ],
  [
    "rows with different columns",
    [{ a: 1 }, { b: 2 }],
    [
      { a: 1, b: null },
      { a: null, b: 2 },
    ],
  ],
] as const;
