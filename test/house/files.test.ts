import path from "node:path";
import { describe, expect, it } from "vitest";
import { sources } from "./modules.ts";

const MOST_FILES = 14;
const MOST_LINES = 300;

/** Folders that may hold more files, each with its reason. */
const BIG_FOLDERS: Readonly<Record<string, string>> = {
  storage: "One file a storage type.",
};

/** Long files, each with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {
  "client/schema.ts": "Generated from the OpenAPI document.",
};

/** Files that may share their name with another one, each with its reason. */
const SHARED_NAMES: readonly { readonly files: RegExp; readonly reason: string }[] = [
  { files: /(^|\/)index\.ts$/, reason: "What a folder exports." },
  { files: /^core\/ports\//, reason: "A port, and the file that implements it." },
  { files: /^dev\/openapi\/schemas\//, reason: "The schemas of a thing are named after the thing." },
  { files: /^dev\/new-app\//, reason: "A copy of the smallest application's files." },
  { files: /^storage\/[^/]+\.ts$/, reason: "A codec has the name of its storage type." },
  { files: /^http\/handlers\/entities\//, reason: "A handler has the name of its use case or its collection." },
  { files: /^client\/schema\.ts$/, reason: "The name that its generator gives it." },
];

describe("the files of src", () => {
  it("lie in folders of at most fourteen files", () => {
    const folders = Map.groupBy(sources, ({ file }) => path.dirname(file));
    const big = [...folders].filter(([folder, { length }]) => length > MOST_FILES && !(folder in BIG_FOLDERS));
    expect(big.map(([folder, { length }]) => `${folder}: ${length} files`)).toEqual([]);
  });

  it("have at most 300 lines", () => {
    const long = sources
      .map(({ file, source }) => ({ file, lines: source.split("\n").length - 1 }))
      .filter(({ file, lines }) => lines > MOST_LINES && !(file in LONG_FILES));
    expect(long).toEqual([]);
  });

  it("each have a name of their own", () => {
    const named = sources.filter(({ file }) => !SHARED_NAMES.some(({ files }) => files.test(file)));
    const names = Map.groupBy(named, ({ file }) => path.basename(file));
    const shared = [...names.values()].filter(({ length }) => length > 1).map((same) => same.map(({ file }) => file));
    expect(shared).toEqual([]);
  });
});
