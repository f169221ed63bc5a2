import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const ROOT = path.resolve(import.meta.dirname, "../..");

/** Where ARCHITECTURE.md shows the table of job statuses: what is before it, the table, what is behind it. */
/** In docs/errors.md. */
export const ERRORS_TABLE = /(<!-- errors:begin -->\n)(.*)(<!-- errors:end -->)/s;
/** In docs/operations. */
export const FINDINGS_TABLE = /(<!-- findings:begin -->\n)(.*)(<!-- findings:end -->)/s;
export const STATUS_TABLE = /(<!-- job-statuses:begin -->\n)(.*)(\n<!-- job-statuses:end -->)/s;

/** Folders that hold no page of ours. */
const LEFT_OUT = new Set(["node_modules", "dist", ".git", ".wrangler", ".stryker-tmp", "coverage"]);

/** The files below a folder whose names end in one of these ways, relative to the root. */
export function filesBelow(folder: string, ...endings: readonly string[]): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : filesBelow(name, ...endings);
    return endings.some((ending) => entry.name.endsWith(ending)) ? [name] : [];
  });
}

export const textOf = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

export const exists = (file: string): boolean => existsSync(path.join(ROOT, file));

export interface Line {
  readonly number: number;
  readonly text: string;
  /** Inside of a block of code. */
  readonly isCode: boolean;
}

/** The lines of a page, each with its number and whether it is code; the fences count as code. */
export function linesOf(text: string): Line[] {
  let isCode = false;
  return text.split("\n").map((line, index) => {
    const isFence = line.trimStart().startsWith("```");
    if (isFence) isCode = !isCode;
    return { number: index + 1, text: line, isCode: isCode || isFence };
  });
}

/** The anchors that GitHub gives the headings of a page. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const { text: line, isCode } of linesOf(text)) {
    const [, heading] = isCode ? [] : (/^#+ (.*)$/.exec(line) ?? []);
    if (heading === undefined) continue;
    const anchor = slug(heading);
    let unique = anchor;
    for (let again = 1; anchors.has(unique); again += 1) unique = `${anchor}-${again}`;
    anchors.add(unique);
  }
  return anchors;
}

function slug(heading: string): string {
  const shown = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").trim();
  return shown
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}

export interface Link {
  readonly line: number;
  readonly target: string;
}

/** The links of a page to other files and to headings, without those to other sites. */
export function linksOf(text: string): Link[] {
  return linesOf(text)
    .filter(({ isCode }) => !isCode)
    .flatMap(({ number, text: line }) =>
      [...withoutCode(line).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => ({ line: number, target })),
    )
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

const withoutCode = (line: string): string => line.replace(/`[^`]*`/g, "`");

/** The files and folders of src/ and test/ that a page names in code: `src/d1/`, `test/{a,b}/x.ts`, `test/pages/*.test.ts`. */
export function namedPaths(text: string): Link[] {
  return linesOf(text).flatMap(({ number, text: line, isCode }) => {
    const spans = isCode ? [line] : [...line.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
    return spans
      .flatMap((span) => [...span.matchAll(/(?<![\w./@-])(?:src|test)\/[\w./{},*-]*/g)].map(([name]) => name))
      .flatMap((name) => expanded(name.replace(/[.,]+$/, "")))
      .map((target) => ({ line: number, target }));
  });
}

function expanded(name: string): string[] {
  const [, before = "", choices = "", after = ""] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(name) ?? [];
  return choices === "" ? [name] : choices.split(",").flatMap((choice) => expanded(before + choice + after));
}

/** Whether a path that may hold `*` names something. */
export function isThere(name: string): boolean {
  if (!name.includes("*")) return exists(name);
  const folder = name.slice(0, name.indexOf("*")).replace(/[^/]*$/, "");
  const pattern = name
    .split(/(\*\*\/|\*)/)
    .map((part) => (part === "**/" ? "(?:.*/)?" : part === "*" ? "[^/]*" : part.replace(/[.+?^$()|[\]\\]/g, "\\$&")))
    .join("");
  return exists(folder) && filesBelow(folder, "").some((file) => new RegExp(`^${pattern}$`).test(file));
}
