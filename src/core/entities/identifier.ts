/** The kind of an entity is read from these words in its id, so no name may contain them. */
const RESTRICTED = ["CYCLE", "SCENARIO", "SEQUENCE", "TASK", "DATANODE"] as const;

const SPACE = "TPSPACE";

/** Keeps the id of a sequence, which contains the id of its scenario, short enough for a URL path. */
const MAX_SEQUENCE_NAME_LENGTH = 500;

const PYTHON_KEYWORDS: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Covers nearly all names, without the tables of Unicode. */
const ASCII = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** A text, not a RegExp: compiling the pattern loads Unicode's tables, which would delay the start of every isolate. */
const UNICODE = "^[\\p{XID_Start}_]\\p{XID_Continue}*$";

/** Whether a name has the form of a Python identifier; keywords have it, too. */
const isPythonIdentifier = (name: string): boolean => ASCII.test(name) || new RegExp(UNICODE, "u").test(name);

/** The problem of a config's id, in Taipy's words; null = the id is valid. */
export function identifierProblem(name: string): string | null {
  return problemOf(name, name);
}

/**
 * As {@link identifierProblem} for the name of a sequence, which may contain spaces. In the id each space becomes `TPSPACE`,
 * so a name must not contain this text itself: it would have the id of another name.
 */
export function sequenceNameProblem(name: string): string | null {
  const identifier = name.replaceAll(" ", SPACE);
  if (identifier.length > MAX_SEQUENCE_NAME_LENGTH) {
    return `The name of a sequence has ${MAX_SEQUENCE_NAME_LENGTH} characters at most, a space counting as ${SPACE.length}.`;
  }
  if (name.includes(SPACE)) return `'${name}' is not a valid identifier. '${SPACE}' is restricted.`;
  return problemOf(name, identifier);
}

function problemOf(shown: string, identifier: string): string | null {
  const restricted = RESTRICTED.find((term) => identifier.includes(term));
  if (restricted !== undefined) return `'${shown}' is not a valid identifier. '${restricted}' is restricted.`;
  if (isPythonIdentifier(identifier) && !PYTHON_KEYWORDS.has(identifier)) return null;
  return `'${shown}' is not a valid identifier.`;
}
