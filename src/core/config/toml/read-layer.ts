import { parse, TomlError } from "smol-toml";
import { type ConfigurationIssue, issuesOf } from "../check/issue.ts";
import { HIDDEN } from "../secrets/secret-texts.ts";
import { CONFIG_KINDS, type Layer, type Section } from "./layer.ts";
import { locate, type Position, positionAt, textKey } from "./positions.ts";

export interface ReadLayer {
  readonly layer: Layer;
  /** Computed only when it is called, because only problems need positions. */
  readonly positions: () => ReadonlyMap<string, Position>;
  readonly issues: readonly ConfigurationIssue[];
}

const UNIQUE = ["TAIPY", "JOB", "CORE"];
/** Sections of Taipy's user interface, its commercial edition and older releases. Taipy writes them even if they are not used. */
const ELSEWHERE = ["gui", "AUTHENTICATION", "MIGRATION", "VERSION_MIGRATION"];
const issues = issuesOf("TomlChecker");

/** The sections of a TOML text, with their positions. A text that is no TOML has one issue and no sections. */
export function readLayer(text: string, file: string): ReadLayer {
  let tables: Readonly<Record<string, unknown>>;
  try {
    tables = parse(text, { integersAsBigInt: "asNeeded" });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { layer: new Map(), positions: () => new Map(), issues: [syntaxIssue(text, file, error)] };
  }
  const layer = new Map<string, Section>();
  const found: ConfigurationIssue[] = [];
  const add = (name: string, table: unknown) => {
    if (isTable(table)) layer.set(name, sectionOf(table));
    else found.push({ ...issues.error(name, table, `\`${name}\` must be a section: \`[${name}]\`.`), section: name });
  };
  for (const [name, table] of Object.entries(tables)) {
    if (UNIQUE.includes(name)) add(name, table);
    else if ((CONFIG_KINDS as readonly string[]).includes(name) && isTable(table)) {
      for (const [id, config] of Object.entries(table)) add(`${name}.${id}`, config);
    } else if (!ELSEWHERE.includes(name)) {
      const known = [...UNIQUE, ...CONFIG_KINDS.map((kind) => `${kind}.<id>`)].map((section) => `[${section}]`);
      const message = `The section \`${name}\` is ignored. There are ${known.join(", ")}.`;
      found.push({ ...issues.warning(name, undefined, message), section: name });
    }
  }
  return { layer, positions: () => locate(text, file), issues: found };
}

/** The issue with the position of its value, field or section, if a file contains it. */
export function placed(issue: ConfigurationIssue, positions: ReadonlyMap<string, Position>): ConfigurationIssue {
  if (issue.section === undefined || issue.position !== undefined) return issue;
  const { section, field, value } = issue;
  const paths = pathsOf(section, field);
  // The wrong item of a list, or else the value, or else the header of the section.
  const keys = [...(typeof value === "string" ? paths.map((path) => textKey(path, value)) : []), ...paths, section];
  const position = keys.map((key) => positions.get(key)).find((found) => found !== undefined);
  if (position === undefined) return issue;
  return { ...issue, position: issue.tag === "SecretsChecker" ? withoutValue(position) : position };
}

/** What a build prints stays in its log. */
const withoutValue = (position: Position): Position => ({
  ...position,
  length: HIDDEN.length,
  source: position.source.slice(0, position.column - 1) + HIDDEN,
});

/** The field of an issue may be two keys (`read_fct, write_fct`), or a part of one (`retries.limit`). */
function pathsOf(section: string, field: string): readonly string[] {
  const names = [field, ...field.split(", "), field.split(".")[0] ?? field];
  return names.map((name) => `${section}.${name}`);
}

function syntaxIssue(text: string, file: string, error: TomlError): ConfigurationIssue {
  const [reason = error.message] = error.message.split("\n");
  const start =
    text
      .split("\n")
      .slice(0, error.line - 1)
      .join("\n").length + (error.line > 1 ? 1 : 0);
  const from = start + Math.max(0, error.column - 1);
  return { ...issues.error("toml", undefined, `${reason}.`), position: positionAt(text, file, from, from + 1) };
}

const sectionOf = (table: Readonly<Record<string, unknown>>): Section =>
  new Map(Object.entries(table).map(([key, value]) => [key, { value: plain(value), isWritten: true }]));

/** A copy with the usual prototype: the tables of the parser have none. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  return isTable(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)])) : value;
}

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
