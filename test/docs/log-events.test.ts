import { describe, expect, it } from "vitest";
import { LOG_EVENTS } from "../../src/core/log/events.ts";
import { filesBelow, textOf } from "./pages.ts";

const PAGE = "docs/operations/logs.md";

/** The rows of the tables of events: their cells. */
const rows = textOf(PAGE)
  .split("\n")
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "").trim()))
  .filter(([event = "", level = ""]) => /^`\w+`$/.test(event) && /^(?:debug|info|warn|error)$/.test(level));

const codes = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);

describe("the page of the log", () => {
  it("has one row for each event, with the level and the fields of the code", () => {
    const documented = rows.map(([event = "", level, , , fields = ""]) => [codes(event)[0], level, codes(fields)]);
    const inCode = Object.entries(LOG_EVENTS).map(([event, { level, fields }]) => [event, level, [...fields]]);
    expect(documented.sort()).toEqual(inCode.sort());
  });

  it("says of each event what has happened, and what to do", () => {
    const silent = rows.filter(([, , what = "", advice = ""]) => what.length < 20 || advice === "");
    expect(silent).toEqual([]);
  });

  it("names events and fields that exist in its alerts and queries", () => {
    const text = textOf(PAGE);
    const advice = text.slice(text.indexOf("## What should page you"), text.indexOf("## Events"));
    const named = [...advice.matchAll(/`event` equals (`\w+`(?:, or `\w+`)*)/g)].flatMap(([, names = ""]) =>
      codes(names),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(name in LOG_EVENTS))).toEqual([]);
    const fields = new Set([
      "event",
      "level",
      ...Object.values(LOG_EVENTS).flatMap((row): readonly string[] => row.fields),
    ]);
    const grouped = advice
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .flatMap((line) => codes(line.split(" | ").at(-1) ?? ""))
      .filter((code) => /^[a-z_]+$/.test(code) && !(code in LOG_EVENTS));
    expect(grouped.length).toBeGreaterThan(5);
    expect(grouped.filter((field) => !fields.has(field))).toEqual([]);
  });
});

describe("the code", () => {
  it("logs each event of the table somewhere", () => {
    const files = filesBelow("src", ".ts").filter((file) => !/^src\/(?:dev|core\/log)\//.test(file));
    const source = files.map(textOf).join("\n");
    expect(Object.keys(LOG_EVENTS).filter((event) => !source.includes(`"${event}"`))).toEqual([]);
  });
});
