import { describe, expect, it } from "vitest";
import {
  DEFAULT_STORAGE_TYPE,
  STORAGE_TYPE_ROWS,
  STORAGE_TYPES,
  storageTypeRow,
} from "../../src/core/storage-types.ts";
import { codeOf, sources } from "../house/modules.ts";

/** Files that may name several storage types in their code, and why. */
const MAY_NAME_SEVERAL: Readonly<Record<string, string>> = {
  "core/storage-types.ts": "The rows themselves.",
  "client/schema.ts": "Generated from the OpenAPI document, whose lists come from the rows.",
  "d1/write/insert.ts": "Texts of SQL and JSON.",
  "storage/sql/dialects/mysql-dialect.ts": "A column type of MySQL, and the text of a statement.",
};

/** What Taipy and stored data rely on: type, extension of its files, kept by the service, tabular, type argument. */
const FACTS = [
  ["pickle", "p", true, false, "value"],
  ["in_memory", null, true, false, "value"],
  ["csv", "csv", true, true, "row"],
  ["excel", "xlsx", true, true, "row or workbook"],
  ["json", "json", true, false, "value"],
  ["parquet", "parquet", true, true, "row"],
  ["sql_table", null, false, true, "row"],
  ["sql", null, false, true, "row"],
  ["generic", null, false, false, "value"],
  ["s3_object", null, false, false, "value"],
  ["mongo_collection", null, false, false, "value"],
] as const;

/** The storage types that the code has as a text or as the key of an object. */
function namedTypes(source: string): string[] {
  const code = codeOf(source);
  return STORAGE_TYPES.filter((name) => new RegExp(`["'\`]${name}["'\`]|^\\s*${name}:|[{,] *${name}:`, "m").test(code));
}

describe("the rows of storage types", () => {
  it("have the facts that Taipy and stored data rely on, in the order of Taipy's list", () => {
    const facts = STORAGE_TYPES.map((name) => {
      const row = storageTypeRow(name);
      return [name, row?.content?.extension ?? null, row?.content !== null, row?.isTabular, row?.typeArgument];
    });
    expect(facts.filter(([name]) => FACTS.some(([known]) => known === name))).toEqual(FACTS);
    expect(DEFAULT_STORAGE_TYPE).toBe("pickle");
  });

  it("show no credential of a configuration", () => {
    for (const name of STORAGE_TYPES) {
      const { options, shown } = STORAGE_TYPE_ROWS[name];
      const secrets = Object.values(options).flatMap((option) => (option.secret === true ? [option.property] : []));
      expect(
        shown.filter((key) => secrets.includes(key)),
        name,
      ).toEqual([]);
    }
  });

  it("are found by their own names only", () => {
    for (const name of ["toString", "__proto__", "constructor", "CSV", ""]) expect(storageTypeRow(name)).toBeNull();
  });

  it("are the only list of storage types in the source: all others are derived from them", () => {
    const lists = sources.filter(({ source }) => namedTypes(source).length > 1).map(({ file }) => file);
    expect(lists.sort()).toEqual(Object.keys(MAY_NAME_SEVERAL).sort());
  });

  it("are found in a list that is written by hand, and not in comments", () => {
    expect(namedTypes('const TABULAR = new Set(["csv", "excel"]); // not "sql"')).toEqual(["csv", "excel"]);
    expect(namedTypes('const SHOWN = {\n  s3_object: ["key"],\n  generic: [],\n};')).toEqual(["generic", "s3_object"]);
    expect(namedTypes("const isJson = (t) => t === 'json' || t === 'pickle';")).toEqual(["pickle", "json"]);
    expect(namedTypes('/** As "csv" and "excel". */\nconst kind = "json";')).toEqual(["json"]);
  });
});
