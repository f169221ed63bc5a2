import { readFileSync } from "node:fs";
import { parse, TomlError } from "smol-toml";
import { type Table, tableOf } from "./tables.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The table in a TOML file, and its text.
 * @throws UsageError with the line and column of what is no TOML
 */
export function readToml(file: string): { readonly table: Table; readonly text: string } {
  const text = readFileSync(file, "utf8");
  try {
    return { table: parse(text), text };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ""] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    throw new UsageError(
      `${file}:${error.line}:${error.column} is no TOML: ${reason}.\n\n${error.codeblock.trimEnd()}`,
    );
  }
}

/** The object in a JSON file. @throws UsageError with what the parser says */
export function readJson(file: string): Table {
  try {
    return tableOf(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`${file} is no JSON: ${error.message}.`);
  }
}
