// The text of a problem in the form of a compiler: the message, the position, and the line with the value underlined.

export const NO_PROBLEMS = "The configuration has no problems.";

/**
 * @param {{ level: string, message: string, field: string, section?: string,
 *   position?: { file: string, line: number, column: number, length: number, source: string } }} problem
 * @param {(file: string) => string} pathOf gives the path of a file for the reader
 */
export function problemText({ level, message, field, section, position }, pathOf = (file) => file) {
  const place = section === undefined ? field : `[${section}] ${field}`;
  const head = `${level.toLowerCase()}: ${message}`;
  if (position === undefined) return `${head}\n  --> ${pathOf("index.ts")} ${place}\n`;
  const { file, line, column, length, source } = position;
  const number = String(line);
  const gutter = " ".repeat(number.length);
  // Tabs are kept, so that the marks are below the value.
  const indent = source.slice(0, column - 1).replaceAll(/[^\t]/g, " ");
  return [
    head,
    `${gutter} --> ${pathOf(file)}:${line}:${column} ${place}`.trimEnd(),
    `${gutter} |`,
    `${number} | ${source}`,
    `${gutter} | ${indent}${"^".repeat(Math.max(1, length))}`,
    "",
  ].join("\n");
}

/** The texts of all problems, and their number. */
export function problemsText(problems, pathOf) {
  if (problems.length === 0) return NO_PROBLEMS;
  const errors = problems.filter(({ level }) => level === "ERROR").length;
  const warnings = problems.length - errors;
  const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  return [
    ...problems.map((problem) => problemText(problem, pathOf)),
    `The configuration has ${count(errors, "error")} and ${count(warnings, "warning")}.`,
  ].join("\n");
}
