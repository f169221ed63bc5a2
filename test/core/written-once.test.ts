import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const SRC = path.resolve(import.meta.dirname, "../../src");

/** The files of src that match, by their paths. */
function filesWith(pattern: RegExp): readonly string[] {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => /\.(ts|mjs)$/.test(file));
  return files.filter((file) => pattern.test(readFileSync(path.join(SRC, file), "utf8")));
}

/** Texts such as `Job: ${id} does not exist.` of any kind of entity. */
const MISSING_ENTITY = /(?:[A-Z][A-Za-z ]*: |Version ')\$\{[^}]*\}'? does not exist\./;

it("only core/missing.ts writes that an entity does not exist", () => {
  expect(MISSING_ENTITY.test(["`Job: $", "{jobId} does not exist.`"].join(""))).toBe(true);
  expect(filesWith(MISSING_ENTITY)).toEqual([]);
});

it("only d1/write/abort.ts writes the SQL with which a batch refuses itself", () => {
  expect(filesWith(/INTO\s+\w+\s*\([^)]*\)\s*SELECT\s+NULL/i)).toEqual([path.join("d1", "write", "abort.ts")]);
});
