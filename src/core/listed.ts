const MOST_NAMES = 50;
const MOST_CHARACTERS = 100;

/** Names for a message: at most fifty of them, long ones cut. A file can have a hundred thousand columns. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => cut(name));
  return shown.join(", ") + (names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "");
}

/** A name for a message. */
export const cut = (name: string): string =>
  name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS)}…` : name;
