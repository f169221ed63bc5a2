/** Nearly all names are so. */
const ASCII = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** As text, for Unicode's tables are looked up when a pattern is read, which takes a part of an isolate's start. */
const UNICODE = "^[\\p{XID_Start}_]\\p{XID_Continue}*$";

/** Whether a name is spelled as Python's identifiers are; it may be a keyword. */
export const isPythonIdentifier = (name: string): boolean => ASCII.test(name) || new RegExp(UNICODE, "u").test(name);
