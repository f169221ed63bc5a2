import { cut, listed } from "../listed.ts";
import { nearestName } from "./nearest-name.ts";

/** A name in a request that its operation does not know. */
export interface UnknownName {
  /** Of a member inside others with their names before it, as in `operators.0.kye`. */
  readonly name: string;
  readonly in: "query" | "body";
  /** The known name that the caller may have meant; null = none is near. */
  readonly nearest: string | null;
  /** All that are known there. */
  readonly known: readonly string[];
}

/** A request may have thousands of names; so many are shown. */
export const MOST_UNKNOWN = 20;

/** Control characters, halves of characters, and others that a terminal or an editor does not show as they are. */
const UNSHOWN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A name that a caller has chosen, as a message can hold it: cut, and on one line. */
export const shownName = (name: string): string =>
  cut(name).replace(UNSHOWN, (unshown) => `\\u{${unshown.codePointAt(0)?.toString(16)}}`);

/** @param path of the object that has the member; empty for parameters */
export function unknownName(
  name: string,
  where: UnknownName["in"],
  known: readonly string[],
  path: readonly string[] = [],
): UnknownName {
  return { name: [...path, name].map(shownName).join("."), in: where, nearest: nearestName(name, known), known };
}

const NOUNS = {
  query: {
    one: "query parameter",
    many: "query parameters",
    of: "",
    none: "This operation takes no query parameters.",
  },
  body: { one: "field", many: "fields", of: " in the body", none: "This operation takes no body." },
} as const;

/**
 * The sentences about the unknown names of a request.
 * @param names the first {@link MOST_UNKNOWN} of them, at least one, all of them in one place
 * @param count how many there are
 */
export function unknownText(names: readonly UnknownName[], count: number): string {
  const [first] = names;
  if (first === undefined) return "";
  const noun = NOUNS[first.in];
  const shown = names.map(({ name, nearest }) => {
    return count === 1 || nearest === null ? `'${name}'` : `'${name}' (did you mean '${nearest}'?)`;
  });
  const more = count > names.length ? ` and ${count - names.length} more` : "";
  const guess = count === 1 && first.nearest !== null ? `: did you mean '${first.nearest}'?` : ".";
  const known = [...new Set(names.flatMap((name) => name.known))];
  const all = known.length === 0 ? noun.none : `Known are ${listed(known)}.`;
  return `Unknown ${count === 1 ? noun.one : noun.many} ${shown.join(", ")}${more}${noun.of}${guess} ${all}`;
}
