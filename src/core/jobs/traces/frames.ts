import { type LineTable, type Origin, originOf } from "./line-table.ts";

/** The function that calls a task's function: what is below it in a stack is this service's. */
const BOUNDARY = "callTaskFunction";

/** One line of a stack as the runtime writes it. */
interface Frame {
  /** The function, with `async` and `new`; null = it has no name. */
  readonly name: string | null;
  /** The module without its folders; null = the runtime's own code. */
  readonly file: string | null;
  readonly line: number;
  readonly column: number;
}

/** Longer lines are no frames. */
const MAX_LINE = 2_500;

const POSITION = /:(\d{1,9}):(\d{1,9})$/;
/** Modules of the runtime. */
const BUILT_IN = /^(?:node|cloudflare|workerd)(?:-internal)?:|^(?:native|<anonymous>)$/;

/** Splits a stack: what was thrown, and the frames below it. The text of an error may have any lines, also some like frames. */
export function splitStack(stack: string): { readonly head: string; readonly frames: readonly Frame[] } {
  const lines = stack.split("\n");
  let first = lines.length;
  while (first > 0 && frameOf(lines[first - 1] ?? "") !== null) first -= 1;
  return { head: lines.slice(0, first).join("\n"), frames: lines.slice(first).flatMap((line) => frameOf(line) ?? []) };
}

/** `    at name (place)`, or `    at place`; null = another line. */
function frameOf(line: string): Frame | null {
  const text = line.length > MAX_LINE ? "" : line.trimStart();
  if (text === line || !text.startsWith("at ")) return null;
  const open = text.endsWith(")") ? text.indexOf(" (") : -1;
  const isAsync = open === -1 && text.startsWith("at async ");
  const name = open === -1 ? (isAsync ? "async" : null) : text.slice("at ".length, open);
  const place = open === -1 ? text.slice(isAsync ? "at async ".length : "at ".length) : text.slice(open + 2, -1);
  const position = POSITION.exec(place);
  if (position === null) return BUILT_IN.test(place) ? { name, file: null, line: 0, column: 0 } : null;
  const [, atLine, atColumn] = position;
  const path = place.slice(0, position.index);
  const file = BUILT_IN.test(path) ? null : (path.split(/[/\\]/).at(-1) ?? path);
  return { name, file, line: Number(atLine), column: Number(atColumn) - 1 };
}

// docs/decisions/096-traces-show-the-users-lines.md
/**
 * The lines of the user's part of a stack: frames of the user's files and libraries, and below them one line for this service.
 * @param table null = there is none that fits: functions are shown with their module only
 */
export function usersFrames(frames: readonly Frame[], table: LineTable | null): readonly string[] {
  const end = frames.findIndex(
    ({ name }) =>
      name
        ?.replace(/^async /, "")
        .split(".")
        .at(-1) === BOUNDARY,
  );
  const above = end === -1 ? frames : frames.slice(0, end);
  const located = above.map((frame) => ({ frame, origin: originIn(table, frame) }));
  const kept = located.filter(({ origin }) => origin?.kind !== "ours");
  const last = kept.findLastIndex(({ frame }) => frame.file !== null);
  const shown = kept.slice(0, last + 1).map(({ frame, origin }) => lineOf(frame, origin));
  const hasOurs = end !== -1 || kept.length < located.length;
  return shown.length > 0 && hasOurs ? [...shown, "    … called by taipy-edge"] : shown;
}

const originIn = (table: LineTable | null, { file, line, column }: Frame): Origin | null =>
  table === null || file !== table.file ? null : originOf(table, line, column);

function lineOf({ name, file }: Frame, origin: Origin | null): string {
  const place = placeOf(file, origin);
  return name === null || name === "async"
    ? `    at ${name === null ? "" : "async "}${place}`
    : `    at ${name} (${place})`;
}

function placeOf(file: string | null, origin: Origin | null): string {
  if (origin?.kind === "user") return `${origin.file}:${origin.line}`;
  return origin?.kind === "library" ? origin.name : (file ?? "native");
}
