/** In ids these words tell the kind of entity, so no name may contain them. */
const RESTRICTED = ["CYCLE", "SCENARIO", "SEQUENCE", "TASK", "DATANODE"] as const;

const SPACE = "TPSPACE";

/** So that the id of a sequence, which holds its scenario's id too, can stand in a path. */
const MAX_SEQUENCE_NAME_LENGTH = 500;

const PYTHON_KEYWORDS: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Nearly all names are so. */
const ASCII = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** As text, for Unicode's tables are looked up when a pattern is read, which takes a part of an isolate's start. */
const UNICODE = "^[\\p{XID_Start}_]\\p{XID_Continue}*$";

/** Whether a name is spelled as Python's identifiers are; it may be a keyword. */
const isPythonIdentifier = (name: string): boolean => ASCII.test(name) || new RegExp(UNICODE, "u").test(name);

/** What is wrong with a configuration's id, in Taipy's words; null when nothing is. */
export function identifierProblem(name: string): string | null {
  return problemOf(name, name);
}

/**
 * As {@link identifierProblem} for the name of a sequence, which may contain spaces. In its id each becomes `TPSPACE`, so
 * a name that contains this text itself could not be told from one with a space.
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
