import { dataNodeFields } from "../../entities/data-node.ts";
import { completing } from "../../entities/fields.ts";
import { jobFields } from "../../entities/job.ts";
import { submissionFields } from "../../entities/submission.ts";
import type { JobRecord, NodeRecord, SubmissionRecord } from "./records.ts";

/** A record as it is kept. */
export type Document = Readonly<Record<string, unknown>>;

/**
 * What a form adds to the one before: members of the document, or of an entity in it, with the values that they have in older
 * documents. A release that does not know them keeps them, and says its own form: they are there already when they are added
 * again.
 */
export interface AddedMembers {
  readonly adds: Document;
}

/**
 * A form in which members have changed. It ships in two releases: the first reads both forms and writes the older one, which
 * the release before it reads; the second writes the new one.
 */
export interface ChangedMembers {
  /** Makes the new form of the one before. */
  read(older: Document): Document;
  /** Makes the form before of the new one. */
  write(newer: Document): Document;
  /** False in the first release. */
  readonly isWritten: boolean;
}

export type FormStep = AddedMembers | ChangedMembers;

/** How records of one kind are kept as JSON. */
export interface DocumentForm<T> {
  encode(record: T): string;
  decode(text: string): T;
  /** As {@link decode}, of what was parsed already. */
  read(document: Document): T;
}

// docs/decisions/056-neighbouring-releases-alternate.md
/**
 * A kind of document, whose member `form` says which form it has; without one it has the first. When it is read, the steps that
 * it lacks bring it up to date, in order: the first makes form 2 of form 1. A document of a form that only a later release
 * knows is read as it is, and keeps its members.
 * @param complete sets the members that an older record lacks and that start empty
 */
export function documentForm<T extends object>(
  steps: readonly FormStep[],
  complete: (record: T) => void = () => {},
): DocumentForm<T> {
  const unwritten = steps.findIndex((step) => "write" in step && !step.isWritten);
  const form = (unwritten === -1 ? steps.length : unwritten) + 1;
  const undone = steps.slice(form - 1).toReversed();
  const read = ({ form: written = 1, ...document }: Document): T => {
    const record = steps
      .slice(Number(written) - 1)
      .reduce<Document>((older, step) => ("adds" in step ? added(step.adds, older) : step.read(older)), document) as T;
    complete(record);
    return record;
  };
  return {
    read,
    encode(record) {
      const document = undone.reduce<Document>(
        (newer, step) => ("write" in step ? step.write(newer) : newer),
        record as Document,
      );
      return JSON.stringify({ ...document, form });
    },
    decode: (text) => read(JSON.parse(text) as Document),
  };
}

function added(members: Document, older: Document): Document {
  const entities = Object.entries(members).flatMap(([name, value]) => {
    const entity = older[name];
    return isEntity(value) && isEntity(entity) ? [[name, { ...value, ...entity }]] : [];
  });
  return { ...members, ...older, ...Object.fromEntries(entities) };
}

const isEntity = (value: unknown): value is Document =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export interface Documents {
  readonly node: DocumentForm<NodeRecord>;
  readonly job: DocumentForm<JobRecord>;
  readonly submission: DocumentForm<SubmissionRecord>;
}

const completeNode = completing(dataNodeFields);
const completeJob = completing(jobFields);
const completeSubmission = completing(submissionFields);

/** Form 2 of a job: the caller who submitted it. */
const WITH_ACTOR: FormStep = { adds: { actor: null } };

/** Form 3 of a job: the slot that it has or waits for, and what is known of its lost tries. */
const WITH_SLOT_AND_LOST_TRIES: FormStep = { adds: { slot: null, lost: null } };

/** Form 4 of a job: the worker that may run it ahead. */
const WITH_AHEAD: FormStep = { adds: { ahead: null } };

/** Form 2 of a data node: which reservation the caller in it has made. */
const WITH_ACTOR_UNTIL: FormStep = { adds: { actor_until: null } };

// docs/decisions/041-documents-say-their-form.md
/**
 * The documents in an object's SQLite. A step is added here when a record gets a member that older documents lack; one that
 * was deployed never changes. A field of an entity that starts empty needs none.
 */
export const DOCUMENTS: Documents = {
  node: documentForm([WITH_ACTOR_UNTIL], ({ node }) => completeNode(node)),
  job: documentForm([WITH_ACTOR, WITH_SLOT_AND_LOST_TRIES, WITH_AHEAD], ({ job }) => completeJob(job)),
  submission: documentForm([], ({ submission }) => completeSubmission(submission)),
};
