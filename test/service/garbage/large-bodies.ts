import { repeated } from "../../harness/hostile/hostile-file.ts";

/** A JSON text of very many of one kind. It is made when it is sent. */
export interface LargeBody {
  readonly name: string;
  readonly text: () => string;
}

const list = (item: string, count: number): string => `[${repeated(item, count)}]`;
const numbered = (count: number, textOf: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => textOf(n)).join();
const body = (name: string, text: () => string): LargeBody => ({ name, text });

/** Each fits into the limit of a body that is no value (1 MiB). */
export const LARGE_BODIES: readonly LargeBody[] = [
  body("100,000 numbers", () => list("1", 100_000)),
  body("100,000 empty lists", () => list("[]", 100_000)),
  body("100,000 texts", () => list('"a"', 100_000)),
  body("20,000 unknown fields", () => `{${numbered(20_000, (n) => `"f${n}":1`)}}`),
  body("a name of a million characters", () => `{"${"n".repeat(1_000_000)}":1}`),
  body("a text of a million characters in each known field", () => {
    const fields = ["name", "config_id", "scenario_id", "sequence_name", "username", "password", "editor_id"];
    return `{${fields.map((field) => `"${field}":"${"x".repeat(140_000)}"`).join()}}`;
  }),
  body("20,000 ids in each known list", () => {
    const fields = ["tasks", "task_ids", "roles", "operators", "task_config_ids"];
    return `{${fields.map((field) => `"${field}":${list('"a"', 20_000)}`).join()}}`;
  }),
  body("a table of properties", () => `{"properties":{${numbered(50_000, (n) => `"p${n}":[]`)}}}`),
  body("400,000 levels of lists", () => "[".repeat(400_000)),
  body("100,000 levels of objects", () => '{"a":'.repeat(100_000)),
  body("a number of a million digits", () => "7".repeat(1_000_000)),
  body("a million blanks", () => " ".repeat(1_000_000)),
  body("Python's numbers beside 200,000 escapes", () => `[NaN,"${'\\"'.repeat(200_000)}"]`),
  body("a filter of 10,000 conditions", () => {
    const condition = '{"key":"a","value":1,"operator":"EQUAL"}';
    return `{"operators":${list(condition, 10_000)}}`;
  }),
  body("a filter with a list of 100,000 numbers", () => {
    return `{"operators":[{"key":"a","value":${list("1", 100_000)},"operator":"EQUAL"}]}`;
  }),
];

/** Values of 10⁵ to 10⁷ elements, for the routes that take values. */
export const LARGE_VALUES: readonly LargeBody[] = [
  body("ten million numbers", () => list("1", 10_000_000)),
  body("a million numbers", () => list("1", 1_000_000)),
  body("100,000 fractions", () => list("0.25", 100_000)),
  body("seven million empty lists", () => list("[]", 7_000_000)),
  body("200,000 empty lists", () => list("[]", 200_000)),
  body("a million texts", () => list('"ab"', 1_000_000)),
  body("an object of a million members", () => `{${numbered(1_000_000, (n) => `"m${n}":1`)}}`),
  body("an object of 125,000 columns", () => `{${numbered(125_000, (n) => `"c${n}":[1]`)}}`),
  body("a row of 125,000 columns", () => `[{${numbered(125_000, (n) => `"c${n}":1`)}}]`),
  body("100,000 rows", () => `[${numbered(100_000, (n) => `{"a":${n},"b":"t${n}"}`)}]`),
  body("10,000 rows with a column of their own", () => `[${numbered(10_000, (n) => `{"c${n}":1}`)}]`),
  body("a long and 100,000 empty lists", () => `[${list("1", 10_000)},${repeated("[]", 100_000)}]`),
  body("500 levels of lists", () => `${"[".repeat(500)}${"]".repeat(500)}`),
  body("ten million levels of lists", () => "[".repeat(10_000_000)),
  body("a text of ten million characters", () => `"${"x".repeat(10_000_000)}"`),
  body("a cell of ten million characters", () => `[{"a":"${"x".repeat(10_000_000)}"}]`),
  body("a column with a name of a million characters", () => `[{"${"n".repeat(1_000_000)}":1},{},{}]`),
  body("Python's numbers beside four million escapes", () => `[NaN,"${'\\"'.repeat(4_000_000)}"]`),
];
