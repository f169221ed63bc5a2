import { file, type HostileFile, repeated } from "./hostile-file.ts";

const listOf = (item: string, count: number): string => `[${repeated(item, count)}]`;
const numbered = (count: number, textOf: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => textOf(n)).join();

/** JSON texts whose values a Worker can't hold: each is refused with `value_too_large`, whatever type reads it. */
export const HOSTILE_JSONS: readonly HostileFile[] = [
  file("four million empty lists", () => listOf("[]", 4_000_000)),
  file("four million empty objects", () => listOf("{}", 4_000_000)),
  file("seven million numbers of one digit", () => listOf("1", 7_000_000)),
  file("four million fractions", () => listOf("0.5", 4_000_000)),
  file("four million texts of one letter", () => listOf('"a"', 4_000_000)),
  file("a million objects, each with a name of its own", () => `[${numbered(1_000_000, (n) => `{"n${n}":1}`)}]`),
  file("an object of a million names", () => `{${numbered(1_000_000, (n) => `"n${n}":1`)}}`),
  file("a million texts that all differ", () => `[${numbered(1_500_000, (n) => `"t${n}"`)}]`),
  file("a million lists of one list of one list", () => listOf("[[[]]]", 1_000_000)),
  file("450,000 dates", () => listOf('{"__type__":"Datetime","__value__":"2026-01-01"}', 450_000)),
  file("a million long integers", () => listOf("12345678901234567890", 1_100_000)),
  file(
    "one text of 20 million characters of two bytes",
    () => `"${"\u3042".repeat(2_000_000)}${"x".repeat(18_000_000)}"`,
  ),
  file("seven million escapes", () => `"${"\\u3042".repeat(4_000_000)}"`),
];

/** JSON texts that look like those, and fit: each is read. */
export const LARGE_JSONS: readonly HostileFile[] = [
  file("a table of 50,000 rows and eight columns", () => `[${numbered(50_000, row)}]`),
  file("500,000 empty lists", () => listOf("[]", 500_000)),
  file("500,000 empty objects", () => listOf("{}", 500_000)),
  file("two million numbers of one digit", () => listOf("1", 2_000_000)),
  file("1.5 million fractions", () => listOf("0.5", 1_500_000)),
  file("a million texts that all differ", () => `[${numbered(1_000_000, (n) => `"t${n}"`)}]`),
  file("300,000 objects, each with a name of its own", () => `[${numbered(300_000, (n) => `{"n${n}":1}`)}]`),
  file("an object of 300,000 names", () => `{${numbered(300_000, (n) => `"n${n}":1`)}}`),
  file("100,000 dates", () => listOf('{"__type__":"Datetime","__value__":"2026-01-01"}', 100_000)),
  file("300,000 long integers", () => listOf("12345678901234567890", 300_000)),
  file("one text of 15 million characters", () => `"${"x".repeat(15_000_000)}"`),
  file(
    "one text of six million characters of two bytes",
    () => `"${"\u3042".repeat(2_000_000)}${"x".repeat(4_000_000)}"`,
  ),
];

const row = (n: number) =>
  `{"id":${n},"day":"2026-01-${(n % 28) + 1}","city":"city ${n % 97}","price":${n / 8},"quantity":${n % 31},"rate":0.${n},"active":true,"note":"note ${n}"}`;
