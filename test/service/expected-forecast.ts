import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../harness/bundle.ts";

export interface Day {
  readonly date: string;
  readonly mean: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The days after the history's last one with the mean of temp_max on that calendar day, worked out from the file alone. */
export function expectedForecast(horizon: number): Day[] {
  const file = readFileSync(path.join(ROOT, "src/app/data/seattle-weather.csv"), "utf8");
  const [header = "", ...lines] = file.trim().split(/\r?\n/);
  const column = header.split(",").indexOf("temp_max");
  const rows = lines.map((line) => ({ date: line.slice(0, 10), value: Number(line.split(",")[column]) }));
  const last = Date.parse(rows.at(-1)?.date ?? "");
  return Array.from({ length: horizon }, (_, index) => {
    const date = new Date(last + (index + 1) * DAY_MS).toISOString().slice(0, 10);
    const values = rows.filter((row) => row.date.slice(5) === date.slice(5)).map(({ value }) => value);
    return { date, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
  });
}
