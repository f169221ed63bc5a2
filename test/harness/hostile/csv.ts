import { file, type HostileFile, repeated } from "./hostile-file.ts";

/** CSV texts that a Worker can't hold as rows: each is refused with `value_too_large`. */
export const HOSTILE_CSVS: readonly HostileFile[] = [
  file("a header of a million empty names", () => `${repeated("", 1_000_000)}\n`),
  file("a header of two million names in quotes", () => `${repeated('"a"', 2_000_000)}\n`),
  file(
    "a header of 10,000 names above 10,000 rows of one cell",
    () => `${repeated("a", 10_000)}\n${"1\n".repeat(10_000)}`,
  ),
  file("eight million rows of one digit", () => `a\n${"1\n".repeat(8_000_000)}`),
  file("two million rows of nothing in quotes", () => `a,b,c\n${'""\n'.repeat(2_000_000)}`),
  file("a name of a million characters above 1,000 rows", () => `${"n".repeat(1_000_000)}\n${"1\n".repeat(1_000)}`),
  file("one field of 60 million characters", () => `a\n"${"x".repeat(60_000_000)}"\n`),
  file("a number of 60 million digits", () => `a\n${"7".repeat(60_000_000)}\n`),
  file("25 million characters of two bytes each", () => `a\n${"\u3042\n".repeat(12_500_000)}`),
];

/** CSV texts that look like those, and fit: each is read. */
export const LARGE_CSVS: readonly HostileFile[] = [
  file(
    "125,000 columns and one row",
    () => `${Array.from({ length: 125_000 }, (_, column) => `c${column}`).join(",")}\n1\n`,
  ),
  file("100,000 rows of eight columns", () => `id,day,city,price,quantity,rate,active,note\n${rows(100_000)}\n`),
  file("one field of ten million characters", () => `a\n"${"x".repeat(10_000_000)}"\n`),
  file("a number of a million digits", () => `a\n${"7".repeat(1_000_000)}\n`),
];

function rows(count: number): string {
  const row = (n: number) => `${n},2026-01-${(n % 28) + 1},city ${n % 97},${n / 8},${n % 31},0.${n},True,note ${n}`;
  return Array.from({ length: count }, (_, n) => row(n)).join("\n");
}
