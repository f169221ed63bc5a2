/** What kind of difference it is; COMPATIBILITY.md has a part for each. */
export const KINDS = {
  failure: "A clear answer in the place of Taipy's 500",
  loss: "What Taipy loses, hides or leaves half done",
  value: "Values",
  form: "The form of an answer",
} as const;
export type DifferenceKind = keyof typeof KINDS;

/** Why an answer differs from the original's on purpose. */
export interface Reason {
  readonly kind: DifferenceKind;
  /** What is different, in one line. */
  readonly what: string;
  /** Why the original's answer would be wrong even where exactly Taipy's answers are asked for; null = it is given there. */
  readonly whyNotEqual: string | null;
}

const FAILED = "a 500 says nothing of the caller's mistake, and clients repeat it";
const BROKEN_LATER = "an id that leads nowhere makes the submissions of that task fail with 500 later";

const reason = (kind: DifferenceKind, what: string, whyNotEqual: string | null): Reason => ({
  kind,
  what,
  whyNotEqual,
});

// biome-ignore format: one line each
export const REASONS = {
  badInput: reason("failure", "bad input is a 400 that names the mistake, not a 500", FAILED),
  conflict: reason("failure", "a state conflict is a 409 with the reason, not a 500", FAILED),
  neverWritten: reason("failure", "a data node that was never written reads as null, whatever its storage type, not a 500", "a 500 for a node without a value; Taipy itself answers null for some storage types"),
  created: reason("failure", "creating a data node answers 201, not a 500", "the node has been created; with the header or the setting the body is Taipy's, which has no id"),
  listFilter: reason("failure", "a filter on a list of objects answers the rows that match, in their order, not a 500", "Taipy's answer without a match, `[]`, shows what was meant"),
  sequenceSubmit: reason("failure", "a deleted or refused sequence does not break later submissions", "a 500 that leaves locked outputs behind"),
  lostCycle: reason("failure", "a scenario whose cycle is gone can be deleted", "a 500, after which the scenario stays for ever"),

  overwritten: reason("loss", "an id that a cycle has already is a 409; the original overwrites that cycle", "the older cycle would be lost"),
  dangling: reason("loss", "a deleted data node or task breaks no call that does not need it", "a 404 or 500 would hide entities that are there, even whole lists of them"),
  released: reason("loss", "writing a data node releases the jobs that wait for it", "the jobs would wait for ever"),
  lock: reason("loss", "a job's lock on its output outlives a manual write", "two writers would overwrite each other's value"),
  leftOvers: reason("loss", "a creation that is refused leaves nothing behind", "half of a scenario would be left in every list"),
  sequenceParents: reason("loss", "a sequence that is gone is no task's parent any more", BROKEN_LATER),

  join: reason("value", "join_operator OR joins with OR; the original always joins with AND", null),
  badJoin: reason("value", "a join_operator that does not exist is a 400 that names it; the original joins with AND", null),
  notANumber: reason("value", "NaN and the infinities are no JSON: they are answered as null", "`NaN` is no JSON, and most clients can't parse it"),
  listOrder: reason("value", "a filter keeps the order of the list", "Taipy's order is that of a Python set, which differs from run to run for texts, and duplicates are lost"),
  trace: reason("value", "the trace is this runtime's, not Python's", "no Python has run"),

  described: reason("value", "a creation takes a name, a creation date, tags and properties, and a submission its options in the body; the original ignores them", null),
  malformed: reason("value", "a body that cannot be read is a 400 or 415 that says where; the original ignores it where it reads none", null),
  unknownNames: reason("value", "a parameter or a member that the operation does not have is a 400 with the nearest known name; the original ignores it", null),

  html: reason("form", "an error is JSON, also where the original answers a page of HTML", "the page is no JSON, which clients of an API parse"),
} as const satisfies Readonly<Record<string, Reason>>;
