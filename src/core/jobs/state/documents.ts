import { dataNodeFields } from "../../entities/data-node.ts";
import { completing } from "../../entities/fields.ts";
import { jobFields } from "../../entities/job.ts";
import { submissionFields } from "../../entities/submission.ts";
import type { JobRecord, NodeRecord, SubmissionRecord } from "./records.ts";

/** Changes a document from one form to the next. */
export type Upgrade = (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** How records of one kind are kept as JSON. */
export interface DocumentForm<T> {
  encode(record: T): string;
  decode(text: string): T;
}

/**
 * A kind of document, whose member `form` says which form it has; without one it has the first. When it is read, the upgrades
 * bring it up to date, in order: the first makes form 2 of form 1. A release that knows fewer forms writes its own number,
 * so an upgrade must leave a document alone that has the new form already.
 * @param complete sets the members that an older record lacks and that start empty
 */
export function documentForm<T extends object>(
  upgrades: readonly Upgrade[],
  complete: (record: T) => void = () => {},
): DocumentForm<T> {
  const current = upgrades.length + 1;
  return {
    encode: (record) => JSON.stringify({ ...record, form: current }),
    decode(text) {
      const { form = 1, ...document } = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const record = upgrades.slice(Number(form) - 1).reduce((older, upgrade) => upgrade(older), document) as T;
      complete(record);
      return record;
    },
  };
}

export interface Documents {
  readonly node: DocumentForm<NodeRecord>;
  readonly job: DocumentForm<JobRecord>;
  readonly submission: DocumentForm<SubmissionRecord>;
}

const completeNode = completing(dataNodeFields);
const completeJob = completing(jobFields);
const completeSubmission = completing(submissionFields);

/** Form 2 of a job: it names who submitted it. */
function withActor(document: Parameters<Upgrade>[0]): ReturnType<Upgrade> {
  return { actor: null, ...document };
}

// docs/decisions/041-documents-say-their-form.md
/**
 * The documents in an object's SQLite. An upgrade is added here when a record gets a member that older documents lack; one
 * that was deployed never changes. A field of an entity that starts empty needs none.
 */
export const DOCUMENTS: Documents = {
  node: documentForm([], ({ node }) => completeNode(node)),
  job: documentForm([withActor], ({ job }) => completeJob(job)),
  submission: documentForm([], ({ submission }) => completeSubmission(submission)),
};
