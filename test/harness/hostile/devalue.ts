import { file, type HostileFile, repeated } from "./hostile-file.ts";

const json = (value: unknown): string => JSON.stringify(value);
const base64 = (bytes: number): string => Buffer.alloc(bytes).toString("base64");

/** Each level is a list that refers to the next one so many times. */
const laughs = (levels: number, times: number): string =>
  json([...Array.from({ length: levels }, (_, level) => Array(times).fill(level + 1)), "lol"]);

/** Lists of holes beside each other. */
const holes = (lists: number, length: number): string =>
  json([Array.from({ length: lists }, (_, at) => at + 1), ...Array(lists).fill([-7, length])]);

/** devalue's texts of values that a Worker can't hold: each is refused with `value_too_large` and the number of a part. */
export const HOSTILE_DEVALUES: readonly HostileFile[] = [
  file("three lists of 4.9 million holes", () => holes(3, 4_900_000)),
  file("thirty lists of 4.9 million holes", () => holes(30, 4_900_000)),
  file("a list of 4,294,967,295 holes", () => "[[-7,4294967295]]"),
  file("a list of holes that a thousand references share", () => json([Array(1_000).fill(1), [-7, 100_000]])),
  file("forty lists that double the next one", () => laughs(40, 2)),
  file("twelve lists of ten references to the next one", () => laughs(12, 10)),
  file("an object of ten members that are the next one, ten times", () =>
    json([
      ...Array.from({ length: 10 }, (_, level) =>
        Object.fromEntries(Array.from("abcdefghij", (name) => [name, level + 1])),
      ),
      1,
    ]),
  ),
  file("a text of a megabyte at a thousand places", () => json([Array(1_000).fill(1), "x".repeat(1_000_000)])),
  file("a graph of 24 lists that all refer to each other", () =>
    json(Array.from({ length: 24 }, () => Array.from({ length: 24 }, (_, at) => at))),
  ),
  file("an integer of a million digits", () => json([["BigInt", "7".repeat(1_000_000)]])),
  file("ten integers of 100,000 digits", () =>
    json([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], ...Array(10).fill(["BigInt", "7".repeat(100_000)])]),
  ),
  file("ten million bytes", () =>
    json([
      ["Uint8Array", 1],
      ["ArrayBuffer", base64(10_000_000)],
    ]),
  ),
  file("a buffer of 100,000 bytes that a hundred views share", () =>
    json([
      Array.from({ length: 100 }, (_, at) => at + 2),
      ["ArrayBuffer", base64(100_000)],
      ...Array(100).fill(["Uint8Array", 1]),
    ]),
  ),
  file("a set of two million numbers", () => `[["Set",${repeated("1", 2_000_000)}],1]`),
  file("a map of a million entries", () => `[["Map",${repeated("1,2", 1_000_000)}],1,2]`),
  file("a date at 400,000 places", () => `[[${repeated("1", 400_000)}],["Date","2026-01-01T00:00:00.000Z"]]`),
  file(
    "an object without a prototype with a million names",
    () => `[["null",${Array.from({ length: 1_000_000 }, (_, n) => `"n${n}",1`).join()}],1]`,
  ),
  file("four million empty lists", () => `[[${repeated("1", 2_000_000)}],[]]`),
  file("an address of 20 million characters", () => json([["URL", `http://a/${"x".repeat(20_000_000)}`]])),
  file("a pattern of 24 million characters", () => json([["RegExp", "x".repeat(24_000_000)]])),
];

/** devalue's texts that look like those, and fit: each is read. */
export const LARGE_DEVALUES: readonly HostileFile[] = [
  file("a list of 500,000 holes", () => "[[-7,500000]]"),
  file("sixteen lists that double the next one", () => laughs(16, 2)),
  file("an integer of 100,000 digits", () => json([["BigInt", "7".repeat(100_000)]])),
  file("two million bytes", () =>
    json([
      ["Uint8Array", 1],
      ["ArrayBuffer", base64(2_000_000)],
    ]),
  ),
  file(
    "100,000 dates",
    () =>
      `[[${Array.from({ length: 100_000 }, (_, n) => n + 1).join()}],${repeated('["Date","2026-01-01T00:00:00.000Z"]', 100_000)}]`,
  ),
  file(
    "a map of 200,000 entries",
    () =>
      `[["Map",${Array.from({ length: 400_000 }, (_, n) => n + 1).join()}],${Array.from({ length: 400_000 }, (_, n) => n).join()}]`,
  ),
  file(
    "100,000 rows of a number and a missing value",
    () =>
      `[[${Array.from({ length: 100_000 }, (_, n) => n + 1).join()}],${Array.from({ length: 100_000 }, (_, n) => `{"a":${100_001 + n},"b":-3}`).join()},${Array.from({ length: 100_000 }, (_, n) => n).join()}]`,
  ),
];
