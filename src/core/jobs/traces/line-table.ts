/** What `sources` calls the code of this service. */
const OURS = "taipy-edge";
/** Among the static files. */
export const LINE_TABLE_FILE = "taipy-edge.lines.json";

const LIBRARIES = "node_modules/";

/**
 * Where the lines of a bundle come from. src/dev/traces makes it of the bundle's source map: for the user's files with their lines,
 * for libraries and this service with their names only.
 */
export interface LineTable {
  /** The build that it fits. */
  readonly build: string;
  /** The bundle's name, without folders. */
  readonly file: string;
  /** Paths of the user's files, relative to the project; `node_modules/<package>`; {@link OURS}. */
  readonly sources: readonly string[];
  /**
   * Where a line of a source begins in the bundle, in order; four numbers each: the lines since the one before, the column (since
   * the one before, on the same line), the source, its line from 1 on (0 = not known).
   */
  readonly segments: readonly number[];
}

export type Origin =
  | { readonly kind: "user"; readonly file: string; readonly line: number }
  | { readonly kind: "library"; readonly name: string }
  | { readonly kind: "ours" };

/** @returns null for anything else, such as the table of a later release */
export function readLineTable(value: unknown): LineTable | null {
  if (typeof value !== "object" || value === null) return null;
  const { build, file, sources, segments } = value as Readonly<Record<string, unknown>>;
  if (typeof build !== "string" || typeof file !== "string") return null;
  if (!isListOf(sources, "string") || !isListOf(segments, "number") || segments.length % 4 !== 0) return null;
  return { build, file, sources, segments };
}

const isListOf = <T extends "string" | "number">(
  value: unknown,
  type: T,
): value is readonly (T extends "string" ? string : number)[] =>
  Array.isArray(value) && value.every((item) => typeof item === type);

/**
 * Where a position of the bundle comes from.
 * @param line from 1 on
 * @param column from 0 on
 * @returns null = the table does not know it
 */
export function originOf({ sources, segments }: LineTable, line: number, column: number): Origin | null {
  let atLine = 1;
  let atColumn = 0;
  let found: Origin | null = null;
  for (let index = 0; index < segments.length; index += 4) {
    const lines = segments[index] ?? 0;
    const columns = segments[index + 1] ?? 0;
    atLine += lines;
    atColumn = lines > 0 ? columns : atColumn + columns;
    if (atLine > line || (atLine === line && atColumn > column)) break;
    found = originIn(sources[segments[index + 2] ?? 0] ?? OURS, segments[index + 3] ?? 0);
  }
  return found;
}

function originIn(source: string, line: number): Origin {
  if (source === OURS) return { kind: "ours" };
  if (source.startsWith(LIBRARIES)) return { kind: "library", name: source };
  return { kind: "user", file: source, line };
}
