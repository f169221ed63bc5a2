/// <reference types="vite/types/importMeta.d.ts" />
import { describe, expect, it } from "vitest";
import { jsonOfValue } from "../../../src/core/values/json-value.ts";
import { csv } from "../../../src/storage/csv.ts";
import { tableOf } from "../../../src/storage/table/tabular-value.ts";
import { memoryContext } from "../../storage/table/stored-types.ts";
import expected from "./expected.json";

const files = import.meta.glob<string>("./files/*.csv", { query: "?url&inline", import: "default", eager: true });

type Expected = null | string | boolean | readonly string[];

/** Cells of which the digits are kept, where pandas makes floats or text of the column: it can't do both. */
const KEPT: Readonly<Record<string, readonly (readonly Expected[])[]>> = {
  "big-integers-beside-missing": [
    [
      ["int", "9007199254740993"],
      ["int", "1"],
    ],
    [null, ["int", "2"]],
    [
      ["int", "18446744073709551615"],
      ["int", "3"],
    ],
  ],
  "big-integers-beside-fractions": [[["int", "9007199254740993"]], [["float", "0.5"]]],
  "big-integers-of-both-signs": [[["int", "18446744073709551615"]], [["int", "-1"]]],
};

function bytesOf(name: string): Uint8Array {
  const base64 = files[`./files/${name}.csv`]?.split("base64,")[1] ?? "";
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** A cell as the expectations have it. An integer and a fraction of one value are the same number here. */
function shown(cell: unknown): unknown {
  if (typeof cell === "number") return Number.isInteger(cell) && !Object.is(cell, -0) ? String(BigInt(cell)) : cell;
  return typeof cell === "bigint" ? String(cell) : { cell };
}

function wanted(cell: Expected): unknown {
  if (cell === null || typeof cell === "string" || typeof cell === "boolean") return { cell };
  const [kind, digits = ""] = cell;
  return kind === "int" ? digits : shown(Number(digits.replace("inf", "Infinity")));
}

describe(`As pandas ${expected.versions.pandas} reads it, csv reads`, () => {
  it.each(expected.files.map((entry) => [entry.file, entry] as const))("%s", async (name, entry) => {
    const { encoding, has_header, columns } = entry;
    const bytes = bytesOf(name);
    expect(bytes.length).toBeGreaterThan(0);
    const context = memoryContext("csv", { encoding, has_header });
    const value = await csv.read(context, await context.payloads.put(bytes, "text/csv"));
    const table = tableOf(value, context.budget);
    expect(table.columns).toEqual(columns);
    const rows = (KEPT[name] ?? entry.rows) as readonly (readonly Expected[])[];
    expect(table.rows.map((row) => row.map(shown))).toEqual(rows.map((row) => row.map(wanted)));
  });

  it("every file that lies beside the expectations", () => {
    const names = Object.keys(files).map((path) => path.slice("./files/".length, -".csv".length));
    expect(names.sort()).toEqual(expected.files.map(({ file }) => file).sort());
  });
});

describe("A csv file of any of these forms", () => {
  it.each(expected.files.map((entry) => [entry.file, entry] as const))(
    "keeps its bytes when its rows are written or appended: %s",
    async (name, { encoding, has_header }) => {
      const context = memoryContext("csv", { encoding, has_header });
      const ref = await context.payloads.put(bytesOf(name), "text/csv");
      const before = (await csv.read(context, ref)) as Record<string, unknown>[];
      const written = await csv.write(context, before, ref);
      expect(context.bytesOf(written)).toEqual(context.bytesOf(ref));
      const answer: unknown = JSON.parse(jsonOfValue(before.slice(0, 1)));
      const appended = await csv.append?.(context, ref, before.slice(0, 1));
      if (appended === undefined) throw new Error("csv can append.");
      const after = (await csv.read(context, appended)) as Record<string, unknown>[];
      expect(after.slice(0, before.length)).toEqual(before);
      expect(JSON.parse(jsonOfValue(after.slice(before.length)))).toEqual(answer);
      expect(context.bytesOf(appended).slice(0, bytesOf(name).length)).toEqual(bytesOf(name));
    },
  );
});
