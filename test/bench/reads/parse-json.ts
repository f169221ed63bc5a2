// node test/bench/reads/parse-json.ts [rounds]: what the numbers of a value cost beyond `JSON.parse`, in this process; the
// readers take turns. "counted" = JSON.parse after the scan that every value of a body gets.
import process from "node:process";
import { Budget } from "../../../src/core/values/budget.ts";
import { parseJson } from "../../../src/core/values/json-text.ts";
import { spreadOf } from "../figures/statistics.ts";

const ROUNDS = Number(process.argv[2] ?? 25);

const listOf = (size: number, item: (n: number) => string): string =>
  `[${Array.from({ length: size }, (_, n) => item(n)).join(", ")}]`;

const VALUES = {
  "100,000 different whole fractions": listOf(100_000, (n) => `${n}.0`),
  "200,000 times one of 100 whole fractions": listOf(200_000, (n) => `${n % 100}.0`),
  "100,000 fractions, one in ten of them whole": listOf(100_000, (n) => (n % 10 === 0 ? `${n}.0` : `${n}.25`)),
  "20,000 rows of a text, an integer and a whole fraction": listOf(
    20_000,
    (n) => `{"name": "name ${n}", "count": ${n}, "price": ${n}.0}`,
  ),
} as const;

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  "JSON.parse": JSON.parse,
  counted: (text) => parseJson(text, "rounded", new Budget()),
  written: (text) => parseJson(text, "written", new Budget()),
};

for (const [value, text] of Object.entries(VALUES)) {
  const times = new Map(Object.keys(READERS).map((name) => [name, [] as number[]]));
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const [name, read] of Object.entries(READERS)) {
      const start = performance.now();
      read(text);
      // The first rounds warm up.
      if (round >= 0) times.get(name)?.push(performance.now() - start);
    }
  }
  const least = spreadOf(times.get("JSON.parse") ?? []).min;
  console.log(`${value} (${Math.round(text.length / 1_000)} KB)`);
  for (const [name, taken] of times) {
    const { min, median } = spreadOf(taken);
    console.log(
      `  ${name}: ${min.toFixed(1)} ms, ${(min / least).toFixed(1)} times JSON.parse (median ${median.toFixed(1)} ms)`,
    );
  }
}
